import type { IncomingMessage } from 'node:http'
import type { Clock } from '../lib/clock.ts'
import { errnoText } from '../go/errno.ts'
import { checkFields, checkMethod } from '../go/http-fields.ts'
import { type HttpUrl, parseHttpUrl, UnusableUrl } from '../go/http-url.ts'
import { parseUrl } from '../go/url.ts'
import { errorText } from '../lib/error-text.ts'
import type { Logger } from '../logging/logger.ts'
import type { HttpHandler } from './plan.ts'
import type { Notice } from './script-handler.ts'
import { quoteGo } from '../go/quote.ts'

/** Bytes of an answer that are logged at most. */
const MAX_OUTPUT = 4096

/** Sends each notice to a URL. */
export function httpHandler(handler: HttpHandler, clock: Clock, logger: Logger) {
  const problem = problemOf(handler)
  return async (notice: Notice, signal: AbortSignal): Promise<void> => {
    if (problem !== undefined) return logger.error('Failed to setup http watch', { error: problem })
    let shown = handler.url
    const timeout = new AbortController()
    const timer = clock.setTimeout(() => timeout.abort(), handler.timeout)
    try {
      const either = AbortSignal.any([signal, timeout.signal])
      const url = parseHttpUrl(handler.url)
      shown = url.shown
      const { status, output } = await send(url, handler, notice, either)
      if (status.startsWith('2')) logger.debug('http watch handler output', { watch: handler.url, output })
      else logger.error('http watch handler failed with output', { watch: handler.url, status, output })
    } catch (error) {
      if (signal.aborted) return
      const verb = handler.method.charAt(0) + handler.method.slice(1).toLowerCase()
      const why = timeout.signal.aborted ? TIMED_OUT : reason(error)
      if (error instanceof UnusableUrl) shown = error.shown
      const text = `${verb} ${quoteGo(shown)}: ${why}`
      logger.error('Failed to invoke http watch handler', { watch: handler.url, error: text })
    } finally {
      timer.clear()
    }
  }
}

const TIMED_OUT = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'

/** Why there can be no request at all. */
function problemOf({ method, url }: HttpHandler): string | undefined {
  try {
    checkMethod(method)
    parseUrl(url)
    return undefined
  } catch (error) {
    return errorText(error)
  }
}

async function send(
  { href, secure }: HttpUrl,
  { method, headers, skipVerify }: HttpHandler,
  { json, index }: Notice,
  signal: AbortSignal,
): Promise<{ status: string; output: string }> {
  checkFields(headers)
  const { request } = secure ? await import('node:https') : await import('node:http')
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(href, {
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
