import type { IncomingHttpHeaders } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { Readable } from 'node:stream'
import type { Incoming } from '../exchange.ts'

/** A request that came by HTTP/2. */
export class Http2Request implements Incoming {
  readonly #raw: Http2ServerRequest
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]

  constructor(raw: Http2ServerRequest) {
    this.#raw = raw
    const { headers, rawHeaders } = plainHeaders(raw)
    this.headers = headers
    this.rawHeaders = rawHeaders
  }

  get method(): string {
    return this.#raw.method
  }

  get url(): string {
    return this.#raw.url || '/'
  }

  get socket(): Incoming['socket'] {
    return this.#raw.stream.session?.socket
  }

  get stream(): Readable {
    return this.#raw
  }

  resume(): void {
    this.#raw.resume()
  }
}

/** The headers as HTTP/1.1 would have them: without pseudo-headers, and with word of a body that comes without its length. */
function plainHeaders(raw: Http2ServerRequest): { headers: IncomingHttpHeaders; rawHeaders: string[] } {
  const headers: IncomingHttpHeaders = {}
  for (const [name, value] of Object.entries(raw.headers)) if (!name.startsWith(':')) headers[name] = value
  const rawHeaders: string[] = []
  for (let i = 0; i < raw.rawHeaders.length; i += 2) {
    const name = raw.rawHeaders[i] ?? ''
    if (!name.startsWith(':')) rawHeaders.push(name, raw.rawHeaders[i + 1] ?? '')
  }
  if (!raw.stream.endAfterHeaders && headers['content-length'] === undefined) {
    headers['transfer-encoding'] = 'chunked'
    rawHeaders.push('transfer-encoding', 'chunked')
  }
  return { headers, rawHeaders }
}
