import type { Agent } from '../../agent/agent.ts'
import { isObject } from '../../lib/equal.ts'
import { type Address, notAnAgent } from './addresses.ts'
import { type Identity, readIdentity, shared } from './identity.ts'
import { joinEach } from './introduction.ts'
import type { PeerConnection } from './peer-connection.ts'
import type { WideArea } from './server-answers.ts'
import { WanPool, type WanPoolParts } from './wan-pool.ts'

export interface WideAreaParts extends WanPoolParts {
  /** Whether another server's state is this agent's. */
  readonly follows: () => boolean
  readonly identity: () => Identity
  readonly introduce: (address: Address, more: object) => Promise<Identity>
}

/**
 * A server among those of other datacenters. The one that holds the state is connected to them, for all that follow it, which
 * have it join others and take in those that join them.
 */
export class WideAreaMembership implements WideArea {
  readonly pool: WanPool
  readonly #agent: Agent
  readonly #parts: WideAreaParts

  constructor(agent: Agent, parts: WideAreaParts) {
    this.#agent = agent
    this.#parts = parts
    this.pool = new WanPool(agent, parts)
  }

  async joinWan(addresses: readonly string[], port = this.#agent.settings.ports.serfWan): Promise<void> {
    if (this.#parts.follows()) return this.#server().joinWan(addresses, port)
    const joined = await joinEach(addresses, port, async address => {
      const { wan, settings, stateOwner } = await this.#parts.introduce(address, { wan: true })
      if (!wan) throw new Error(notAnAgent(address))
      // one that follows another server has that one answer for it
      const follows = stateOwner !== undefined && stateOwner.name !== settings.nodeName
      const met = follows ? wan : [settings, ...wan]
      await Promise.all(met.map(server => this.pool.meet(server)))
    })
    this.#agent.logger.info('(WAN) joined', { number_of_nodes: joined })
  }

  meetWan(identity: unknown): object {
    const { settings } = readIdentity(identity)
    const told = { ...this.#parts.identity(), wan: [...this.pool.settings()] }
    void this.pool.meet(settings)
    return told
  }

  forceLeaveWan(name: string, prune: boolean): boolean {
    if (!this.#parts.follows()) return this.pool.forceLeave(name, prune)
    this.#parts.upstream()?.send({ t: 'force-leave-wan', name, prune })
    return this.pool.has(name)
  }

  /** Answers one that asks to be joined; undefined where there is nobody to answer. A follower names its server, and what that one knows. */
  async answer(identity: Identity): Promise<object | undefined> {
    if (!this.#parts.follows()) return this.meetWan(identity)
    const told = await this.#parts.upstream()?.meetWan(identity)
    if (!isObject(told)) return undefined
    const { settings, wan } = told
    return { ...told, settings: shared(this.#agent.settings), wan: [settings, ...(Array.isArray(wan) ? wan : [])] }
  }

  /** From now on another server is connected to those that this one knows. */
  async handOver(follow: () => Promise<void>): Promise<void> {
    const known = this.pool.settings()
    this.pool.close()
    await follow()
    for (const settings of known) await this.#parts.upstream()?.meetWan({ settings })
  }

  #server(): PeerConnection {
    const server = this.#parts.upstream()
    if (!server) throw new Error('No cluster leader')
    return server
  }
}
