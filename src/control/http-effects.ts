import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { CheckedFault } from './fault.ts'

/** Resets the connection of a request, so that its client sees just that. */
export function resetConnection({ socket }: IncomingMessage, res: ServerResponse): void {
  if (typeof socket?.resetAndDestroy === 'function') socket.resetAndDestroy()
  else res.destroy()
}

/** Answers with the status and body of a fault. */
export function answerWith(raw: IncomingMessage, res: ServerResponse, fault: CheckedFault): void {
  const { status = 500, body, headers = {} } = fault
  const json = body !== undefined && typeof body !== 'string'
  const bytes = Buffer.from(json ? JSON.stringify(body) : (body ?? STATUS_CODES[status] ?? ''))
  const bodiless = status === 204 || status === 304
  const own = new Set(Object.keys(headers).map(name => name.toLowerCase()))
  const standard: [string, string][] = [
    ['Content-Type', json ? 'application/json' : 'text/plain; charset=utf-8'],
    ['Content-Length', String(bytes.length)],
  ]
  raw.resume()
  res.writeHead(status, [
    ...Object.entries(headers).flat(),
    ...(bodiless ? [] : standard.filter(([name]) => !own.has(name.toLowerCase())).flat()),
  ])
  if (bodiless || raw.method === 'HEAD') res.end()
  else res.end(bytes)
}

/** Changes the values of headers that an answer has. */
export function editHeaders(res: ServerResponse, values: ReadonlyMap<string, string>): void {
  const writeHead = res.writeHead.bind(res) as (status: number, headers?: unknown) => ServerResponse
  res.writeHead = ((status: number, headers?: unknown) => {
    if (!Array.isArray(headers)) return writeHead(status, headers)
    const edited = (headers as string[]).map((item, i) => {
      return i % 2 === 0 ? item : (values.get(String(headers[i - 1]).toLowerCase()) ?? item)
    })
    return writeHead(status, edited)
  }) as ServerResponse['writeHead']
}

/** Lets through that many bytes of the body, then ends the connection. A body that is no longer than that stays whole. */
export function cutBody(res: ServerResponse, bytes: number): void {
  const write = res.write.bind(res) as (chunk: Buffer, done?: () => void) => boolean
  const end = res.end.bind(res) as () => ServerResponse
  let left = bytes
  const send = (chunk: unknown, encoding?: unknown): boolean => {
    if (chunk === undefined || chunk === null || left < 0) return true
    const text = typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'
    const whole = typeof chunk === 'string' ? Buffer.from(chunk, text) : Buffer.from(chunk as Uint8Array)
    const part = whole.subarray(0, left)
    left -= whole.length
    if (left >= 0) return write(whole)
    res.flushHeaders()
    const hangUp = (): void => {
      // a request that came without a socket has none to close
      if (typeof res.socket?.destroySoon === 'function') res.socket.destroySoon()
      else res.destroy()
    }
    if (part.length > 0) write(part, hangUp)
    else hangUp()
    return false
  }
  res.write = ((chunk: unknown, encoding?: unknown) => send(chunk, encoding)) as ServerResponse['write']
  res.end = ((chunk?: unknown, encoding?: unknown) => {
    send(chunk, encoding)
    return left < 0 ? res : end()
  }) as ServerResponse['end']
}
