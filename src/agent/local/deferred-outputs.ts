import type { Clock, Timer } from '../../lib/clock.ts'

/** Consul's `check_update_interval`: how long the catalog does without a new output while the status is the same. */
const INTERVAL = 300_000

/** Checks whose output changed and nothing else: they are told later, so that chatty checks do not move indexes. */
export class DeferredOutputs {
  readonly #clock: Clock
  readonly #due: (checkId: string) => void
  readonly #timers = new Map<string, Timer>()

  constructor(clock: Clock, due: (checkId: string) => void) {
    this.#clock = clock
    this.#due = due
  }

  has(checkId: string): boolean {
    return this.#timers.has(checkId)
  }

  add(checkId: string): void {
    if (this.#timers.has(checkId)) return
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(checkId)
      this.#due(checkId)
    }, INTERVAL)
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
