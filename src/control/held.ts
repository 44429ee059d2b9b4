import type { Clock, Timer } from '../lib/clock.ts'

/** What a held-up request does in the end. */
export interface Holding {
  /** Its time is up. */
  due(): void
  /** The fault that holds it was removed. */
  freed(): void
  /** The emulator closes. */
  stopped(): void
}

interface One {
  readonly fault: string
  readonly timer: Timer | undefined
  readonly holding: Holding
}

/** Requests and questions that faults hold up. */
export class Held {
  readonly #clock: Clock
  readonly #all = new Set<One>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#all.size
  }

  /** Holds one up for so many milliseconds, or for ever. The result forgets it: its client is gone. */
  hold(fault: string, ms: number | undefined, holding: Holding): () => void {
    const forget = (): void => {
      timer?.clear()
      this.#all.delete(one)
    }
    const due = (): void => {
      forget()
      holding.due()
    }
    const timer = ms === undefined ? undefined : this.#clock.setTimeout(due, ms)
    const one: One = { fault, timer, holding }
    this.#all.add(one)
    return forget
  }

  /** Releases the requests that this fault holds. */
  free(fault: string): void {
    for (const one of [...this.#all]) if (one.fault === fault) this.#end(one)?.freed()
  }

  stop(): void {
    for (const one of [...this.#all]) this.#end(one)?.stopped()
  }

  /** Nothing for one that ended meanwhile. */
  #end(one: One): Holding | undefined {
    one.timer?.clear()
    return this.#all.delete(one) ? one.holding : undefined
  }
}
