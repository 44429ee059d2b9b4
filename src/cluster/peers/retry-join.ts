import type { Agent } from '../../agent/agent.ts'
import type { Clock, Timer } from '../../lib/clock.ts'
import { formatDuration, MILLISECOND } from '../../go/duration.ts'
import { show } from './addresses.ts'

const ANYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** Joins what the configuration names, again and again until an agent answers: `retry_join`. */
export class RetryJoin {
  readonly #agent: Agent
  readonly #clock: Clock
  readonly #join: (addresses: readonly string[]) => Promise<void>
  #timer: Timer | undefined
  #running = false

  constructor(agent: Agent, clock: Clock, join: (addresses: readonly string[]) => Promise<void>) {
    this.#agent = agent
    this.#clock = clock
    this.#join = join
  }

  /** Begins. `onExhausted`: it was tried as often as it may be. */
  start(onExhausted: () => void): void {
    const addresses = this.#agent.settings.retryJoin.filter(text => !this.#isOwn(text))
    if (addresses.length === 0) return
    this.#running = true
    this.#try(addresses, 1, onExhausted)
  }

  stop(): void {
    this.#running = false
    this.#timer?.clear()
  }

  #try(addresses: readonly string[], attempt: number, onExhausted: () => void): void {
    const { settings, logger } = this.#agent
    const { retryJoinInterval, retryJoinMax } = settings
    logger.info('(LAN) joining', { lan_addresses: addresses })
    this.#join(addresses).catch((error: unknown) => {
      if (!this.#running) return
      logger.warn("(LAN) couldn't join", {
        number_of_nodes: 0,
        error: error instanceof Error ? error.message : String(error),
      })
      if (retryJoinMax > 0 && attempt > retryJoinMax) {
        logger.error('Retry join failed', { error: 'agent: max join LAN retry exhausted, exiting' })
        return onExhausted()
      }
      const interval = formatDuration(retryJoinInterval * MILLISECOND)
      logger.warn('Join cluster failed, will retry', { cluster: 'LAN', retry_interval: interval })
      this.#timer = this.#clock.setTimeout(() => this.#try(addresses, attempt + 1, onExhausted), retryJoinInterval)
    })
  }

  /** The addresses of all servers stand in the configuration of each: its own is passed over. */
  #isOwn(text: string): boolean {
    const { ports, advertiseAddress, bindAddress } = this.#agent.settings
    const own = [advertiseAddress, ...(ANYWHERE.has(bindAddress) ? [] : [bindAddress])]
    return own.some(host => text === host || text === show({ host, port: ports.serfLan }))
  }
}
