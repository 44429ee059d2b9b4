import type { Clock } from '../lib/clock.ts'
import { equal } from '../lib/equal.ts'
import { TokenBucket } from '../lib/token-bucket.ts'
import type { Logger } from '../logging/logger.ts'
import type { RequestLimitSettings, Settings } from '../model/settings.ts'

/** What a request asks of the servers. */
export type RequestKind = 'read' | 'write'

/** How many seconds of requests may come at once, as in Consul. */
const BURST = 10

interface Buckets {
  readonly settings: RequestLimitSettings
  readonly read: TokenBucket | undefined
  readonly write: TokenBucket | undefined
}

/** Consul's `limits.request_limits`: how often a server may be asked to read and to write. */
export class RequestLimits {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #settings: () => Settings
  #buckets: Buckets | undefined
  /** Of the last reload. */
  #reloaded: RequestLimitSettings | undefined

  constructor(clock: Clock, logger: Logger, settings: () => Settings) {
    this.#clock = clock
    this.#logger = logger
    this.#settings = settings
  }

  /** Whether requests are counted, so that none may be answered without being asked for here. */
  get active(): boolean {
    return this.#settings().limits.requests.mode !== 'disabled'
  }

  /** Counts a request; `false` for one that has to be refused. */
  admits(kind: RequestKind, source = ''): boolean {
    const settings = this.#settings().limits.requests
    if (settings.mode === 'disabled' || this.#bucketsOf(settings)[kind]?.take() !== false) return true
    const enforced = settings.mode === 'enforcing'
    const details = { source_addr: source, limit_type: `global/${kind}`, limit_enforced: enforced }
    this.#logger.debug('RPC exceeded allowed rate limit', details)
    return !enforced
  }

  /** Takes over what a reload read. What is as it was leaves the buckets as they are, but at the first reload, as in Consul. */
  reload(settings: RequestLimitSettings): void {
    if (equal(settings, this.#reloaded)) {
      this.#logger.warn(
        'UpdateConfig called but configuration has not changed.  Skipping updating the server rate limiter configuration.',
      )
      if (this.#buckets) this.#buckets = { ...this.#buckets, settings }
    } else this.#buckets = undefined
    this.#reloaded = settings
  }

  /** Full ones after each change of the settings. */
  #bucketsOf(settings: RequestLimitSettings): Buckets {
    if (this.#buckets?.settings === settings) return this.#buckets
    const bucket = (rate: number): TokenBucket | undefined =>
      rate < 0 ? undefined : new TokenBucket(this.#clock, rate, BURST * Math.trunc(rate))
    return (this.#buckets = { settings, read: bucket(settings.readRate), write: bucket(settings.writeRate) })
  }
}
