import { CatalogOverview } from './catalog-overview.ts'
import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import type { Logger } from '../logging/logger.ts'
import type { Session } from '../model/rows.ts'
import { logCluster } from './cluster-log.ts'
import type { Settings } from '../model/settings.ts'
import { deregister } from '../state/catalog.ts'
import { ChainCache } from '../state/discovery-chain/chain-cache.ts'
import { type StateSnapshot, Store } from '../state/store.ts'
import { TokenExpiry } from './acl/token-expiry.ts'
import { bootstrapEntries, readBootstrapEntries } from './bootstrap-entries.ts'
import { configureCluster } from './cluster.ts'
import { Authority } from './connect/authority.ts'
import { EventBus } from './event-bus.ts'
import { FederationStateWriter } from './federation-state-writer.ts'
import { GatewayController } from './gateway-controller.ts'
import { Leadership } from './leadership.ts'
import { LockDelays } from './lock-delays.ts'
import { isServer, lanMember, type Member, wanMember, wanMemberOf } from './member.ts'
import { type MemberChange, Members } from './members.ts'
import { claimSelf, failSelf, registerSelf } from './self.ts'
import { SessionTtls } from './session-ttls.ts'
import { TombstoneReaper } from './tombstones.ts'
import { UsageCounts } from './usage-counts.ts'

/** What Consul's log holds of other things before it holds a node: who waits for what comes after 1 is answered at once. */
const LOG_BEGINS = 10

export interface DatacenterParts {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** An agent of this process that takes part in a datacenter, as far as the datacenter knows it. */
export interface Participant {
  readonly settings: Settings
  /** Tells the catalog of what changed while it could not be told. */
  catchUp(): void
}

/** What the servers of a datacenter share: the state, its members and leader, and what happens to it over time. */
export class Datacenter<P extends Participant> {
  readonly name: string
  readonly store: Store
  readonly members: Members
  readonly leadership: Leadership
  readonly events = new EventBus()
  readonly lockDelays: LockDelays
  readonly sessionTtls: SessionTtls
  readonly connect: Authority
  readonly gateways: GatewayController
  readonly overview: CatalogOverview
  readonly usageCounts: UsageCounts
  readonly chains = new ChainCache()
  readonly #clock: Clock
  readonly #random: Random
  readonly #logger: Logger
  readonly #tokenExpiry: TokenExpiry | undefined
  readonly #tombstones: TombstoneReaper
  readonly #federationState: FederationStateWriter
  readonly #agents = new Map<string, P>()
  #configured = false
  #running = true

