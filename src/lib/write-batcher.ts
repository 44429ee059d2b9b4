import { nextTurn } from './defer.ts'

/** After so many that were alone in their turns, so many are sent at once. */
const LONG_ALONE = 8
const AT_ONCE = 64

/** What has something to send. */
export interface BatchedWrite {
  flush(): void
}

/**
 * Lets the answers of one turn leave together, behind the last request of that turn. An answer wakes the process that waits
 * for it; when it follows the one before at once, that process is awake still. To 32 connections, GETs of one key were
 * answered 1.5 times as fast, and PUTs 1.9 times (node:http with a ready answer).
 */
export class WriteBatcher {
  #pending: BatchedWrite[] = []
  /** How many answers in a row had a turn to themselves. */
  #alone = 0
  /** How many more are sent at once. */
  #atOnce = 0

  /**
   * Takes one; it leaves at the end of the turn. With a single client that only costs time, an eighth of it, so then it leaves
   * at once, and every now and then we look whether that is still so. `apart`: it must not be sent from where it was answered.
   */
  add(sending: BatchedWrite, apart: boolean): void {
    if (this.#atOnce > 0 && !apart) {
      this.#atOnce--
      sending.flush()
    } else if (this.#pending.push(sending) === 1) nextTurn(() => this.flush())
  }

  flush(): void {
    const pending = this.#pending
    this.#pending = []
    this.#alone = pending.length === 1 ? this.#alone + 1 : 0
    if (this.#alone >= LONG_ALONE) this.#atOnce = AT_ONCE
    for (const sending of pending) sending.flush()
  }
}
