import http from 'node:http'
import type { Readable } from 'node:stream'
import { splitHost, type Target } from './address.ts'
import { ClientError } from './errors.ts'
import { explain } from './explain.ts'
import type { LoadedTls } from './tls.ts'
import { escapeHost } from './url.ts'

/** What a request carries; a stream goes out while it is read. */
export type RequestBody = string | Uint8Array | Readable

/** One request as it goes out. */
export interface Outgoing {
  readonly method: string
  /** Path and parameters, escaped. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: RequestBody | undefined
  readonly signal?: AbortSignal | undefined
}

/** Sends a request; resolves when the head of its answer is there, rejects with Go's words. */
export async function send(target: Target, tls: LoadedTls | undefined, out: Outgoing): Promise<http.IncomingMessage> {
  const { request } = target.scheme === 'https' ? await import('node:https') : http
  try {
    return await new Promise((resolve, reject) => {
      const sent = request({ ...optionsOf(target, out), ...tls })
      sent.once('response', resolve)
      sent.on('error', reject)
      if (out.body === undefined || isWhole(out.body)) return void sent.end(out.body)
      const { body } = out
      body.once('error', error => sent.destroy(error))
      // what cannot be read is told when there is a connection
      sent.once('socket', socket => socket.once('connect', () => body.pipe(sent)))
    })
  } catch (error) {
    const { method, path } = out
    const verb = method.charAt(0) + method.slice(1).toLowerCase()
    const url = `${target.scheme}://${escapeHost(target.host)}${path}`
    throw new ClientError(`${verb} "${url}": ${explain(error as NodeJS.ErrnoException, target)}`, { cause: error })
  }
}

const isWhole = (body: RequestBody): body is string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array

function optionsOf(target: Target, { method, path, headers, body, signal }: Outgoing): http.RequestOptions {
  return {
    ...place(target),
    method,
    path,
    // one connection per request: a pooled one may have been closed by the agent
    agent: false,
    headers: {
      Host: target.host,
      ...headers,
      ...(body !== undefined && isWhole(body) && { 'Content-Length': Buffer.byteLength(body) }),
    },
    ...(signal && { signal }),
  }
}

function place(target: Target): http.RequestOptions {
  if (target.socketPath !== undefined) return { socketPath: target.socketPath }
  const { hostname, port } = splitHost(target)
  return { host: hostname, port }
}
