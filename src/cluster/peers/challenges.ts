import { LRUCache } from 'lru-cache'
import type { Clock } from '../../lib/clock.ts'
import { growingTo } from '../../lib/growing.ts'
import { nonce } from './key.ts'

const LIFETIME = 30_000
const MOST = 4096

/** Words given out for proofs: each is good once, and not for long. */
export class Challenges {
  readonly #open: LRUCache<string, true>

  constructor(clock: Clock) {
    this.#open = new LRUCache({
      ...growingTo(MOST),
      ttl: LIFETIME,
      ttlResolution: 0,
      perf: { now: () => clock.now() },
    })
  }

  give(): string {
    const word = nonce()
    this.#open.set(word, true)
    return word
  }

  /** Whether a word was given out and not used yet; it is used with that. */
  take(word: string): boolean {
    return this.#open.has(word) && this.#open.delete(word)
  }
}
