import { LRUCache } from 'lru-cache'
import type { Clock } from '../lib/clock.ts'
import { nextTurn } from '../lib/defer.ts'
import { lazyMaxIdle } from '../lib/lazy-max.ts'
import { OneAtATime } from '../lib/one-at-a-time.ts'
import { FilterCache } from '../go/bexpr/filter.ts'
import type { Random } from '../lib/random.ts'
import { equal } from '../lib/equal.ts'
import type { Logger } from '../logging/logger.ts'
import type { Settings } from '../model/settings.ts'
import type { Store } from '../state/store.ts'
import { AgentAcl } from './acl/agent-acl.ts'
import type { AgentTokenName } from './acl/agent-tokens.ts'
import { ensureNode } from '../state/node.ts'
import { selfNode } from './self.ts'
import { Blocking } from './blocking.ts'
import type { CheckContext } from './checks/context.ts'
import { bootstrapEntries, readBootstrapEntries } from './bootstrap-entries.ts'
import type { Authority } from './connect/authority.ts'
import { ProxyWatches } from './connect/proxy-watches.ts'
import { Datacenter } from './datacenter.ts'
import type { Durability } from './durability.ts'
import { Events, type EventTarget } from './events.ts'
import { Federation } from './federation.ts'
import { type AskKeyring, Keyring } from './keyring.ts'
import type { CachedValue, HeldRead } from './cached-value.ts'
import { loadConfigured, reloadConfigured } from './local/configured.ts'
import { Local } from './local/local.ts'
import type { LockDelays } from './lock-delays.ts'
import { Log } from '../logging/log.ts'
import { serverAddress } from './member.ts'
import { Metrics } from './metrics.ts'
import type { PeeringConnections } from './peering.ts'
import type { Peers } from './peers.ts'
import { reloadedSettings } from './reload.ts'
import { RequestLimits } from './request-limits.ts'
import { Streams } from './streams.ts'
import type { UserEvent } from './user-event.ts'
import type { SessionTtls } from './session-ttls.ts'

/** What an agent takes from outside. */
export interface AgentParts {
  readonly clock: Clock
  readonly random: Random
  /** Default: one that nothing reads until a stream joins it. */
  readonly log?: Log | undefined
  /** Milliseconds from a change of the agent's own services to its being in the catalog; 0 (the default) for at once. */
  readonly syncDelay?: number
  /** `false`: registered checks keep the status that they are set to. */
  readonly runChecks?: boolean
  /** An agent whose datacenter it is a member of. Without one it makes a datacenter of its own, and is the server of it. */
  readonly memberWith?: Agent
  /** It runs in another process; this object answers for it here. */
  readonly remote?: boolean
  /** It is a server of another datacenter and no member of this one; this object answers for it. Needs `memberWith`. */
  readonly guest?: boolean
  /** Reads or changes the keys of an agent that runs in another process. */
  readonly askKeyring?: AskKeyring
  readonly hooks?: AgentHooks
  /** Certificates of checks over TLS. Default: the machine's. */
  readonly checkTls?: CheckContext['tls']
  /** What its answers to writes wait for. Default: they do not wait. */
  readonly durability?: Durability | undefined
  /** Makes the membership of agents in other processes. Default: none. */
  readonly peers?: (agent: Agent) => Peers
  /** Makes the connections to clusters that are peers. Default: those of `memberWith`, or none. */
  readonly peering?: (agent: Agent) => PeeringConnections
}

/** What the process around an agent does for it. */
export interface AgentHooks {
  /** Called after `/v1/agent/leave`, when the other members know. */
  readonly onLeave?: (() => void) | undefined
  /** Reads and applies the configuration again, for `/v1/agent/reload`; without it a reload changes nothing. */
  readonly onReload?: (() => Promise<void>) | undefined
  /** Called with the events of `consul exec`. */
  readonly onRemoteExec?: ((event: UserEvent) => void) | undefined
}

/** How long the agent's cache has what nobody asks for: three days. */
const CACHED_FOR = 72 * 3_600_000
/** Tokens with which the catalog is told: all is compared with it when one of them is another. */
const TELLING_TOKENS: ReadonlySet<AgentTokenName> = new Set(['agent', 'default'])

