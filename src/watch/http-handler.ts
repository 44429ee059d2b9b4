import type { IncomingMessage } from 'node:http'
import type { Clock } from '../lib/clock.ts'
import { errnoText } from '../go/errno.ts'
import type { Logger } from '../logging/logger.ts'
import type { HttpHandler } from './plan.ts'
import type { Notice } from './script-handler.ts'

/** Bytes of an answer that are logged at most. */
const MAX_OUTPUT = 4096

/** Sends each notice to a URL. */
export function httpHandler(handler: HttpHandler, clock: Clock, logger: Logger) {
  return async (notice: Notice, signal: AbortSignal): Promise<void> => {
    const timeout = new AbortController()
    const timer = clock.setTimeout(() => timeout.abort(), handler.timeout)
    try {
      const either = AbortSignal.any([signal, timeout.signal])
      const { status, output } = await send(handler, notice, either)
      if (status.startsWith('2')) logger.debug('http watch handler output', { watch: handler.url, output })
      else logger.error('http watch handler failed with output', { watch: handler.url, status, output })
    } catch (error) {
      if (signal.aborted) return
      const verb = handler.method.charAt(0) + handler.method.slice(1).toLowerCase()
      const why = timeout.signal.aborted ? TIMED_OUT : reason(error)
      const text = `${verb} "${handler.url}": ${why}`
      logger.error('Failed to invoke http watch handler', { watch: handler.url, error: text })
    } finally {
      timer.clear()
    }
  }
}

const TIMED_OUT = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'

async function send(
  { url, method, headers, skipVerify }: HttpHandler,
  { json, index }: Notice,
  signal: AbortSignal,
): Promise<{ status: string; output: string }> {
  const target = new URL(url)
  const { request } = target.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(target, {
      method,
      agent: false,
      signal,
      rejectUnauthorized: !skipVerify,
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(json),
        'X-Consul-Index': String(index),
        ...headers,
      },
    })
    sent.once('response', resolve)
    sent.once('error', reject)
    sent.end(json)
  })
  let output = ''
  for await (const chunk of response) if (output.length < MAX_OUTPUT) output += String(chunk)
  return { status: `${response.statusCode} ${response.statusMessage}`, output: output.slice(0, MAX_OUTPUT) }
}

function reason(error: unknown): string {
  const { syscall, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  return syscall === 'connect' ? `dial tcp ${address}:${port}: connect: ${errnoText(error)}` : errnoText(error)
}
