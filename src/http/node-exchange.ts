import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { Duplex, type Readable, type Writable } from 'node:stream'
import { NodeSide } from './connection/node-side.ts'
import { closingBeforeChunks, framedForHead, isChunked, withoutChunks } from './framing.ts'
import { withDate } from './header-order.ts'
import type { Incoming } from './exchange.ts'
import { http2Exchange } from './http2/exchange.ts'
import type { NodeHandler } from './mount.ts'
import type { FlatHeaders, Prepared } from './reply.ts'
import type { Responder, Sent, StreamHead } from './responder.ts'
import { statusText } from './status-text.ts'
import { discardUnread, type UnreadBody } from './unread-body.ts'

/** A request that came by Node's server, or by `inject`. */
export class NodeRequest implements Incoming {
  readonly #raw: IncomingMessage
  readonly url: string
  /** What of the body was left. undefined: nothing. */
  unread: UnreadBody | undefined

  constructor(raw: IncomingMessage, url = raw.url ?? '/') {
    this.#raw = raw
    this.url = url
  }

  get method(): string {
    return this.#raw.method ?? 'GET'
  }

  get headers(): IncomingHttpHeaders {
    return this.#raw.headers
  }

  get rawHeaders(): readonly string[] {
    return this.#raw.rawHeaders
  }

  get socket(): Incoming['socket'] {
    return this.#raw.socket
  }

  get stream(): Readable {
    return this.#raw
  }

  askForBody(): void {
    const { socket } = this.#raw
    if (socket instanceof NodeSide) socket.askForBody()
  }

  resume(size?: number): void {
    const { 'content-length': length } = this.#raw.headers
    const chunked = length === undefined
    this.unread = { size: size ?? (chunked ? undefined : Number(length)), chunked }
    this.#raw.resume()
  }
}

/** A request of Node's server and the answer to it, whatever version of HTTP they are of. */
export function exchangeOf(raw: IncomingMessage, res: ServerResponse): { request: Incoming; responder: Responder } {
  if (raw.httpVersionMajor === 2) return http2Exchange(raw, res)
  const request = new NodeRequest(raw)
  return { request, responder: new NodeResponder(raw, res, request) }
}

/** What takes requests from Node's server and hands them to `handle`. */
export const nodeHandler =
  (handle: (raw: Incoming, res: Responder) => void): NodeHandler =>
  (raw, res) => {
    const request = new NodeRequest(raw)
    handle(request, new NodeResponder(raw, res, request))
  }

/** The answer to such a request. */
export class NodeResponder implements Responder {
  readonly #raw: IncomingMessage
  readonly #res: ServerResponse
  readonly #request: Pick<NodeRequest, 'unread'>
  answered: Sent | undefined

  constructor(raw: IncomingMessage, res: ServerResponse, request: Pick<NodeRequest, 'unread'>) {
    this.#raw = raw
    this.#res = res
    this.#request = request
  }

  get status(): number | undefined {
    return this.answered?.status ?? (this.#res.headersSent ? this.#res.statusCode : undefined)
  }

  get gone(): boolean {
    return this.#res.destroyed
  }

  send(prepared: Prepared): void {
    if (this.answered) return
    const { unread } = this.#request
    const { socket } = this.#raw
    if (!unread || !this.#res.shouldKeepAlive || !(socket instanceof NodeSide)) return this.#write(prepared)
    this.answered = prepared
    const write = (ends: boolean): void => {
      if (ends) this.#res.shouldKeepAlive = false
      this.#write(prepared)
    }
    if (socket.isBodyHeldBack) write(true)
    else discardUnread(this.#raw, unread, write)
  }

  #write(prepared: Prepared): void {
    const { body, headers } = prepared
    const isHead = this.#raw.method === 'HEAD'
    if (!this.#begin(isHead ? { ...prepared, headers: framedForHead(headers, body.length) } : prepared)) return
    if (isHead) this.#res.end()
    else if (typeof body === 'string') this.#res.end(body, 'latin1')
    else this.#res.end(body)
  }

  sendPart(prepared: Prepared, bytes: number): void {
    if (!this.#begin(prepared)) return
    this.#res.flushHeaders()
    const { body } = prepared
    const part = (typeof body === 'string' ? Buffer.from(body, 'latin1') : body).subarray(0, bytes)
    this.answered = { ...prepared, body: part }
    if (part.length > 0) this.#res.write(part, () => this.#hangUp())
    else this.#hangUp()
  }

  stream(head: StreamHead): Writable {
    if (this.#begin(head)) this.#res.flushHeaders()
    return this.#res
  }

  onClose(fn: () => void): void {
    this.#res.once('close', fn)
  }

  onGone(fn: () => void): void {
    const { socket } = this.#raw
    this.#res.once('close', fn)
    if (socket instanceof NodeSide) socket.onClientEnded(() => this.#res.destroy())
  }

  cut(): void {
    this.#res.destroy()
  }

  reset(): void {
    const { socket } = this.#raw
    if (socket instanceof NodeSide) socket.reset()
    else this.#res.destroy()
  }

  #begin(answer: Sent): boolean {
    const { status, reason, dateAt } = answer
    const res = this.#res
    if (res.destroyed || res.headersSent) return false
    this.answered = answer
    const headers = this.#framed(answer.headers)
    // a connection of HTTP/1.1 stays open without a header, and one of 1.0 ends so: Consul says it of the exceptions only
    if (res.shouldKeepAlive === (this.#raw.httpVersionMinor !== 0)) res.removeHeader('Connection')
    // an injected request has no connection, and its answer no date: two of them can be compared
    const sent = this.#raw.socket instanceof Duplex ? withDate(headers, dateAt) : [...headers]
    res.writeHead(status, reason ?? statusText(status) ?? 'unknown', sent)
    return true
  }

  /** HTTP/1.0 knows no chunks: there the connection ends with what would be sent in some. */
  #framed(headers: FlatHeaders): FlatHeaders {
    if (!isChunked(headers)) return headers
    if (this.#raw.httpVersionMinor !== 0) return this.#res.shouldKeepAlive ? headers : closingBeforeChunks(headers)
    this.#res.shouldKeepAlive = false
    return withoutChunks(headers)
  }

  /** Behind what was written. A request without a socket has none to close. */
  #hangUp(): void {
    const { socket } = this.#raw
    if (socket instanceof NodeSide) socket.end()
    else this.#res.destroy()
  }
}
