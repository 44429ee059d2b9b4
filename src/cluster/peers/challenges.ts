import { LRUCache } from 'lru-cache'
import type { Clock } from '../../lib/clock.ts'
import { lazyMax } from '../../lib/lazy-max.ts'
import { nonce } from './key.ts'

const LIFETIME = 30_000
const MAX = 4096

/** Words given out for proofs: each is good once, and not for long. */
export class Challenges {
  readonly #open: LRUCache<string, true>

  constructor(clock: Clock) {
    this.#open = new LRUCache({
      ...lazyMax(MAX),
      ttl: LIFETIME,
      ttlResolution: 0,
      perf: { now: () => clock.now() },
    })
  }

  give(): string {
    const value = nonce()
    this.#open.set(value, true)
    return value
  }

  /** Whether a word was given out and not used yet; it is used with that. */
  take(value: string): boolean {
    return this.#open.has(value) && this.#open.delete(value)
  }
}
