import type { Agent } from '../../agent/agent.ts'
import type { RemoteDatacenter } from '../../agent/remote-datacenter.ts'
import type { Clock } from '../../lib/clock.ts'
import { copyEntries } from './copied-entries.ts'
import { type SharedSettings, wanName } from './identity.ts'
import type { ClusterKey } from './key.ts'
import { WanMember } from './wan-member.ts'

/** Servers of other datacenters that are known at most. */
const MAX_MEMBERS = 256

/** The servers of other datacenters, as a server knows them: each server that is joined tells of those that it knows. */
export class WanPool {
  readonly #agent: Agent
  readonly #key: ClusterKey
  readonly #clock: Clock
  readonly #members = new Map<string, WanMember>()
  /** The datacenters that the agent's federation was told of. */
  readonly #known = new Set<string>()

  constructor(agent: Agent, key: ClusterKey, clock: Clock) {
    this.#agent = agent
    this.#key = key
    this.#clock = clock
  }

  /** What is known of those that have not left. */
  settings(): readonly SharedSettings[] {
    return this.#present().map(({ settings }) => settings)
  }

  /** Takes a server in, and connects to it. Resolves when that is known to work or not to. */
  async meet(settings: SharedSettings): Promise<void> {
    const name = wanName(settings)
    // servers of the own datacenter are found in the local area
    if (!settings.server || settings.datacenter === this.#agent.datacenter.name) return
    let member = this.#members.get(name)
    if (!member) {
      if (this.#members.size >= MAX_MEMBERS) return
      member = new WanMember(settings, {
        agent: this.#agent,
        key: this.#key,
        clock: this.#clock,
        changed: () => this.#tellFederation(),
        received: (from, message) => {
          const isPrimary = from.settings.datacenter === this.#agent.settings.primaryDatacenter
          if (message.t === 'config-entries' && isPrimary) copyEntries(this.#agent, message['entries'])
        },
      })
      this.#members.set(name, member)
    }
    await member.meet(settings)
  }

  /** A server ended its own connection to this one; `orderly`: it said that it leaves. */
  gone(name: string, orderly: boolean): void {
    if (orderly) this.#members.get(name)?.leave()
  }

  /** Makes a member that failed one that left; false where it is not known. */
  forceLeave(name: string, prune: boolean): boolean {
    const member = this.#members.get(name)
    if (!member) return false
    if (member.status === 'alive') return true
    member.leave()
    if (prune) this.#members.delete(name)
    this.#tellFederation()
    return true
  }

  async leave(): Promise<void> {
    await Promise.all(this.#present().map(member => member.sayLeave()))
    this.close()
  }

  close(): void {
    for (const member of this.#members.values()) member.close()
    this.#members.clear()
    this.#tellFederation()
  }

  #present(): WanMember[] {
    return [...this.#members.values()].filter(({ status }) => status !== 'left')
  }

  #tellFederation(): void {
    const { federation } = this.#agent
    const names = new Set([...this.#members.values()].map(({ settings }) => settings.datacenter))
    for (const name of [...this.#known, ...names]) {
      const there = this.#present().some(({ settings }) => settings.datacenter === name)
      federation.setRemote(name, names.has(name) ? this.#datacenter(name, there) : undefined)
    }
    this.#known.clear()
    for (const name of names) this.#known.add(name)
  }

  #datacenter(name: string, present: boolean): RemoteDatacenter {
    const members = (): WanMember[] =>
      [...this.#members.values()].filter(({ settings }) => settings.datacenter === name)
    const connection = (): WanMember['connection'] => members().find(member => member.connection)?.connection
    return {
      name,
      present,
      get reachable() {
        return connection() !== undefined
      },
      wanMembers: () => members().map(member => member.show()),
      relay(request, answer, fail) {
        const way = connection()
        if (way) way.relay.send(request, answer, fail)
        else fail('No path to datacenter')
      },
      resolve: async (packet, transport, token) => connection()?.ask(packet, transport, token),
      execute: async (query, run) => connection()?.execute(query, run),
    }
  }
}
