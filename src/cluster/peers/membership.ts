import type { Agent } from '../../agent/agent.ts'
import { lanMember } from '../../agent/member.ts'
import type { Peers } from '../../agent/peers.ts'
import { type Clock, systemClock } from '../../lib/clock.ts'
import { turns, TURNS_TO_SEND } from '../../lib/defer.ts'
import { defaultSettings, type Settings } from '../../model/settings.ts'
import { type Address, show } from './addresses.ts'
import { PeerGate } from './peer-gate.ts'
import { PeerServer } from './peer-server.ts'
import { type StateOwner, type Identity, shared } from './identity.ts'
import { hasForeignRows } from './foreign-rows.ts'
import { introduce, joinEach } from './introduction.ts'
import { ClusterKey } from './key.ts'
import { tokensOf } from './peer-connection.ts'
import { listenForPeers, type PeerPort, portsOf } from './ports.ts'
import type { HttpHandlerOf } from './remote-agent-handlers.ts'
import { KnownMembers } from './known-members.ts'
import { lanPlan, rejoinPlan, RetryJoin, wanPlan } from './retry-join.ts'
import { UpstreamConnection } from './upstream-connection.ts'
import { WideAreaMembership } from './wide-area.ts'
import { errorText } from '../../lib/error-text.ts'

export interface MembershipParts {
  /** Makes what answers the requests that another agent relays. */
  readonly httpHandlerOf: HttpHandlerOf
  /** The time of sockets, which no test moves. */
  readonly clock?: Clock
}

/**
 * An agent among agents of other processes. The one server that owns the state answers for all: clients and further servers
 * keep a connection to it, over which they tell what they run, and by which their requests are relayed.
 */
export class Membership implements Peers {
  readonly #upstream: UpstreamConnection
  readonly #httpHandlerOf: HttpHandlerOf
  /** Whether another server's state is this agent's. */
  #follows = false
  #joinable = true
  readonly #agent: Agent
  readonly #clock: Clock
  readonly #key: ClusterKey
  readonly #gate: PeerGate
  #peerServer: PeerServer | undefined
  #ports: PeerPort[] = []
  readonly #retry: RetryJoin
  readonly #retryWan: RetryJoin
  readonly #known: KnownMembers
  readonly #rejoin: RetryJoin
  readonly #wan: WideAreaMembership

