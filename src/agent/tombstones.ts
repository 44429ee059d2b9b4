import type { Clock, Timer } from '../lib/clock.ts'
import { reapTombstones } from '../state/kv.ts'
import type { Store } from '../state/store.ts'

/** How long Consul remembers deletions, and how finely it looks. */
const LIFETIME = 15 * 60_000
const GRANULARITY = 30_000

/** Forgets deletions after a quarter of an hour, so that they do not pile up. */
export class TombstoneReaper {
  readonly #store: Store
  readonly #clock: Clock
  #timer: Timer | undefined
  /** Indexes that were current at a time, oldest first. */
  #marks: { at: number; index: number }[] = []

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  start(): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#reap()
      this.start()
    }, GRANULARITY)
  }

  stop(): void {
    this.#timer?.clear()
    this.#timer = undefined
  }

  #reap(): void {
    const now = this.#clock.now()
    const old = this.#marks.filter(mark => mark.at <= now - LIFETIME).at(-1)
    this.#marks = this.#marks.filter(mark => mark.at > now - LIFETIME)
    this.#marks.push({ at: now, index: this.#store.index })
    if (old && this.#store.view.size('tombstones') > 0) this.#store.write(tx => reapTombstones(tx, old.index))
  }
}
