import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that came to the stub. */
export interface Seen {
  readonly line: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What it answers: JSON, or all of it. */
export type Answer = unknown

type Handler = (seen: Seen, response: ServerResponse) => void

/** A server that keeps what it is asked, for tests of clients. */
export async function stubAgent(handle: Handler | Readonly<Record<string, Answer>> = {}) {
  const seen: Seen[] = []
  const respond: Handler =
    typeof handle === 'function'
      ? handle
      : ({ line }, response) => {
          const [, path = ''] = /^\S+ ([^?]*)/.exec(line) ?? []
          if (!Object.hasOwn(handle, path)) response.statusCode = 404
          response.end(Object.hasOwn(handle, path) ? JSON.stringify(handle[path]) : '')
        }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = {
        line: `${request.method} ${request.url}`,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('latin1'),
      }
      seen.push(one)
      respond(one, response)
    })
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    address,
    seen,
    lines: () => seen.map(({ line }) => line),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(closed => server.close(closed))
    },
  }
}
