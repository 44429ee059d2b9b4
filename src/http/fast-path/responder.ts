import type { Writable } from 'node:stream'
import type { Prepared } from '../reply.ts'
import type { Responder, Sent } from '../responder.ts'
import { AnswerText } from './answer-text.ts'

/** Where answers go. */
export interface Sender {
  /** Takes an answer with its text; it leaves soon. */
  send(prepared: Prepared): void
  /** Sends so much of an answer at once, and ends the connection. */
  sendPart(form: AnswerText, body: Uint8Array): void
  /** Cuts the client off. */
  cut(): void
  reset(): void
  /** Ends the connection of a client that sends no more, and waits for nothing that will come. */
  leave(): void
  /** Whether the client said that it sends no more. */
  readonly clientEnded: boolean
}

type Ending = 'close' | 'gone'

/** Who is told how it ended, in a chain: most have one or two, and thousands may wait. */
interface Listener {
  readonly ending: Ending
  readonly fn: () => void
  next: Listener | undefined
}

/** The answer to a plain request: a whole one, or none. */
export class FastResponder implements Responder {
  answered: Sent | undefined
  gone = false
  readonly #sender: Sender
  #first: Listener | undefined
  #last: Listener | undefined

  constructor(sender: Sender) {
    this.#sender = sender
  }

  get status(): number | undefined {
    return this.answered?.status
  }

  send(prepared: Prepared): void {
    if (this.answered || this.gone) return
    // before anything is said of it: it throws where a header is none
    prepared.text ??= new AnswerText(prepared)
    this.answered = prepared
    this.#sender.send(prepared)
  }

  sendPart(prepared: Prepared, bytes: number): void {
    if (this.answered || this.gone) return
    const { body } = prepared
    const part = (typeof body === 'string' ? Buffer.from(body, 'latin1') : body).subarray(0, bytes)
    const cut = { ...prepared, body: part }
    const form = new AnswerText(cut)
    this.answered = cut
    this.#sender.sendPart(form, part)
  }

  /** Paths that lead to streams do not come this way. */
  stream(): Writable {
    throw new Error('Failed to answer as a stream: the request came by the fast path.')
  }

  onClose(fn: () => void): void {
    this.#on('close', fn)
  }

  onGone(fn: () => void): void {
    this.#on('gone', fn)
    if (this.#sender.clientEnded) this.clientEnded()
  }

  cut(): void {
    this.#sender.cut()
  }

  reset(): void {
    this.#sender.reset()
  }

  /** The client sends no more. */
  clientEnded(): void {
    for (let at = this.#first; at; at = at.next) {
      if (at.ending === 'gone') return this.#sender.leave()
    }
  }

  /** It was sent. */
  sent(): void {
    this.#end('close')
  }

  /** Its client is gone. */
  lost(): void {
    this.gone = true
    this.#end('gone')
  }

  #on(ending: Ending, fn: () => void): void {
    const listener = { ending, fn, next: undefined }
    if (this.#last) this.#last.next = listener
    else this.#first = listener
    this.#last = listener
  }

  #end(how: Ending): void {
    let listener = this.#first
    this.#first = this.#last = undefined
    for (; listener; listener = listener.next) if (listener.ending === 'close' || how === 'gone') listener.fn()
  }
}
