import type { Http2ServerResponse, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Writable } from 'node:stream'
import { framedForHttp2 } from '../framing.ts'
import type { FlatHeaders, Prepared } from '../reply.ts'
import type { Responder, Sent, StreamHead } from '../responder.ts'

/** An error code of HTTP/2. */
const INTERNAL_ERROR = 2

/** What belongs to a connection of HTTP/1.1, and may not stand in HTTP/2. */
const FORBIDDEN: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade'])

/** The answer to a request that came by HTTP/2. */
export class Http2Responder implements Responder {
  readonly #stream: ServerHttp2Stream
  readonly #preset: OutgoingHttpHeaders
  readonly #isHead: boolean
  answered: Sent | undefined

  /** `res`: may bear headers already, such as those of a plugin's hooks. */
  constructor(res: Http2ServerResponse, method: string) {
    this.#stream = res.stream
    this.#preset = res.getHeaders()
    this.#isHead = method === 'HEAD'
  }

  get status(): number | undefined {
    return this.answered?.status
  }

  get gone(): boolean {
    return this.#stream.destroyed || this.#stream.closed
  }

  send(prepared: Prepared): void {
    const { body } = prepared
    const empty = this.#isHead || body.length === 0
    const headers = framedForHttp2(prepared.headers, body.length)
    const sent = headers === prepared.headers ? prepared : { ...prepared, headers }
    if (!this.#begin(sent, empty) || empty) return
    if (typeof body === 'string') this.#stream.end(body, 'latin1')
    else this.#stream.end(body)
  }

  sendPart(prepared: Prepared, bytes: number): void {
    if (!this.#begin(prepared, false)) return
    const { body } = prepared
    const part = (typeof body === 'string' ? Buffer.from(body, 'latin1') : body).subarray(0, bytes)
    this.answered = { ...prepared, body: part }
    this.#stream.write(part, () => this.cut())
  }

  stream(head: StreamHead): Writable {
    this.#begin(head, false)
    return this.#stream
  }

  onClose(fn: () => void): void {
    this.#stream.once('close', fn)
  }

  onGone(fn: () => void): void {
    if (this.gone) fn()
    else this.#stream.once('close', fn)
  }

  cut(): void {
    this.#stream.close(INTERNAL_ERROR)
  }

  /** One connection is for many requests: only this one fails. */
  reset(): void {
    this.cut()
  }

  #begin(sent: Sent, endStream: boolean): boolean {
    if (this.gone || this.answered) return false
    const { status, headers } = sent
    this.answered = sent
    this.#stream.respond({ ...this.#preset, ...combined(headers), ':status': status }, { endStream })
    return true
  }
}

/** By lower-case name; one that occurs several times has several values. */
function combined(headers: FlatHeaders): OutgoingHttpHeaders {
  const result: Record<string, string | string[]> = {}
  for (let i = 0; i < headers.length; i += 2) {
    const name = (headers[i] ?? '').toLowerCase()
    if (FORBIDDEN.has(name)) continue
    const value = headers[i + 1] ?? ''
    const known = result[name]
    result[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value]
  }
  return result
}
