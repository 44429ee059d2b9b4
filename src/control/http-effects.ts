import { STATUS_CODES } from 'node:http'
import { Writable } from 'node:stream'
import type { FlatHeaders, Prepared } from '../http/reply.ts'
import type { Responder, Sent, StreamHead } from '../http/responder.ts'
import type { CheckedFault } from './fault.ts'

/** The answer of a fault that names a status. */
export function answerOf({
  status = 500,
  body,
  headers = {},
}: Pick<CheckedFault, 'status' | 'body' | 'headers'>): Prepared {
  const json = body !== undefined && typeof body !== 'string'
  const bytes = Buffer.from(json ? JSON.stringify(body) : (body ?? STATUS_CODES[status] ?? ''))
  const bodiless = status === 204 || status === 304
  const own = new Set(Object.keys(headers).map(name => name.toLowerCase()))
  const standard: [string, string][] = [
    ['Content-Type', json ? 'application/json' : 'text/plain; charset=utf-8'],
    ['Content-Length', String(bytes.length)],
  ]
  const added = bodiless ? [] : standard.filter(([name]) => !own.has(name.toLowerCase())).flat()
  const all = [...Object.entries(headers).flat(), ...added]
  const dateAt = added.includes('Content-Length') ? all.length - 2 : undefined
  return { status, headers: all, dateAt, body: bodiless ? '' : bytes }
}

/** What a fault makes of an answer. */
export interface Alteration {
  /** Values of headers that an answer has, by their names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  /** Bytes of the body that get through before the connection ends. A body that is no longer than that stays whole. */
  readonly truncate: number | undefined
}

/** Sends answers otherwise than they were given. */
export class AlteringResponder implements Responder {
  readonly #to: Responder
  readonly #alteration: Alteration

  constructor(to: Responder, alteration: Alteration) {
    this.#to = to
    this.#alteration = alteration
  }

  get status(): number | undefined {
    return this.#to.status
  }

  get answered(): Sent | undefined {
    return this.#to.answered
  }

  get gone(): boolean {
    return this.#to.gone
  }

  send({ status, headers, dateAt, body }: Prepared): void {
    const { truncate } = this.#alteration
    const altered = { status, headers: this.#headers(headers), dateAt, body }
    if (truncate !== undefined && body.length > truncate) this.#to.sendPart(altered, truncate)
    else this.#to.send(altered)
  }

  sendPart({ status, headers, dateAt, body }: Prepared, bytes: number): void {
    this.#to.sendPart({ status, headers: this.#headers(headers), dateAt, body }, bytes)
  }

  stream(head: StreamHead): Writable {
    const out = this.#to.stream({ ...head, headers: this.#headers(head.headers) })
    const { truncate } = this.#alteration
    return truncate === undefined ? out : truncated(out, truncate, () => this.#to.cut())
  }

  onClose(fn: () => void): void {
    this.#to.onClose(fn)
  }

  onGone(fn: () => void): void {
    this.#to.onGone(fn)
  }

  cut(): void {
    this.#to.cut()
  }

  reset(): void {
    this.#to.reset()
  }

  #headers(given: FlatHeaders): string[] {
    const { headers } = this.#alteration
    return given.map((item, i) => (i % 2 === 0 ? item : (headers.get(String(given[i - 1]).toLowerCase()) ?? item)))
  }
}

/** Lets so many bytes through to a stream, and then cuts it off. */
function truncated(out: Writable, bytes: number, cut: () => void): Writable {
  let left = bytes
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (left < 0) return done()
      const part = chunk.subarray(0, left)
      left -= chunk.length
      if (left >= 0) return void out.write(chunk, done)
      out.write(part, () => {
        cut()
        done()
      })
    },
    final(done) {
      if (left >= 0) out.end()
      done()
    },
  })
}
