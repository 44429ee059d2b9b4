import type { Agent } from '../../agent/agent.ts'
import { type Member, MEMBER_STATUS } from '../../agent/member.ts'
import type { RemoteDatacenter } from '../../agent/remote-datacenter.ts'
import type { Clock } from '../../lib/clock.ts'
import { equal } from '../../lib/equal.ts'
import { copyEntries } from './copied-entries.ts'
import { type SharedSettings, wanName } from './identity.ts'
import type { ClusterKey } from './key.ts'
import type { Wire } from './ndjson-socket.ts'
import type { PeerConnection } from './peer-connection.ts'
import { readMembers } from './read-members.ts'
import { WanMember } from './wan-member.ts'

/** Servers of other datacenters that are known at most. */
const MAX_MEMBERS = 256

const NO_PATH = { refused: 'No path to datacenter' } as const

export interface WanPoolParts {
  readonly key: ClusterKey
  readonly clock: Clock
  /** The connection to the server that this one follows. */
  readonly upstream: () => PeerConnection | undefined
  /** Told after each change of a member. */
  readonly onChange: () => void
}

/** The servers of other datacenters, as a server knows them: each server that is joined tells of those that it knows. */
export class WanPool {
  readonly #agent: Agent
  readonly #members = new Map<string, WanMember>()
  /** The datacenters that the agent's federation was told of. */
  readonly #known = new Set<string>()
  /** Servers of which others tell, without a connection of this one's own. */
  #told: readonly Member[] = []
  readonly #parts: WanPoolParts

  constructor(agent: Agent, parts: WanPoolParts) {
    this.#agent = agent
    this.#parts = parts
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
        key: this.#parts.key,
        clock: this.#parts.clock,
        changed: () => this.#changed(),
        received: (from, message) => this.#receive(from, message),
      })
      this.#members.set(name, member)
    }
    await member.meet(settings)
  }

  #receive({ name, settings: { datacenter } }: WanMember, message: Wire): void {
    if (message.t === 'servers') {
      const servers = readMembers(message['servers'])
      this.#tell([
        ...this.#told.filter(({ Tags }) => Tags['dc'] !== datacenter),
        ...servers.filter(({ Name, Tags }) => Name !== name && Tags['dc'] === datacenter).slice(0, MAX_MEMBERS),
      ])
    }
    const isPrimary = datacenter === this.#agent.settings.primaryDatacenter
    if (message.t === 'config-entries' && isPrimary) copyEntries(this.#agent, message['entries'])
  }

  /** Takes over what the server that this one follows knows. */
  follow(members: readonly Member[]): void {
    this.#tell(members.slice(0, MAX_MEMBERS))
  }

  #tell(told: readonly Member[]): void {
    if (equal(told, this.#told)) return
    this.#told = told
    this.#changed()
  }

  /** Servers that came to follow another one, which tells of them now, are no longer connected to. */
  #dropFollowers(): void {
    for (const { Name } of this.#told) {
      const direct = this.#members.get(Name)
      if (!direct || direct.status === 'alive') continue
      direct.close()
      this.#members.delete(Name)
    }
  }

  /** The servers of other datacenters. */
  list(): readonly Member[] {
    return [...this.#datacenters()].flatMap(name => this.#membersOf(name))
  }

  /** A server ended its own connection to this one; `orderly`: it said that it leaves. */
  gone(name: string, orderly: boolean): void {
    if (orderly) this.#members.get(name)?.leave()
  }

  /** Makes a member that failed one that left; false where it is not known. */
  forceLeave(name: string, prune: boolean): boolean {
    const member = this.#members.get(name)
    if (!member) return this.#forceToldLeave(name, prune)
    if (member.status === 'alive') return true
    member.leave()
    if (prune) this.#members.delete(name)
    this.#changed()
    return true
  }

  /** Has the server that tells of the member see to it. */
  #forceToldLeave(name: string, prune: boolean): boolean {
    const datacenter = this.#told.find(({ Name }) => Name === name)?.Tags['dc']
    if (datacenter === undefined) return false
    const node = name.slice(0, -datacenter.length - 1)
    this.#connectionTo(datacenter)?.send({ t: 'force-leave', name: node, prune })
    return true
  }

  has(name: string): boolean {
    return this.list().some(({ Name }) => Name === name)
  }

  async leave(): Promise<void> {
    await Promise.all(this.#present().map(member => member.sayLeave()))
    this.close()
  }

  close(): void {
    for (const member of this.#members.values()) member.close()
    this.#members.clear()
    this.#told = []
    this.#changed()
  }

  #present(): WanMember[] {
    return [...this.#members.values()].filter(({ status }) => status !== 'left')
  }

  #datacenters(): ReadonlySet<string> {
    const direct = Array.from(this.#members.values(), ({ settings }) => settings.datacenter)
    return new Set([...direct, ...this.#told.map(({ Tags }) => Tags['dc'] ?? '')])
  }

  #membersOf(datacenter: string): readonly Member[] {
    const direct = [...this.#members.values()].filter(({ settings }) => settings.datacenter === datacenter)
    const told = this.#told.filter(({ Name, Tags }) => Tags['dc'] === datacenter && !this.#members.has(Name))
    return [...direct.map(member => member.show()), ...told]
  }

  #connectionTo(datacenter: string): PeerConnection | undefined {
    const members = [...this.#members.values()].filter(({ settings }) => settings.datacenter === datacenter)
    return members.find(member => member.connection)?.connection ?? this.#parts.upstream()
  }

  #changed(): void {
    const { federation } = this.#agent
    this.#dropFollowers()
    const names = this.#datacenters()
    for (const name of [...this.#known, ...names]) {
      federation.setRemote(name, names.has(name) ? this.#datacenter(name) : undefined)
    }
    this.#known.clear()
    for (const name of names) this.#known.add(name)
    this.#parts.onChange()
  }

  #datacenter(name: string): RemoteDatacenter {
    const connection = (): PeerConnection | undefined => this.#connectionTo(name)
    return {
      name,
      present: this.#membersOf(name).some(({ Status }) => Status !== MEMBER_STATUS.left),
      get reachable() {
        return connection() !== undefined
      },
      wanMembers: () => this.#membersOf(name),
      relay(request, answer, fail) {
        const way = connection()
        if (way) way.relay.send(request, answer, fail)
        else fail(NO_PATH.refused)
      },
      resolve: async (packet, transport, token) => connection()?.ask(packet, transport, token),
      execute: async (query, run) => connection()?.execute(query, run),
      askKeyrings: async (request, token) => (await connection()?.askKeyrings(request, token)) ?? NO_PATH,
    }
  }
}
