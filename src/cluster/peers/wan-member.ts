import type { Agent } from '../../agent/agent.ts'
import { type Member, MEMBER_STATUS, type MemberStatus, wanMember } from '../../agent/member.ts'
import type { Clock, Timer } from '../../lib/clock.ts'
import { type SharedSettings, wanName } from './identity.ts'
import type { ClusterKey } from './key.ts'
import type { Wire } from './ndjson-socket.ts'
import { openPeerConnection, type PeerConnection } from './peer-connection.ts'

/** Milliseconds before a server that was lost is tried again: at first, and at most. */
const MIN_PAUSE = 250
const MAX_PAUSE = 2000

export interface WanMemberParts {
  readonly agent: Agent
  readonly key: ClusterKey
  readonly clock: Clock
  /** Told after each change of its status. */
  readonly changed: () => void
  /** Takes what it tells. */
  readonly received: (from: WanMember, message: Wire) => void
}

/** A server of another datacenter, and this one's connection to it, found again whenever it was lost. */
export class WanMember {
  readonly #parts: WanMemberParts
  #settings: SharedSettings
  #status: MemberStatus = 'alive'
  #connection: PeerConnection | undefined
  #timer: Timer | undefined
  #pause = MIN_PAUSE
  #attempt = 0
  /** Both sides meet each other at once: neither begins anew while it is at it. */
  #connecting: Promise<void> | undefined

  constructor(settings: SharedSettings, parts: WanMemberParts) {
    this.#settings = settings
    this.#parts = parts
  }

  get name(): string {
    return wanName(this.#settings)
  }

  get settings(): SharedSettings {
    return this.#settings
  }

  get status(): MemberStatus {
    return this.#status
  }

  get connection(): PeerConnection | undefined {
    return this.#connection?.open === true ? this.#connection : undefined
  }

  show(): Member {
    return wanMember(this.#settings, MEMBER_STATUS[this.#status])
  }

  /** Connects to it, at the place that it says it has now. Resolves however that went. */
  async meet(settings: SharedSettings): Promise<void> {
    const same = this.#settings.ports.server === settings.ports.server && this.#settings.nodeId === settings.nodeId
    this.#settings = settings
    if (same && this.connection) return
    if (same && this.#connecting) return this.#connecting
    this.#cut()
    this.#pause = MIN_PAUSE
    await this.#connect(this.#attempt)
  }

  /** It left, or was made to: it is tried no more. */
  leave(): void {
    this.#cut()
    this.#mark('left')
  }

  /** Tells it that this agent leaves. */
  async sayLeave(): Promise<void> {
    await this.#connection?.leave()
  }

  close(): void {
    this.#cut()
  }

  #cut(): void {
    this.#attempt++
    this.#connecting = undefined
    this.#timer?.clear()
    this.#connection?.close()
    this.#connection = undefined
  }

  #connect(attempt: number): Promise<void> {
    const connecting = this.#open(attempt).finally(() => {
      if (this.#connecting === connecting) this.#connecting = undefined
    })
    this.#connecting = connecting
    return connecting
  }

  async #open(attempt: number): Promise<void> {
    const { agent, key, clock, received } = this.#parts
    const { advertiseAddress: host, ports } = this.#settings
    try {
      const connection = await openPeerConnection(
        { agent, key, clock, wan: true, onMessage: message => received(this, message) },
        { host, port: ports.server },
        { opened: () => undefined, closed: () => attempt === this.#attempt && this.#lost(attempt) },
      )
      if (attempt !== this.#attempt) return connection.close()
      this.#connection = connection
      this.#pause = MIN_PAUSE
      this.#mark('alive')
    } catch {
      if (attempt === this.#attempt) this.#lost(attempt)
    }
  }

  #lost(attempt: number): void {
    this.#connection = undefined
    this.#mark('failed')
    this.#timer = this.#parts.clock.setTimeout(() => {
      if (attempt === this.#attempt) void this.#connect(attempt)
    }, this.#pause)
    this.#pause = Math.min(this.#pause * 2, MAX_PAUSE)
  }

  #mark(status: MemberStatus): void {
    this.#status = status
    this.#parts.changed()
  }
}
