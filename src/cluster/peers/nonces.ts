import { LRUCache } from 'lru-cache'
import type { Clock } from '../../lib/clock.ts'
import { lazyMax } from '../../lib/lazy-max.ts'
import { nodeCrypto } from '../../lib/node-crypto.ts'
import { isSame, nonce } from './key.ts'

const LIFETIME = 30_000
/** Used nonces that are remembered. Only peers that proved themselves use one. */
const MAX_USED = 65_536

/**
 * Nonces that peers prove themselves with: each is good once, and not for long. What is given out is not stored but signed,
 * so that no number of requests takes memory or pushes out the nonces of others.
 */
export class Nonces {
  readonly #clock: Clock
  /** Made when the first peer asks: cryptography need not be loaded at a start. */
  #secret: string | undefined
  readonly #used: LRUCache<string, true>

  constructor(clock: Clock) {
    this.#clock = clock
    this.#used = new LRUCache({
      ...lazyMax(MAX_USED),
      ttl: LIFETIME,
      ttlResolution: 0,
      perf: { now: () => clock.now() },
    })
  }

  give(): string {
    const text = `${nonce()}.${this.#clock.now().toString(36)}`
    return `${text}.${this.#sign(text)}`
  }

  /** Whether a nonce is good and a peer proves itself with it; it is used up then, and only then. */
  spend(value: string, isProof: () => boolean): boolean {
    if (!this.#isGood(value) || !isProof()) return false
    this.#used.set(value, true)
    return true
  }

  /** Whether a nonce was given out, lately, and not used yet. */
  #isGood(value: string): boolean {
    const [random = '', time = '', signature = '', more] = value.split('.')
    if (more !== undefined) return false
    if (!isSame(signature, this.#sign(`${random}.${time}`)) || this.#used.has(value)) return false
    return this.#clock.now() - Number.parseInt(time, 36) < LIFETIME
  }

  #sign(text: string): string {
    this.#secret ??= nonce()
    return nodeCrypto().createHmac('sha256', this.#secret).update(text).digest('base64url')
  }
}
