import type { Clock, Timer } from '../../lib/clock.ts'
import type { Lines, Wire } from './lines.ts'
import type { Mirror } from './mirror.ts'
import { SILENCE } from './protocol.ts'

/** How far requests of a link may overtake each other. */
const WINDOW = 65_536

/** What happens to a link. */
export interface LinkEvents {
  message(link: HubLink, message: Wire): void
  /** It ended; `orderly` when its agent said that it leaves. */
  ended(link: HubLink, orderly: boolean): void
}

/** The connection of one agent to this server. */
export class HubLink {
  readonly id: string
  /** What requests prove that they belong to it. */
  readonly session: string
  readonly mirror: Mirror
  readonly #lines: Lines
  readonly #clock: Clock
  readonly #events: LinkEvents
  readonly #numbers = new Set<number>()
  #highest = 0
  #timer: Timer | undefined
  #orderly = false

  constructor(parts: { id: string; session: string; mirror: Mirror; lines: Lines; clock: Clock }, events: LinkEvents) {
    this.id = parts.id
    this.session = parts.session
    this.mirror = parts.mirror
    this.#lines = parts.lines
    this.#clock = parts.clock
    this.#events = events
    this.heard()
    this.#lines.onClose(() => {
      this.#timer?.clear()
      events.ended(this, this.#orderly)
    })
  }

  get name(): string {
    return this.mirror.agent.settings.nodeName
  }

  send(message: Wire): void {
    this.#lines.send(message)
  }

  receive(message: Wire): void {
    this.heard()
    if (message.t === 'ping') return this.send({ t: 'pong' })
    if (message.t === 'leave') {
      this.#orderly = true
      this.send({ t: 'left' })
      return this.#lines.end()
    }
    this.#events.message(this, message)
  }

  /** A sign of life; after a while without any the agent is taken for dead. */
  heard(): void {
    this.#timer?.clear()
    this.#timer = this.#clock.setTimeout(() => this.destroy(), SILENCE)
  }

  /** Whether a request of this number was not there before. */
  takeNumber(number: number): boolean {
    if (!Number.isSafeInteger(number) || number <= this.#highest - WINDOW || this.#numbers.has(number)) return false
    this.#numbers.add(number)
    this.#highest = Math.max(this.#highest, number)
    if (this.#numbers.size > 2 * WINDOW) {
      for (const old of this.#numbers) if (old <= this.#highest - WINDOW) this.#numbers.delete(old)
    }
    return true
  }

  destroy(): void {
    this.#timer?.clear()
    this.#lines.destroy()
  }
}
