import type { Clock, Timer } from '../../lib/clock.ts'
import { DurationError, parseDuration, toMs } from '../../go/duration.ts'
import type { ConsulClient } from '../client.ts'
import { ClientError } from '../errors.ts'

const TTL = 15_000
const RETRY = 1_000

/** A session that is renewed until it is closed. */
export class LockSession {
  readonly id: string
  readonly #client: ConsulClient
  readonly #clock: Clock
  #timer: Timer | undefined
  #closed = false
  #ttl = TTL
  #renewedAt: number

  private constructor(id: string, client: ConsulClient, clock: Clock) {
    this.id = id
    this.#client = client
    this.#clock = clock
    this.#renewedAt = clock.now()
    this.#renewIn(this.#ttl / 2)
  }

  /** Creates it on the agent's node. */
  static async create(
    client: ConsulClient,
    clock: Clock,
    entry: { readonly Name: string; readonly Behavior?: string; readonly Node?: string },
  ): Promise<LockSession> {
    const body = JSON.stringify({ ...entry, TTL: `${TTL / 1000}s` })
    const created = await client.put('/v1/session/create', body)
    return new LockSession(created.json<{ ID: string }>().ID, client, clock)
  }

  /** Ends the renewing and destroys it, as well as that can be done. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#timer?.clear()
    try {
      await this.#client.put(`/v1/session/destroy/${this.id}`)
    } catch (error) {
      // Its TTL ends it.
      if (!(error instanceof ClientError)) throw error
    }
  }

  #renewIn(ms: number): void {
    this.#timer = this.#clock.setTimeout(() => void this.#renew(), ms)
  }

  async #renew(): Promise<void> {
    if (this.#clock.now() - this.#renewedAt > this.#ttl) return
    let next = RETRY
    try {
      const response = await this.#client.request('PUT', `/v1/session/renew/${this.id}`)
      // It has expired.
      if (response.status === 404) return
      const [entry] = response.expectOk().json<readonly { TTL?: string }[]>()
      this.#ttl = readTtl(entry?.TTL) ?? this.#ttl
      this.#renewedAt = this.#clock.now()
      next = this.#ttl / 2
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
    }
    if (!this.#closed) this.#renewIn(next)
  }
}

function readTtl(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  try {
    return toMs(parseDuration(text))
  } catch (error) {
    if (error instanceof DurationError) return undefined
    throw error
  }
}
