import type { Clock, Timer } from '../../lib/clock.ts'
import type { NdjsonSocket } from './ndjson-socket.ts'
import { HEARTBEAT, SILENCE } from './protocol.ts'

/** Sends heartbeats over a connection, and ends it when the other side has been silent for too long. */
export class KeepAlive {
  readonly #ndjson: NdjsonSocket
  readonly #clock: Clock
  #heartbeat: Timer | undefined
  #silence: Timer | undefined

  constructor(ndjson: NdjsonSocket, clock: Clock) {
    this.#ndjson = ndjson
    this.#clock = clock
    this.heard()
    this.#scheduleHeartbeat()
  }

  /** Something came from the other side. */
  heard(): void {
    this.#silence?.clear()
    this.#silence = this.#clock.setTimeout(() => this.#ndjson.destroy(), SILENCE)
  }

  stop(): void {
    this.#heartbeat?.clear()
    this.#silence?.clear()
  }

  #scheduleHeartbeat(): void {
    this.#heartbeat = this.#clock.setTimeout(() => {
      this.#ndjson.send({ t: 'ping' })
      this.#scheduleHeartbeat()
    }, HEARTBEAT)
  }
}
