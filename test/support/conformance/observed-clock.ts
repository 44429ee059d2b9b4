import { MovableClock, type Timer } from '../../../src/lib/clock.ts'

/** A clock that stands still until it is moved, and tells when its next timer is due and how many have fired. */
export class ObservedClock extends MovableClock {
  #fired = 0
  readonly #moments = new Set<{ at: number }>()

  constructor(start: number) {
    super({ manual: true, start })
  }

  get fired(): number {
    return this.#fired
  }

  /** Infinity when no timer waits. */
  get nextDue(): number {
    let next = Infinity
    for (const { at } of this.#moments) next = Math.min(next, at)
    return next
  }

  override setTimeout(fn: () => void, ms: number): Timer {
    const moment = { at: this.now() + Math.max(ms, 0) }
    this.#moments.add(moment)
    const timer = super.setTimeout(() => {
      this.#moments.delete(moment)
      this.#fired++
      fn()
    }, ms)
    return {
      clear: () => {
        this.#moments.delete(moment)
        timer.clear()
      },
    }
  }
}