/** One agent: a node with its services and checks, in a datacenter that it may share. Adapters translate for it. */
export class Agent {
  readonly clock: Clock
  readonly random: Random
  /** Has a logger for each module; `/v1/agent/monitor` joins it. */
  readonly log: Log
  readonly logger: Logger
  readonly datacenter: Datacenter<Agent>
  /** The datacenters that it knows. */
  readonly federation: Federation<Agent>
  readonly store: Store
  /** Stores commits on disk; undefined without a data folder. */
  readonly durability: Durability | undefined
  readonly blocking: Blocking
  readonly lockDelays: LockDelays
  readonly sessionTtls: SessionTtls
  readonly events: Events
  readonly connect: Authority
  /** Who may do what here. */
  readonly acl: AgentAcl
  /** When it was made, in milliseconds of its clock. */
  readonly startedAt: number
  /** Requests that were answered through the agent's cache (`?cached`) before. */
  readonly cache: LRUCache<string, true>
  /** Answers that stay as they were made until a client wants newer ones. */
  readonly cachedValues: LRUCache<string, CachedValue>
  /** Reads that are held, and renewed when a blocked query would be answered. */
  readonly heldReads: LRUCache<string, HeldRead>
  readonly streams: Streams
  /** What is waited for on behalf of its proxies. */
  readonly proxyWatches: ProxyWatches
  readonly metrics: Metrics
  /** Limits of the rate of requests. */
  readonly requestLimits: RequestLimits
  /** The keys of encryption between members; empty without encryption. */
  readonly keyring: Keyring
  /** Reads or changes its keys, in whichever process it runs. */
  readonly askKeyring: AskKeyring
  /** Snapshots that come in: each takes as much memory as a whole state. */
  readonly restores = new OneAtATime()
  /** Filters that clients sent, compiled. */
  readonly filters = new FilterCache()
  /** Whether it made the datacenter, which then ends with it. */
  readonly #ownsDatacenter: boolean

  /** The services and checks that the agent looks after itself. */
  readonly local: Local
  /** Whether it runs in another process; this object answers for it here. */
  readonly remote: boolean
  /** Whether it is a server of another datacenter, and no member of this one. */
  readonly guest: boolean
  readonly #hooks: AgentHooks
  readonly #peers: Peers | undefined
  /** The connections to other clusters; undefined where there can be none. */
  readonly peering: PeeringConnections | undefined
  #settings: Settings

  constructor(settings: Settings, parts: AgentParts) {
    const {
      clock,
      random,
      log = new Log({ now: () => clock.now() }),
      syncDelay,
      runChecks,
      memberWith,
      hooks = {},
    } = parts
    this.#settings = settings
    this.#hooks = hooks
    this.remote = parts.remote ?? false
    this.guest = parts.guest ?? false
    this.clock = clock
    this.random = random
    this.log = log
    this.logger = log.module('agent')
    this.startedAt = clock.now()
    this.blocking = new Blocking(clock, random, error =>
      this.logger.error('a blocked query failed', { error: String(error) }),
    )
    this.cache = new LRUCache(lazyMaxIdle(4096, CACHED_FOR, clock))
    this.cachedValues = new LRUCache(lazyMaxIdle(256, CACHED_FOR, clock))
    this.heldReads = new LRUCache({ ...lazyMaxIdle(128, CACHED_FOR, clock), dispose: held => held.close() })
    this.streams = new Streams(clock)
    this.metrics = new Metrics(clock)
    this.requestLimits = new RequestLimits(clock, log.module('agent.server.rpc-rate-limit'), () => this.settings)
    this.keyring = new Keyring(settings.encryptKey, settings.keepsKeyring ? settings.dataDir : undefined)
    this.askKeyring = parts.askKeyring ?? (request => Promise.resolve(this.keyring.answer(request)))
    this.#ownsDatacenter = memberWith === undefined
    this.datacenter =
      memberWith?.datacenter ?? new Datacenter(settings, { clock, random, logger: log.module('agent.server') })
    this.federation = memberWith?.federation ?? new Federation(this.datacenter)
    this.store = this.datacenter.store
    this.durability = parts.durability ?? memberWith?.durability
    this.connect = this.datacenter.connect
    this.acl = new AgentAcl(this.store, () => this.settings, clock)
    this.lockDelays = this.datacenter.lockDelays
    this.sessionTtls = this.datacenter.sessionTtls
    this.events = new Events(this.datacenter.events, () => this.eventTarget, hooks.onRemoteExec)
    this.local = new Local({
      clock,
      random,
      logger: this.logger,
      store: this.store,
      settings: () => this.settings,
      refreshNode: () => {
        this.datacenter.refresh(this.settings)
        this.#syncNode()
      },
      resolveToken: token => this.acl.resolve(token),
      agentToken: () => this.acl.tokens.get('agent'),
      canSync: () => this.datacenter.canWrite(this.settings.nodeName),
      syncDelay,
      runChecks,
      checkTls: parts.checkTls,
    })
    this.proxyWatches = new ProxyWatches(this.local.state, {
      clock,
      resolveToken: token => this.acl.resolve(token),
      defaultToken: () => this.acl.tokens.get('default'),
    })
    if (!this.guest) {
      this.datacenter.admit(this)
      this.#syncNode()
    }
    loadConfigured(this.local, settings)
    this.#peers = parts.peers?.(this)
    this.peering = parts.peering?.(this) ?? memberWith?.peering
  }

