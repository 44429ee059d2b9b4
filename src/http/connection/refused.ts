import { STATUS_CODES } from 'node:http'
import type { DateLine } from '../fast-path/date-line.ts'

/** A request that is refused before it is routed; the connection ends after the answer. */
export class Refused extends Error {
  readonly status: number
  readonly #headers: readonly string[] | undefined
  readonly #body: string

  /** `headers`: those of an answer that has any of its own, which is dated and told its length. */
  constructor(status: number, body: string, headers?: readonly string[]) {
    super(`${status} ${body}`)
    this.status = status
    this.#body = body
    this.#headers = headers
  }

  /** The bytes of the answer, as Go's server writes it. */
  text(date: DateLine): string {
    const reason = STATUS_CODES[this.status] ?? ''
    if (this.#headers) {
      const own = this.#headers.map((item, i) => (i % 2 === 0 ? `${item}: ` : `${item}\r\n`)).join('')
      return `HTTP/1.1 ${this.status} ${reason}\r\n${own}${date.text}Content-Length: ${this.#body.length}\r\n\r\n${this.#body}`
    }
    const said = this.#body === '' ? reason : `${reason}: ${this.#body}`
    return `HTTP/1.1 ${this.status} ${said}\r\n${PLAIN}${this.status} ${said}`
  }
}

/** What Go writes without looking at the request; it tells no length. */
const PLAIN = 'Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n'

export const badRequest = (reason = ''): Refused => new Refused(400, reason)
export const UNSUPPORTED_VERSION = new Refused(505, 'unsupported protocol version')
export const HEAD_TOO_LARGE = new Refused(431, '')

/** Go has its own words for it, and no reason in the first line. */
export class UnsupportedEncoding extends Refused {
  constructor() {
    super(501, '')
  }

  override text(): string {
    return `HTTP/1.1 501 Not Implemented\r\n${PLAIN}Unsupported transfer encoding`
  }
}
