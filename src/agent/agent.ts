import { LRUCache } from 'lru-cache'
import type { Clock } from '../lib/clock.ts'
import { nextTurn } from '../lib/defer.ts'
import { FilterCache } from '../lib/filter/filter.ts'
import type { Random } from '../lib/random.ts'
import type { Logger } from '../logger.ts'
import type { Settings } from '../settings.ts'
import { Store } from '../state/store.ts'
import { Blocking } from './blocking.ts'
import { configureCluster } from './cluster.ts'
import { Authority } from './connect/authority.ts'
import { Events, type EventTarget } from './events.ts'
import { loadConfigured, reloadConfigured } from './local/configured.ts'
import { Local } from './local/local.ts'
import { LockDelays } from './lock-delays.ts'
import { LogTap } from './log-tap.ts'
import { reloadedSettings } from './reload.ts'
import { registerSelf } from './self.ts'
import { Streams } from './streams.ts'
import { SessionTtls } from './session-ttls.ts'
import { TombstoneReaper } from './tombstones.ts'

/** What an agent takes from outside. */
export interface AgentParts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Milliseconds from a change of the agent's own services to its being in the catalog; 0 (the default) for at once. */
  readonly syncDelay?: number
}

/** One agent with its server: the state, and all that happens to it over time. Adapters translate for it. */
export class Agent {
  settings: Settings
  readonly clock: Clock
  readonly random: Random
  readonly logger: LogTap
  readonly store = new Store()
  readonly blocking: Blocking
  readonly lockDelays: LockDelays
  readonly sessionTtls: SessionTtls
  readonly events = new Events()
  readonly connect: Authority
  /** When it came to be, on its clock. */
  readonly startedAt: number
  /** Requests that were answered through the agent's cache (`?cached`) before. */
  readonly cache = new LRUCache<string, true>({ max: 4096 })
  /** Answers of hot rows as they are sent, by the frozen row they were made from. */
  readonly rendered = new LRUCache<object, object>({ max: 4096 })
  readonly streams: Streams
  /** Filters that clients sent, compiled. */
  readonly filters = new FilterCache()
  readonly #tombstones: TombstoneReaper

  /** The services and checks that the agent looks after itself. */
  readonly local: Local
  /** What `/v1/agent/leave` brings about. */
  onLeave: (() => void) | undefined
  /** Reads the configuration again, for `/v1/agent/reload`; without it a reload finds it unchanged. */
  onReload: (() => Settings | Promise<Settings>) | undefined

  constructor(settings: Settings, { clock, random, logger, syncDelay }: AgentParts) {
    this.settings = settings
    this.clock = clock
    this.random = random
    this.logger = new LogTap(logger, clock)
    this.startedAt = clock.now()
    this.blocking = new Blocking(clock, random)
    this.connect = new Authority(settings, { store: this.store, clock, random })
    this.streams = new Streams(clock)
    this.lockDelays = new LockDelays(this.store, clock)
    this.sessionTtls = new SessionTtls(this.store, clock)
    this.#tombstones = new TombstoneReaper(this.store, clock)
    this.store.write(tx => registerSelf(tx, settings))
    this.store.write(tx => configureCluster(tx, settings))
    this.local = new Local({
      clock,
      random,
      logger: this.logger,
      store: this.store,
      settings: () => this.settings,
      syncDelay,
    })
    loadConfigured(this.local, settings, this.logger)
  }

  /** Address of the leader, which here is the agent itself. */
  get leader(): string {
    return `${this.settings.advertiseAddress}:${this.settings.ports.server}`
  }

  /** What the filters of events are held against. */
  get eventTarget(): EventTarget {
    const { state } = this.local
    return {
      node: this.settings.nodeName,
      services: () => Array.from(state.services(), ({ row }) => ({ name: row.Service, tags: row.Tags ?? [] })),
    }
  }

  /** Takes a new configuration over: `given`, or what is read anew. Rejects, and changes nothing, when it is no good. */
  async reload(given?: Settings): Promise<void> {
    const next = given ?? (await this.onReload?.()) ?? this.settings
    const settings = reloadedSettings(this.settings, next)
    reloadConfigured(this.local, settings, this.logger, () => {
      this.settings = settings
      this.store.write(tx => registerSelf(tx, settings))
    })
  }

  /** Leaves the cluster, once the request for it was answered. */
  leave(): void {
    nextTurn(() => this.onLeave?.())
  }

  start(): void {
    this.local.start()
    this.#tombstones.start()
  }

  /** Ends everything that would happen later, and answers all who wait. */
  stop(): void {
    this.local.stop()
    this.#tombstones.stop()
    this.sessionTtls.stop()
    this.blocking.releaseAll()
  }
}
