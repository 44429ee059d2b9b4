import type { Outgoing } from '../exchange.ts'
import type { Prepared } from '../reply.ts'
import { AnswerText } from './answer-text.ts'

/** Where an answer goes. */
export interface Sender {
  /** Takes an answer with its text; it leaves soon. */
  send(prepared: Prepared): void
  /** Cuts the client off. */
  cut(): void
}

type Ending = 'finish' | 'close'

/** The answer to a request that came by the short way: a whole one, or none. */
export class FastResponse implements Outgoing {
  statusCode = 200
  headersSent = false
  destroyed = false
  readonly #sender: Sender
  #listeners: [Ending, () => void][] | undefined

  constructor(sender: Sender) {
    this.#sender = sender
  }

  sendBuffered(prepared: Prepared): void {
    if (this.headersSent || this.destroyed) return
    // before anything is said of it: it throws where a header is none
    prepared.text ??= new AnswerText(prepared)
    this.headersSent = true
    this.statusCode = prepared.status
    this.#sender.send(prepared)
  }

  /** Either happens once at most. */
  on(event: Ending, fn: () => void): this {
    this.#listeners ??= []
    this.#listeners.push([event, fn])
    return this
  }

  once(event: Ending, fn: () => void): this {
    return this.on(event, fn)
  }

  destroy(): void {
    this.#sender.cut()
  }

  /** It was sent. */
  sent(): void {
    this.#end(true)
  }

  /** Its client is gone. */
  lost(): void {
    this.destroyed = true
    this.#end(false)
  }

  #end(finished: boolean): void {
    const listeners = this.#listeners
    if (!listeners) return
    this.#listeners = undefined
    for (const [event, fn] of listeners) if (finished || event === 'close') fn()
  }
}
