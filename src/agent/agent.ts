import { LRUCache } from 'lru-cache'
import type { Clock } from '../lib/clock.ts'
import { FilterCache } from '../lib/filter/filter.ts'
import type { Random } from '../lib/random.ts'
import type { Logger } from '../logger.ts'
import type { Settings } from '../settings.ts'
import { Store } from '../state/store.ts'
import { Blocking } from './blocking.ts'
import { Events } from './events.ts'
import { LockDelays } from './lock-delays.ts'
import { registerSelf } from './self.ts'
import { SessionTtls } from './session-ttls.ts'
import { TombstoneReaper } from './tombstones.ts'

/** What an agent takes from outside. */
export interface AgentParts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** One agent with its server: the state, and all that happens to it over time. Adapters translate for it. */
export class Agent {
  settings: Settings
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly store = new Store()
  readonly blocking: Blocking
  readonly lockDelays: LockDelays
  readonly sessionTtls: SessionTtls
  readonly events = new Events()
  /** Requests that were answered through the agent's cache (`?cached`) before. */
  readonly cache = new LRUCache<string, true>({ max: 4096 })
  /** Filters that clients sent, compiled. */
  readonly filters = new FilterCache()
  readonly #tombstones: TombstoneReaper

  constructor(settings: Settings, { clock, random, logger }: AgentParts) {
    this.settings = settings
    this.clock = clock
    this.random = random
    this.logger = logger
    this.blocking = new Blocking(clock, random)
    this.lockDelays = new LockDelays(this.store, clock)
    this.sessionTtls = new SessionTtls(this.store, clock)
    this.#tombstones = new TombstoneReaper(this.store, clock)
    this.store.write(tx => registerSelf(tx, settings))
  }

  /** Address of the leader, which here is the agent itself. */
  get leader(): string {
    return `${this.settings.advertiseAddress}:${this.settings.ports.server}`
  }

  start(): void {
    this.#tombstones.start()
  }

  /** Ends everything that would happen later, and answers all who wait. */
  stop(): void {
    this.#tombstones.stop()
    this.sessionTtls.stop()
    this.blocking.releaseAll()
  }
}
