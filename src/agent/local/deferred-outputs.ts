import type { Clock, Timer } from '../../lib/clock.ts'

/** Checks whose output changed and nothing else: they are told later, so that chatty checks do not move indexes. */
export class DeferredOutputs {
  readonly #clock: Clock
  /** Consul's `check_update_interval`: milliseconds that the catalog does without a new output of the same status. */
  readonly #interval: () => number
  readonly #due: (checkId: string) => void
  readonly #timers = new Map<string, Timer>()

  constructor(clock: Clock, interval: () => number, due: (checkId: string) => void) {
    this.#clock = clock
    this.#interval = interval
    this.#due = due
  }

  has(checkId: string): boolean {
    return this.#timers.has(checkId)
  }

  add(checkId: string): void {
    if (this.#timers.has(checkId)) return
    const interval = this.#interval()
    if (interval <= 0) return this.#due(checkId)
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(checkId)
      this.#due(checkId)
    }, interval)
    this.#timers.set(checkId, timer)
  }

  delete(checkId: string): void {
    this.#timers.get(checkId)?.clear()
    this.#timers.delete(checkId)
  }

  clear(): void {
    for (const timer of this.#timers.values()) timer.clear()
    this.#timers.clear()
  }
}