  constructor(agent: Agent, { httpHandlerOf, clock = systemClock }: MembershipParts) {
    this.#agent = agent
    this.#httpHandlerOf = httpHandlerOf
    this.#clock = clock
    this.#key = new ClusterKey(() => agent.keyring.keys)
    this.#retry = new RetryJoin(agent, clock, lanPlan, addresses => this.join(addresses))
    this.#retryWan = new RetryJoin(agent, clock, wanPlan, addresses => this.joinWan(addresses))
    this.#known = new KnownMembers(agent.settings.dataDir)
    this.#rejoin = new RetryJoin(
      agent,
      clock,
      settings => rejoinPlan(settings, this.#known),
      addresses => this.join(addresses),
    )
    const key = this.#key
    this.#upstream = new UpstreamConnection(agent, {
      key,
      clock,
      onWan: members => this.#follows && agent.settings.server && this.#wan.pool.follow(members),
    })
    this.#wan = new WideAreaMembership(agent, {
      key,
      clock,
      follows: () => this.#follows,
      upstream: () => this.upstream?.connection,
      onChange: () => this.#peerServer?.wanChanged(),
      identity: () => this.#identity(),
      introduce: (address, more) => this.#introduce(address, more),
    })
    this.#gate = new PeerGate({
      key,
      clock,
      identity: () => this.#identity(),
      peerServer: () => this.#peerServer,
      wouldLose: identity => this.#wouldLose(identity),
      meet: identity => this.#meet(identity),
      answerWan: identity => this.#wan.answer(identity),
    })
    if (!agent.settings.server) this.#becomeFollower()
  }

  get joinable(): boolean {
    return this.#joinable
  }

  get upstream(): UpstreamConnection | undefined {
    return this.#follows ? this.#upstream : undefined
  }

  /** Binds the ports for other agents. Rejects with Consul's text when one is taken. */
  async listen(): Promise<void> {
    const { settings } = this.#agent
    if (settings.server && !this.#follows) {
      this.#peerServer = new PeerServer(this.#agent, {
        key: this.#key,
        clock: this.#clock,
        httpHandlerOf: this.#httpHandlerOf,
        onGuest: settings => void this.#wan.pool.meet(settings),
        onGuestGone: (name, orderly) => this.#wan.pool.gone(name, orderly),
        wanMembers: () => this.#wan.pool.list(),
        wide: this.#wan,
      })
    }
    const bound: Partial<Settings['ports']> = {}
    try {
      for (const { name, host, purpose } of portsOf(settings)) {
        if (settings.ports[name] < 0) continue
        const port = await listenForPeers(host, settings.ports[name], this.#gate.handlersOf(name), purpose)
        this.#ports.push(port)
        bound[name] = port.port
      }
    } catch (err) {
      await this.close()
      if (!isAlone(settings)) throw err
      this.#joinable = false
      this.#agent.logger.warn("Others cannot join: another agent has the cluster's usual ports", {
        error: errorText(err),
      })
      return
    }
    this.#joinable = true
    this.#tell(bound)
  }

  /** Begins to join what the configuration names, until an agent answers or it was tried often enough. */
  start(onExhausted: () => void): void {
    this.#retry.start(onExhausted)
    this.#retryWan.start(onExhausted)
    this.#rejoin.start(() => undefined)
  }

  /** Cuts all connections, as a process that is killed does. */
  async close(): Promise<void> {
    this.#retry.stop()
    this.#retryWan.stop()
    this.#rejoin.stop()
    this.#wan.pool.close()
    this.#upstream.close()
    this.#peerServer?.close()
    this.#peerServer = undefined
    await Promise.all(this.#ports.splice(0).map(port => port.close()))
  }

  /** Joins an agent at each address. Rejects with Consul's text when none can be joined. */
  async join(addresses: readonly string[]): Promise<void> {
    const { serfLan } = this.#agent.settings.ports
    const joined = await joinEach(addresses, serfLan, async address => {
      const identity = await this.#introduce(address)
      await this.#meet(identity)
      this.#known.add(identity.settings.nodeName, show(address))
    })
    this.#agent.logger.info('(LAN) joined', { number_of_nodes: joined })
  }

  joinWan(addresses: readonly string[]): Promise<void> {
    return this.#wan.joinWan(addresses)
  }

  forceLeaveWan(name: string, prune: boolean): boolean {
    return this.#wan.forceLeaveWan(name, prune)
  }

  forceLeave(name: string, prune: boolean): boolean {
    this.#upstream.connection?.send({ t: 'force-leave', name, prune })
    return this.#upstream.connection !== undefined
  }

  async leave(): Promise<void> {
    this.#known.left()
    await this.#wan.pool.leave()
    await this.#upstream.connection?.leave()
    if (this.#peerServer) {
      this.#agent.datacenter.members.mark(this.#agent.settings.nodeName, 'left')
      await turns(TURNS_TO_SEND)
    }
    this.#upstream.close()
  }

  /** The agent's settings have changed: the servers that answer for it are told. */
  settingsChanged(): void {
    const agent = this.#agent
    this.#upstream.connection?.send({ t: 'settings', settings: shared(agent.settings), tokens: tokensOf(agent) })
  }

  #introduce(address: Address, more: object = {}): Promise<Identity> {
    return introduce(address, { self: { ...this.#identity(), ...more }, key: this.#key, clock: this.#clock })
  }

  /** Two agents know each other now: the one without a state, or the younger one, follows the other. */
  async #meet({ settings, stateOwner: theirs }: Identity): Promise<void> {
    const { datacenter, settings: own } = this.#agent
    if (settings.datacenter !== datacenter.name) {
      throw new Error(`Member '${settings.nodeName}' part of wrong datacenter '${settings.datacenter}'`)
    }
    const ours = this.#stateOwner()
    if (!theirs || (ours && same(ours, theirs))) return
    if (ours && isElder(ours, theirs)) return
    if (settings.nodeName === own.nodeName) throw new Error('Names must be unique!')
    this.#becomeFollower()
    await this.#wan.handOver(() => this.#upstream.follow(theirs))
  }

  /** From now on another server's state is asked for, not this agent's. */
  #becomeFollower(): void {
    this.#peerServer?.close()
    this.#peerServer = undefined
    this.#follows = true
    this.#agent.datacenter.leadership.lose()
  }

  #identity(): Identity {
    return { settings: shared(this.#agent.settings), stateOwner: this.#stateOwner() }
  }

  #stateOwner(): StateOwner | undefined {
    const { settings, startedAt, datacenter } = this.#agent
    if (!this.#peerServer) return this.#upstream.stateOwner
    // a server that waits to be taken in has no state of its own
    if (!datacenter.leadership.isCluster) return undefined
    const { nodeName: name, advertiseAddress: host, ports } = settings
    return { name, host, port: ports.server, startedAt }
  }

  /** Whether joining a peer would cost this agent what clients wrote to it, which only a peer with the key may bring about. */
  #wouldLose({ stateOwner: theirs }: Identity): boolean {
    const ours = this.#stateOwner()
    if (!this.#peerServer || !ours || !theirs || same(ours, theirs) || isElder(ours, theirs)) return false
    return hasForeignRows(this.#agent.store.view, this.#agent.settings)
  }

  /** Ports that the system chose are told to the other members. */
  #tell(bound: Partial<Settings['ports']>): void {
    const { settings, datacenter } = this.#agent
    if (Object.entries(bound).every(([name, port]) => settings.ports[name as keyof Settings['ports']] === port)) return
    this.#agent.replaceSettings({ ...settings, ports: { ...settings.ports, ...bound } })
    datacenter.members.put(lanMember(this.#agent.settings))
    datacenter.refresh(this.#agent.settings)
  }
}

/**
 * A test's own agent, started with another HTTP port and nothing else: that there are several of them, all with the same ports
 * for others, is no reason to refuse, as Consul does.
 */
function isAlone({ dev, ports, retryJoin }: Settings): boolean {
  const { server, serfLan, serfWan } = defaultSettings.ports
  const usual = ports.server === server && ports.serfLan === serfLan && ports.serfWan === serfWan
  return dev && usual && retryJoin.length === 0
}

const same = (a: Address, b: Address): boolean => a.host === b.host && a.port === b.port
const isElder = (a: StateOwner, b: StateOwner): boolean =>
  a.startedAt === b.startedAt ? a.name < b.name : a.startedAt < b.startedAt
