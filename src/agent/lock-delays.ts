import { LRUCache } from 'lru-cache'
import { lazyMax } from '../lib/lazy-max.ts'
import type { Clock } from '../lib/clock.ts'
import type { Committed, Store } from '../state/store.ts'
import type { KvEntry, Session } from '../model/rows.ts'

const MAX_LOCK_DELAY = 60_000

/**
 * Keys that cannot be acquired for a while, because the session that held them was invalidated: its holder may not
 * have noticed yet. An orderly release is followed by no delay.
 */
export class LockDelays {
  readonly #delays: LRUCache<string, true>
  readonly #clock: Clock

  constructor(store: Store, clock: Clock) {
    this.#clock = clock
    this.#delays = new LRUCache({ ...lazyMax(65_536), ttl: 1, ttlResolution: 0, perf: { now: () => clock.now() } })
    store.onCommit(commit => this.#afterCommit(commit), ['sessions'])
  }

  /** Whether the key must not be acquired yet. */
  has(key: string): boolean {
    return this.#delays.has(key)
  }

  /** The keys with the time until which they cannot be acquired, in milliseconds since 1970. */
  list(): [key: string, until: number][] {
    return [...this.#delays.keys()].map(key => [key, this.#clock.now() + this.#delays.getRemainingTTL(key)])
  }

  /** Keeps a key from being acquired for so many milliseconds. */
  set(key: string, delay: number): void {
    this.#delays.set(key, true, { ttl: Math.min(delay, MAX_LOCK_DELAY) })
  }

  clear(): void {
    this.#delays.clear()
  }

  #afterCommit({ restored, rows }: Committed): void {
    if (restored) this.#delays.clear()
    const ended = new Map<string, Session>()
    for (const { table, before, after } of rows) {
      if (table === 'sessions' && before && !after) ended.set((before as Session).ID, before as Session)
    }
    if (ended.size === 0) return
    for (const { table, key, before } of rows) {
      if (table !== 'kv' || !before) continue
      const session = ended.get((before as KvEntry).Session)
      if (session && session.LockDelay > 0) {
        this.set(key, session.LockDelay / 1e6)
      }
    }
  }
}
