import http from 'node:http'
import { splitHost, type Target } from './address.ts'
import { ClientError } from './errors.ts'
import { explain } from './explain.ts'
import type { LoadedTls } from './tls.ts'
import { escapeHost } from './url.ts'

/** One request as it goes out. */
export interface Outgoing {
  readonly method: string
  /** Path and parameters, escaped. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
  readonly signal?: AbortSignal | undefined
}

/** Sends a request; resolves when the head of its answer is there, rejects with Go's words. */
export async function send(target: Target, tls: LoadedTls | undefined, out: Outgoing): Promise<http.IncomingMessage> {
  const { request } = target.scheme === 'https' ? await import('node:https') : http
  try {
    return await new Promise((resolve, reject) => {
      const sent = request({ ...optionsOf(target, out), ...tls })
      sent.once('response', resolve)
      sent.once('error', reject)
      sent.end(out.body)
    })
  } catch (error) {
    const { method, path } = out
    const verb = method.charAt(0) + method.slice(1).toLowerCase()
    const url = `${target.scheme}://${escapeHost(target.host)}${path}`
    throw new ClientError(`${verb} "${url}": ${explain(error as NodeJS.ErrnoException, target)}`, { cause: error })
  }
}

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
      ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
    },
    ...(signal && { signal }),
  }
}

function place(target: Target): http.RequestOptions {
  if (target.socketPath !== undefined) return { socketPath: target.socketPath }
  const { hostname, port } = splitHost(target)
  return { host: hostname, port }
}