  /** The settings of its first server say what it is. */
  constructor(settings: Settings, { clock, random, logger }: DatacenterParts) {
    this.name = settings.datacenter
    this.#clock = clock
    this.#random = random
    this.#logger = logger
    const onError = (error: unknown): void => logger.error('a listener failed', { error: String(error) })
    this.store = new Store(onError, LOG_BEGINS)
    this.members = new Members(clock)
    this.leadership = new Leadership(this.members, clock, expectedServers(settings))
    this.lockDelays = new LockDelays(this.store, clock)
    this.sessionTtls = new SessionTtls(this.store, clock, session =>
      logger.info('Session ended', sessionFields(session)),
    )
    this.connect = new Authority(settings, { store: this.store, clock, random })
    this.#tombstones = new TombstoneReaper(this.store, clock)
    logCluster(this.members, this.leadership, logger)
    this.gateways = new GatewayController(this.store, clock)
    this.#federationState = new FederationStateWriter(this, clock)
    this.overview = new CatalogOverview(this.store, clock)
    this.usageCounts = new UsageCounts(this.store)
    this.#tokenExpiry = settings.acl.enabled ? new TokenExpiry(this.store, clock) : undefined
    this.members.onChange(change => this.#reconcile(change))
    this.leadership.onChange(() => this.#followLeadership())
    this.store.onCommit(({ restored }) => restored && queueMicrotask(() => this.#afterRestore()), [])
  }

  get hasLeader(): boolean {
    return this.leadership.hasLeader
  }

  /** The agents of its members, as far as they are in this process. */
  agents(): Iterable<P> {
    return this.#agents.values()
  }

  agent(name: string): P | undefined {
    return this.#agents.get(name)
  }

  /** The agent that answers for the datacenter; undefined while there is none. */
  get server(): P | undefined {
    if (!this.#running) return undefined
    const { leader } = this.leadership
    const servers = [leader, ...this.leadership.servers()]
    for (const server of servers) {
      const agent = server && this.members.takesPart(server.Name) ? this.#agents.get(server.Name) : undefined
      if (agent) return agent
    }
    return undefined
  }

  /** Its servers as the other datacenters know them, those that left among them. */
  wanMembers(): readonly Member[] {
    const servers = this.members.list().filter(isServer)
    return servers.map(member => {
      const settings = this.#agents.get(member.Name)?.settings
      return settings ? wanMember(settings, member.Status) : wanMemberOf(member)
    })
  }

  /** Takes an agent in as a member that is alive. */
  admit(agent: P): void {
    this.#agents.set(agent.settings.nodeName, agent)
    this.members.put(lanMember(agent.settings))
    if (!this.#configured && this.hasLeader) this.#configure(agent.settings)
  }

  /** Takes over the state of its only server. */
  resume(state: StateSnapshot, settings: Settings): void {
    this.store.restore(state)
    this.store.write(tx => claimSelf(tx, settings))
    this.#configure(settings)
    this.leadership.resume()
  }

  #configure(settings: Settings): void {
    this.#configured = true
    const parts = { uuid: () => this.#random.uuid(), now: this.#clock.now() }
    this.store.write(tx => configureCluster(tx, settings, parts))
    bootstrapEntries(this.store, readBootstrapEntries(settings))
  }

  /** Forgets the agent of a member, which itself stays on the list. */
  dismiss(agent: P): void {
    const { nodeName } = agent.settings
    if (this.#agents.get(nodeName) === agent) this.#agents.delete(nodeName)
  }

  /** Puts the catalog's view of a node right, as the leader does for all members. */
  refresh(settings: Settings): void {
    if (this.canWrite(settings.nodeName)) this.store.write(tx => registerSelf(tx, settings))
  }

  /** Whether what a node says of itself reaches the catalog. */
  canWrite(nodeName: string): boolean {
    return this.hasLeader && this.members.takesPart(nodeName)
  }

  start(): void {
    this.#running = true
    this.members.start()
    this.#tombstones.start()
    this.sessionTtls.start()
    this.#tokenExpiry?.start()
  }

  stop(): void {
    this.#running = false
    this.#tombstones.stop()
    this.#federationState.stop()
    this.sessionTtls.stop()
    this.#tokenExpiry?.stop()
    this.connect.stop()
    this.members.stop()
  }

  #reconcile({ name, after }: MemberChange): void {
    if (!this.hasLeader) return
    try {
      this.#write(name, after)
    } catch (error) {
      // a node of this name is registered with another ID
      this.#logger.error('failed to reconcile member', { member: name, error: String(error) })
    }
  }

  #write(name: string, after: MemberChange['after']): void {
    const settings = this.#agents.get(name)?.settings
    if (!after || this.members.is(name, 'left')) this.store.write(tx => deregister(tx, { node: name }))
    else if (!settings) return
    else if (this.members.is(name, 'alive')) this.store.write(tx => registerSelf(tx, settings))
    else if (this.members.is(name, 'failed')) this.store.write(tx => failSelf(tx, settings))
  }

  /** A new leader looks at all members, and agents tell it what it may have missed. */
  #followLeadership(): void {
    if (!this.hasLeader) return this.sessionTtls.stop()
    this.#reconcileAll()
    const leader = this.leadership.leader && this.#agents.get(this.leadership.leader.Name)
    if (!this.#configured && leader) this.#configure(leader.settings)
    if (this.#running) this.sessionTtls.start()
    for (const agent of this.#agents.values()) agent.catchUp()
  }

  /** The state of another time has no nodes that joined since. */
  #afterRestore(): void {
    if (this.members.list().length === 1) return
    this.#reconcileAll()
    for (const agent of this.#agents.values()) agent.catchUp()
  }

  #reconcileAll(): void {
    for (const member of this.members.list()) this.#reconcile({ name: member.Name, before: member, after: member })
  }
}

/** How many servers have to be there before the first one leads: with `-dev` this one alone. */
function expectedServers({ dev, server, bootstrap, bootstrapExpect }: Settings): number {
  if (dev || bootstrap || !server) return 1
  return bootstrapExpect > 0 ? bootstrapExpect : Infinity
}

const sessionFields = ({ ID, Name, Node }: Session): object => ({
  session: ID,
  ...(Name !== '' && { name: Name }),
  node: Node,
})
