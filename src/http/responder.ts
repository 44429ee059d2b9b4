import type { Writable } from 'node:stream'
import type { AnswerParts } from './fast-path/answer-text.ts'
import type { FlatHeaders, Prepared } from './reply.ts'

/** How an answer begins that is written little by little. */
export interface StreamHead {
  readonly status: number
  readonly reason?: string | undefined
  readonly headers: FlatHeaders
  readonly dateAt?: number | undefined
}

/** What was sent as an answer; without a body where that is streamed. */
export interface Sent extends StreamHead {
  readonly body?: string | Uint8Array
  /** The same with the start of the body only, once it was recorded. */
  start?: AnswerParts
}

/** Where the answer to one request goes. */
export interface Responder {
  /** What was answered. undefined before. */
  readonly answered: Sent | undefined
  /** The status that was answered. undefined before. */
  readonly status: number | undefined
  /** Its client is gone, or was cut off. */
  readonly gone: boolean
  /** Sends a whole answer; without its body to a HEAD. Does nothing where one was sent, or the client is gone. */
  send(prepared: Prepared): void
  /** Sends the head and so many bytes of the body, then ends the connection. */
  sendPart(prepared: Prepared, bytes: number): void
  /** Sends a head; the body is written to the result. */
  stream(head: StreamHead): Writable
  /** Called once: all was sent, or its client is gone. */
  onClose(fn: () => void): void
  /** Called when the client is gone, or says that it sends no more, before it was answered: waiting for it is pointless from then on. */
  onGone(fn: () => void): void
  /** Cuts the client off. */
  cut(): void
  /** The same by a reset of the connection, where there is one. */
  reset(): void
}
