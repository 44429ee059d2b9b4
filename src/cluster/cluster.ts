import { Agent } from '../agent/agent.ts'
import { isServer, type Member, MEMBER_STATUS, type MemberStatus } from '../agent/member.ts'
import { ConsulError } from '../model/errors.ts'
import { ClusterNode, type NodeListeners } from './node.ts'
import { freeAddress, type NodeOptions, nodeSettings } from './node-settings.ts'
import { errorText } from '../lib/error-text.ts'

/** A member of the cluster as tests look at it. */
export interface ClusterMember {
  readonly name: string
  readonly address: string
  readonly server: boolean
  readonly leader: boolean
  readonly status: MemberStatus
}

/** What a cluster is given besides its first agent. */
export interface ClusterParts {
  readonly listeners: (agent: Agent) => NodeListeners
  readonly runChecks: boolean
  readonly syncDelay: number
}

/**
 * The datacenter around an agent, simulated in this process: further nodes, what happens to them, who leads, and other
 * datacenters. What is asked for takes effect at once; what is returned resolves when ports are bound or closed.
 */
export class Cluster {
  readonly #agent: Agent
  readonly #parts: ClusterParts
  readonly #nodes = new Map<string, ClusterNode>()
  #running = false

  constructor(agent: Agent, parts: ClusterParts) {
    this.#agent = agent
    this.#parts = parts
  }

  /** Name of the server that leads; undefined while there is none. */
  get leader(): string | undefined {
    return this.#datacenter.leadership.leader?.Name
  }

  /** All members, those that failed or left among them. */
  members(): readonly ClusterMember[] {
    return this.#datacenter.members.list().map(member => this.#describe(member))
  }

  /** The simulated nodes: not the emulator's own. */
  nodes(): readonly ClusterNode[] {
    return [...this.#nodes.values()]
  }

  node(name: string): ClusterNode | undefined {
    return this.#nodes.get(name)
  }

  /** Adds a node: a member with a passing `serfHealth`, its services and checks in the shared catalog. */
  async join(options: NodeOptions): Promise<ClusterNode> {
    const { members } = this.#datacenter
    const { name } = options
    if (name === '') throw failure('join a node', 'it needs a name')
    const known = members.get(name)
    if (known && known.Status !== MEMBER_STATUS.left) throw failure(`join "${name}"`, 'there is a member of this name')
    const address = options.address ?? freeAddress(new Set(members.list().map(({ Addr }) => Addr)))
    const { settings, clock, random, log } = this.#agent
    const id = options.id ?? random.uuid()
    try {
      const agent = new Agent(nodeSettings(settings, options, address, id), {
        clock,
        random,
        log,
        memberWith: this.#agent,
        hooks: { onLeave: () => void this.leave(name) },
        runChecks: this.#parts.runChecks,
        syncDelay: this.#parts.syncDelay,
      })
      const node = new ClusterNode(agent, this.#parts.listeners(agent))
      this.#nodes.set(name, node)
      if (this.#running) await node.start()
      return node
    } catch (err) {
      await this.#forget(name)
      throw err
    }
  }

  /** A node whose services are not good, or whose ports are taken, was never there. */
  async #forget(name: string): Promise<void> {
    const [node, agent] = [this.#nodes.get(name), this.#datacenter.agent(name)]
    this.#nodes.delete(name)
    this.#datacenter.members.reap(name)
    if (node) await this.#retire(node)
    else if (agent) this.#datacenter.dismiss(agent)
  }

  /**
   * Kills a node: its `serfHealth` turns critical, its sessions are invalidated, it leaves the DNS, and its own ports
   * refuse connections.
   */
  async fail(name: string): Promise<void> {
    const node = this.#node(name, 'fail')
    this.#datacenter.members.mark(name, 'failed')
    await node.crash()
  }

  /** Brings a node back that failed. */
  async recover(name: string): Promise<void> {
    const node = this.#node(name, 'recover')
    this.#datacenter.members.mark(name, 'alive')
    node.agent.catchUp()
    if (this.#running) await node.start()
  }

  /** A node leaves gracefully: it and all it registered leave the catalog. */
  async leave(name: string): Promise<void> {
    const node = this.#node(name, 'leave')
    this.#nodes.delete(name)
    this.#datacenter.members.mark(name, 'left')
    await this.#retire(node)
  }

  /**
   * Takes the leader away: 500 `No cluster leader` for writes and for reads that are not stale, until `elect`, which is also
   * what disposing does.
   */
  loseLeader(): Disposable {
    this.#datacenter.leadership.lose()
    return { [Symbol.dispose]: () => void this.#datacenter.leadership.elect() }
  }

  /** Elects a server: the one named, or any. Throws when it does not live, or when too few servers do. */
  elect(name?: string): void {
    if (this.#datacenter.leadership.elect(name)) return
    if (name !== undefined) throw failure(`elect "${name}"`, 'it is no server that is alive')
    throw failure('elect a leader', 'too few servers are alive')
  }

  /** Makes this datacenter and another one know each other. `roundTrip`: milliseconds between them; default 0. */
  joinWan(other: Cluster, { roundTrip = 0 }: { readonly roundTrip?: number } = {}): void {
    const [here, there] = [this.#datacenter, other.#datacenter]
    try {
      this.#agent.federation.join(other.#agent.federation)
    } catch (err) {
      throw failure('join datacenters', errorText(err))
    }
    this.#agent.federation.setRoundTrip(here, there, roundTrip)
  }

  /** Back to the first node alone, which leads. */
  async reset(): Promise<void> {
    const nodes = this.nodes()
    this.#nodes.clear()
    for (const { name } of nodes) this.#datacenter.members.reap(name)
    for (const { Name } of this.#datacenter.members.list()) {
      if (Name !== this.#agent.settings.nodeName) this.#datacenter.members.reap(Name)
    }
    this.#datacenter.leadership.elect()
    await Promise.all(nodes.map(node => this.#retire(node)))
  }

  /** The emulator begins to listen: nodes do so too. */
  async start(): Promise<void> {
    this.#running = true
    await Promise.all(this.nodes().map(node => this.#datacenter.members.is(node.name, 'alive') && node.start()))
  }

  async stop(): Promise<void> {
    this.#running = false
    await Promise.all(this.nodes().map(node => node.stop()))
  }

  get #datacenter(): Agent['datacenter'] {
    return this.#agent.datacenter
  }

  #describe(member: Member): ClusterMember {
    const status = (Object.keys(MEMBER_STATUS) as MemberStatus[]).find(name => MEMBER_STATUS[name] === member.Status)
    return {
      name: member.Name,
      address: member.Addr,
      server: isServer(member),
      leader: member.Name === this.leader,
      status: status ?? 'failed',
    }
  }

  async #retire(node: ClusterNode): Promise<void> {
    node.agent.events.stop()
    this.#datacenter.dismiss(node.agent)
    await node.stop()
  }

  #node(name: string, verb: string): ClusterNode {
    const node = this.#nodes.get(name)
    if (node) return node
    const own = name === this.#agent.settings.nodeName
    throw failure(`${verb} "${name}"`, own ? 'it is the emulator itself: close that' : 'there is no node of this name')
  }
}

const failure = (what: string, why: string): ConsulError =>
  new ConsulError('MC_ERR_CLUSTER', `Failed to ${what}: ${why}.`)
