import type { Clock, Timer } from '../../lib/clock.ts'
import type { NdjsonSocket, Wire } from './ndjson-socket.ts'
import type { Agent } from '../../agent/agent.ts'
import type { KeyringAnswer, KeyringRequest } from '../../agent/keyring.ts'
import { readKeyringAnswer } from './keyring-messages.ts'
import { Questions } from './questions.ts'
import type { Prover } from './key.ts'
import { SILENCE } from './protocol.ts'

/** How far requests of a connection may overtake each other. */
const WINDOW = 65_536

/** Told what happens to a connection. */
export interface ConnectionEvents {
  message(connection: ServerConnection, message: Wire): void
  /** It ended; `orderly` when its agent said that it leaves. */
  ended(connection: ServerConnection, orderly: boolean): void
}

/** The connection of one agent to this server. */
export class ServerConnection {
  readonly id: string
  /** By which requests prove that they belong to it. */
  readonly session: Prover
  /** What the server knows it by. */
  readonly name: string
  /** The agent as it is answered for here. */
  readonly agent: Agent
  readonly #ndjson: NdjsonSocket
  readonly #clock: Clock
  readonly #events: ConnectionEvents
  readonly #numbers = new Set<number>()
  #highest = 0
  readonly #questions = new Questions(message => this.send(message))
  #timer: Timer | undefined
  #orderly = false

  constructor(
    parts: { id: string; session: Prover; name: string; agent: Agent; ndjson: NdjsonSocket; clock: Clock },
    events: ConnectionEvents,
  ) {
    this.id = parts.id
    this.session = parts.session
    this.name = parts.name
    this.agent = parts.agent
    this.#ndjson = parts.ndjson
    this.#clock = parts.clock
    this.#events = events
    this.#resetSilence()
    this.#ndjson.onClose(() => {
      this.#timer?.clear()
      this.#questions.end()
      events.ended(this, this.#orderly)
    })
  }

  send(message: Wire): void {
    this.#ndjson.send(message)
  }

  /** Has the agent change or tell its keys; nothing when it cannot. */
  async askKeyring(request: KeyringRequest): Promise<KeyringAnswer | undefined> {
    return readKeyringAnswer((await this.#questions.ask({ t: 'keyring', request }))?.['answer'])
  }

  receive(message: Wire): void {
    this.#resetSilence()
    if (message.t === 'ping') return this.send({ t: 'pong' })
    if (message.t === 'keyring') return this.#questions.answered(message)
    if (message.t === 'leave') {
      this.#orderly = true
      this.send({ t: 'left' })
      return this.#ndjson.end()
    }
    this.#events.message(this, message)
  }

  /** After a while without any message the agent is taken for failed. */
  #resetSilence(): void {
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
    this.#ndjson.destroy()
  }
}
