import { FIELD_NAME, UNSENDABLE } from '../field-syntax.ts'
import { chunkHead, chunksEnd } from '../framing.ts'
import { statusText } from '../status-text.ts'

const CHUNKED = /\bchunked\b/i
const CLOSE = /(?:^|\W)close(?:$|\W)/i

/** What is sent of an answer. */
export interface AnswerParts {
  readonly status: number
  /** Names and values in turn. */
  readonly headers: readonly string[]
  /** Where the date belongs among them: behind what a handler says, before what Go's server adds. Default: behind all. */
  readonly dateAt?: number | undefined
  /** A string holds one byte a unit. */
  readonly body: string | Uint8Array
}

/** The text of an answer, byte for byte what Node would make of it. Cached with the answer, which may be sent again. */
export class AnswerText {
  /** Whether the connection ends with it. */
  readonly closes: boolean = false
  /** Whether its headers tell a date of their own. */
  readonly #isDated: boolean = false
  /** What is sent behind a body of bytes. */
  readonly end: string
  readonly #beforeDate: string
  readonly #behindDate: string
  #date: string | undefined
  #text = ''

  /** Throws where a header would not stay in its line. */
  constructor({ status, headers, dateAt, body }: AnswerParts) {
    let head = `HTTP/1.1 ${status} ${statusText(status) ?? 'unknown'}\r\n`
    let beforeDate: string | undefined
    let chunked = false
    for (let i = 0; i < headers.length; i += 2) {
      const [name = '', value = ''] = [headers[i], headers[i + 1]]
      if (!FIELD_NAME.test(name) || UNSENDABLE.test(value))
        throw new TypeError(`Failed to answer: the header ${name} holds what no header may.`)
      const lower = name.toLowerCase()
      if (lower === 'connection') this.closes = CLOSE.test(value)
      else if (lower === 'date') this.#isDated = true
      else if (lower === 'transfer-encoding') chunked ||= CHUNKED.test(value)
      if (i === dateAt) [beforeDate, head] = [head, '']
      head += `${name}: ${value}\r\n`
    }
    this.#beforeDate = beforeDate ?? head
    const behindHead = `${beforeDate === undefined ? '' : head}\r\n${chunked ? chunkHead(body.length) : ''}`
    const end = chunked ? chunksEnd(body.length) : ''
    const isText = typeof body === 'string'
    this.#behindDate = isText ? `${behindHead}${body}${end}` : behindHead
    this.end = isText ? '' : end
  }

  /** All that is text: what is before the body and, where it is small, the body. One unit a byte. `date`: the header line. */
  at(date: string): string {
    if (date !== this.#date) {
      this.#date = date
      this.#text = `${this.#beforeDate}${this.#isDated ? '' : date}${this.#behindDate}`
    }
    return this.#text
  }
}
