import { Agent } from '../../agent/agent.ts'
import { forceLeave } from '../../agent/force-leave.ts'
import type { Clock } from '../../lib/clock.ts'
import { CONFIG_ENTRY } from '../../state/config-entries/read.ts'
import { entriesToCopy } from './copied-entries.ts'
import { guestSettings, type Identity, type SharedSettings, wanName } from './identity.ts'
import { type ClusterKey, nonce, type Prover } from './key.ts'
import type { NdjsonSocket, Wire } from './ndjson-socket.ts'
import { ServerConnection } from './server-connection.ts'

/** Agents that a server answers for at most, those that failed among them. */
export const MAX_AGENTS = 2048

/** Of an agent that stands here for one in another process. */
export function standInParts(agent: Agent) {
  const { clock, random, log } = agent
  return { clock, random, log, memberWith: agent, runChecks: false, remote: true } as const
}

export interface GuestsParts {
  readonly key: ClusterKey
  readonly clock: Clock
  /** A server of another datacenter has connected. */
  readonly onGuest: (settings: SharedSettings) => void
  /** It ended its connection; `orderly` when it said that it leaves. */
  readonly onGuestGone: (name: string, orderly: boolean) => void
  /** Answers what is a question; false for any other message. */
  readonly answer: (connection: ServerConnection, message: Wire) => boolean
  /** The agent that stood here for one is no more. */
  readonly onStopped: (agent: Agent) => void
}

/** The servers of other datacenters that are connected: answered for, and no members here. */
export class Guests {
  readonly #agent: Agent
  readonly #parts: GuestsParts
  /** By their names in the wide area. */
  readonly #guests = new Map<string, ServerConnection>()
  #entriesIndex: unknown

  constructor(agent: Agent, parts: GuestsParts) {
    this.#agent = agent
    this.#parts = parts
  }

  get connections(): Iterable<ServerConnection> {
    return this.#guests.values()
  }

  /** The connection of one that proved itself, in the place of its former one; undefined where there are too many. */
  connect(ndjson: NdjsonSocket, { settings }: Identity, session: Prover): ServerConnection | undefined {
    const name = wanName(settings)
    if (this.#guests.size >= MAX_AGENTS && !this.#guests.has(name)) return undefined
    this.#guests.get(name)?.destroy()
    const agent = new Agent(guestSettings(this.#agent.settings, settings), {
      ...standInParts(this.#agent),
      guest: true,
    })
    const connection = new ServerConnection(
      { id: nonce(), session, name, agent, ndjson, clock: this.#parts.clock },
      {
        message: (connection, message) => {
          if (this.#parts.answer(connection, message) || message.t !== 'force-leave') return
          void forceLeave(this.#agent, String(message['name']), message['prune'] === true)
        },
        ended: (connection, left) => this.#ended(connection, left),
      },
    )
    this.#guests.set(name, connection)
    return connection
  }

  /** Tells one that is welcome what it is told of from now on. */
  admit(connection: ServerConnection, settings: SharedSettings): void {
    this.#parts.onGuest(settings)
    connection.send(this.#servers())
    if (this.#tellsEntries) connection.send(this.#entries())
  }

  tellServers(): void {
    this.#broadcast(this.#servers())
  }

  /** Config entries are written in the primary datacenter, and copied to the others. */
  tellEntries(): void {
    const index = this.#agent.store.view.max(CONFIG_ENTRY)
    if (index === this.#entriesIndex || this.#guests.size === 0 || !this.#tellsEntries) return
    this.#entriesIndex = index
    this.#broadcast(this.#entries())
  }

  close(): void {
    for (const connection of this.#guests.values()) connection.destroy()
    this.#guests.clear()
  }

  #ended(connection: ServerConnection, left: boolean): void {
    const { name, agent } = connection
    agent.stop()
    agent.events.stop()
    this.#parts.onStopped(agent)
    if (this.#guests.get(name) !== connection) return
    this.#guests.delete(name)
    this.#parts.onGuestGone(name, left)
  }

  #broadcast(message: Wire): void {
    for (const connection of this.#guests.values()) connection.send(message)
  }

  /** What they are told of the servers here. */
  #servers(): Wire {
    return { t: 'servers', servers: this.#agent.datacenter.wanMembers() }
  }

  /** Where rights are needed, only agents with the key are answered without. */
  get #tellsEntries(): boolean {
    const { settings, datacenter, acl } = this.#agent
    return settings.primaryDatacenter === datacenter.name && (!acl.enabled || this.#parts.key.used)
  }

  #entries(): Wire {
    return { t: 'config-entries', entries: entriesToCopy(this.#agent.store.view) }
  }
}
