import { Emulator } from './consul.ts'
import { ConsulError } from './errors.ts'
import { type Clock, MovableClock } from './lib/clock.ts'
import { turns } from './lib/defer.ts'
import { parseDuration } from './lib/duration.ts'
import { arbitrarySeed, seededRandom } from './lib/random.ts'
import { type ConsulOptions, settingsFromOptions } from './options.ts'

/** Milliseconds, or a duration as Go writes it: `1500`, `'10s'`, `'1h30m'`. */
export type Duration = number | string

/** A clock that can be moved forward. */
export interface ConsulClock extends Clock {
  /**
   * Moves time forward, running all that falls due on the way (session TTLs, lock delays, checks, `?wait=`), and
   * resolves when what it caused was sent.
   *
   * @example await consul.clock.advance('30s')
   */
  advance(by: Duration): Promise<void>
}

/** How often sockets get their turn after each moment of a moved clock. */
const TURNS = 3

/** An emulated agent. */
export class Consul implements AsyncDisposable {
  readonly #emulator: Emulator
  /** The time of everything in this emulator. */
  readonly clock: ConsulClock

  /** Use `createConsul` or `startConsul`. */
  constructor(options: ConsulOptions = {}) {
    const random = seededRandom(options.random ?? arbitrarySeed())
    this.clock = clockOf(options.clock)
    this.#emulator = new Emulator(settingsFromOptions(options, random.uuid()), {
      clock: this.clock,
      random,
      ...(options.logger && { logger: options.logger }),
      ...(options.syncDelay !== undefined && { syncDelay: options.syncDelay }),
    })
  }

  /**
   * Binds the ports. Resolves when every endpoint answers; rejects when a port is taken. Idempotent, and works again
   * after `close()`, with the state kept.
   */
  async listen(): Promise<this> {
    await this.#emulator.listen()
    return this
  }

  /** Answers every blocked query with what is there, closes the sockets and ends all timers. Idempotent. */
  async close(): Promise<void> {
    await this.#emulator.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Where the HTTP API is. Throws `MC_ERR_NOT_LISTENING` before `listen()`. */
  get http(): { readonly url: string; readonly host: string; readonly port: number } {
    const { host, port } = bound(this.#emulator.http, 'HTTP')
    return { host, port, url: `http://${authority(host, port)}` }
  }

  /** Where DNS answers, over UDP and TCP alike. Throws `MC_ERR_NOT_LISTENING` before `listen()`. */
  get dns(): { readonly host: string; readonly port: number } {
    return bound(this.#emulator.dns, 'DNS')
  }

  /**
   * The environment for a program under test: `CONSUL_HTTP_ADDR`.
   *
   * @see https://developer.hashicorp.com/consul/commands#environment-variables
   */
  get env(): Readonly<Record<string, string>> {
    const { host, port } = this.http
    return { CONSUL_HTTP_ADDR: authority(host, port) }
  }
}

/** Makes an emulator that does not listen yet. */
export function createConsul(options: ConsulOptions = {}): Consul {
  return new Consul(options)
}

/**
 * Makes an emulator and lets it listen on free ports of the loopback interface.
 *
 * @example
 * const consul = await startConsul()
 * await fetch(`${consul.http.url}/v1/kv/a`, { method: 'PUT', body: 'b' })
 * await consul.close()
 */
export async function startConsul(options: ConsulOptions = {}): Promise<Consul> {
  return new Consul(options).listen()
}

function clockOf(clock: ConsulOptions['clock'] = 'system'): ConsulClock {
  if (typeof clock !== 'string') return movable(new MovableClock({ base: clock }))
  return movable(new MovableClock({ manual: clock === 'manual' }))
}

function movable(clock: MovableClock): ConsulClock {
  return {
    now: () => clock.now(),
    setTimeout: (fn, ms) => clock.setTimeout(fn, ms),
    advance: by => clock.advance(milliseconds(by), () => turns(TURNS)),
  }
}

function milliseconds(by: Duration): number {
  if (typeof by === 'number') return by
  try {
    return parseDuration(by) / 1e6
  } catch (err) {
    throw new ConsulError('MC_ERR_DURATION', `Failed to advance the clock: ${(err as Error).message}`, { cause: err })
  }
}

function bound(address: { host: string; port: number }, what: string): { host: string; port: number } {
  if (address.port > 0) return address
  throw new ConsulError('MC_ERR_NOT_LISTENING', `Failed to tell where ${what} is served: the emulator does not listen.`)
}

function authority(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
