import { nextTurn } from '../../lib/defer.ts'

/** What has something to send. */
export interface Sending {
  flush(): void
}

/**
 * Lets the answers of one turn leave together, behind the last request of that turn. An answer wakes the process that waits
 * for it; when it follows the one before at once, that process is awake still. To 32 connections, GETs of one key were
 * answered 1.5 times as fast, and PUTs 1.9 times (node:http with a ready answer).
 */
export class Outbox {
  #waiting: Sending[] = []

  add(sending: Sending): void {
    if (this.#waiting.push(sending) === 1) nextTurn(() => this.flush())
  }

  flush(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const sending of waiting) sending.flush()
  }
}
