import { FIELD_NAME, UNSENDABLE } from '../field-syntax.ts'
import { dateAt } from '../header-order.ts'
import { statusText } from '../status-text.ts'

const CLOSE = /(?:^|\W)close(?:$|\W)/i

/** What is sent of an answer. */
export interface AnswerParts {
  readonly status: number
  /** Names and values in turn. */
  readonly headers: readonly string[]
  /** A string holds one byte a unit. */
  readonly body: string | Uint8Array
}

/** The text of an answer, byte for byte what Node would make of it. Cached with the answer, which may be sent again. */
export class AnswerText {
  /** Whether the connection ends with it. */
  readonly closes: boolean = false
  /** Whether its headers tell a date of their own. */
  readonly #isDated: boolean = false
  readonly #beforeDate: string
  readonly #behindDate: string
  readonly #body: string
  #date: string | undefined
  #text = ''

  /** Throws where a header would not stay in its line. */
  constructor({ status, headers, body }: AnswerParts) {
    let head = `HTTP/1.1 ${status} ${statusText(status) ?? 'unknown'}\r\n`
    let beforeDate: string | undefined
    const dateFrom = dateAt(headers)
    for (let i = 0; i < headers.length; i += 2) {
      const [name = '', value = ''] = [headers[i], headers[i + 1]]
      if (!FIELD_NAME.test(name) || UNSENDABLE.test(value))
        throw new TypeError(`Failed to answer: the header ${name} holds what no header may.`)
      const lower = name.toLowerCase()
      if (lower === 'connection') this.closes = CLOSE.test(value)
      else if (lower === 'date') this.#isDated = true
      if (i === dateFrom) [beforeDate, head] = [head, '']
      head += `${name}: ${value}\r\n`
    }
    this.#beforeDate = beforeDate ?? head
    this.#behindDate = beforeDate === undefined ? '' : head
    this.#body = typeof body === 'string' ? body : ''
  }

  /** All that is text: what is before the body and, where it is small, the body. One unit a byte. `date`: the header line. */
  at(date: string): string {
    if (date !== this.#date) {
      this.#date = date
      this.#text = `${this.#beforeDate}${this.#isDated ? '' : date}${this.#behindDate}\r\n${this.#body}`
    }
    return this.#text
  }
}