  get settings(): Settings {
    return this.#settings
  }

  /** The server that answers for this agent; undefined for one that holds the state itself. */
  get upstream(): Peers['upstream'] {
    return this.#peers?.upstream
  }

  /** Whether requests may have to be answered by other processes. */
  get relays(): boolean {
    return this.upstream !== undefined || this.federation.hasRemotes
  }

  /** The agents of other processes; undefined where they cannot be joined. */
  get peers(): Peers | undefined {
    return this.#peers?.joinable === true ? this.#peers : undefined
  }

  /** Takes over settings that were found out after the start, such as ports that the system chose. */
  replaceSettings(settings: Settings): void {
    this.#settings = settings
  }

  /** Address of the leader; empty while there is none. */
  get leader(): string {
    const { leader } = this.datacenter.leadership
    return leader ? serverAddress(leader) : ''
  }

  /** What filters of events are matched with. */
  get eventTarget(): EventTarget {
    const { state } = this.local
    return {
      node: this.settings.nodeName,
      services: () => Array.from(state.services(), ({ row }) => ({ id: row.ID, tags: row.Tags ?? [] })),
    }
  }

  /** What `/v1/agent/reload` asks for. Rejects with the reason when the configuration is refused. */
  async reload(): Promise<void> {
    if (this.#hooks.onReload) await this.#hooks.onReload()
    else this.reconfigure(this.settings)
  }

  /** Takes another configuration over, as far as a running agent can. Throws AgentRefusal for a definition that is refused. */
  reconfigure(next: Settings): void {
    const settings = reloadedSettings(this.settings, next)
    const entries = readBootstrapEntries(settings)
    reloadConfigured(this.local, settings)
    // what others wrote to the catalog meanwhile stays until all is compared
    const isNodeChanged = !equal(settings.nodeMeta, this.settings.nodeMeta)
    this.#settings = settings
    if (settings.server) this.requestLimits.reload(settings.limits.requests)
    this.acl.reload()
    if (isNodeChanged) this.datacenter.refresh(settings)
    this.peers?.settingsChanged()
    if (settings.server && this.datacenter.hasLeader) bootstrapEntries(this.store, entries)
  }

  /** Leaves the cluster. Resolves when the others know; the agent ends once the request for it was answered. */
  async leave(): Promise<void> {
    if (this.peers) await this.peers.leave()
    else if (!this.#ownsDatacenter) this.datacenter.members.mark(this.settings.nodeName, 'left')
    nextTurn(() => this.#hooks.onLeave?.())
  }

  /** Sets a token that the agent uses itself. */
  setToken(name: AgentTokenName, secret: string): void {
    const isOther = secret !== this.acl.tokens.get(name)
    this.acl.setToken(name, secret)
    this.peers?.settingsChanged()
    if (isOther && TELLING_TOKENS.has(name)) this.catchUp()
  }

  /** Whether the agent's own token allows it to tell of its node. */
  mayWriteNode(): boolean {
    return (
      !this.settings.acl.enabled ||
      this.acl.resolve(this.acl.tokens.get('agent')).allows('node', 'write', this.settings.nodeName)
    )
  }

  /** Fills in what the leader does not know of the node; with ACLs only where the agent's token allows it. */
  #syncNode(): void {
    const { settings } = this
    if (!settings.acl.enabled || !this.datacenter.canWrite(settings.nodeName)) return
    try {
      if (!this.mayWriteNode()) return
      this.store.write(tx => ensureNode(tx, selfNode(settings)))
    } catch (error) {
      this.logger.warn('agent: Node info update blocked by ACLs', { node: settings.nodeName, error: String(error) })
    }
  }

  /** Syncs to the catalog what changed while that was not possible. */
  catchUp(): void {
    this.local.compareWithCatalog()
  }

  /** The agent that answers for a datacenter; undefined if that cannot be reached. */
  inDatacenter(name: string): Agent | undefined {
    return name === this.datacenter.name ? this : this.federation.find(name)?.server
  }

  start(): void {
    this.local.start()
    if (this.#ownsDatacenter) this.datacenter.start()
  }

  /** Clears all timers and answers all blocked queries. */
  stop(): void {
    this.local.stop()
    if (this.#ownsDatacenter) this.datacenter.stop()
    this.blocking.releaseAll()
  }
}
