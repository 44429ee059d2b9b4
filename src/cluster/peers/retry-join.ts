import type { Agent } from '../../agent/agent.ts'
import type { Clock, Timer } from '../../lib/clock.ts'
import type { Settings } from '../../model/settings.ts'
import { formatDuration, MILLISECOND } from '../../go/duration.ts'
import { show } from './addresses.ts'
import type { KnownMembers } from './known-members.ts'
import { errorText } from '../../lib/error-text.ts'

const ANYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** What of the settings is joined. */
export interface JoinPlan {
  readonly area: 'LAN' | 'WAN'
  readonly addresses: readonly string[]
  readonly interval: number
  readonly max: number
  /** The agent's own port in that area. */
  readonly port: number
}

export const lanPlan = ({ retryJoin, retryJoinInterval, retryJoinMax, ports }: Settings): JoinPlan => ({
  area: 'LAN',
  addresses: retryJoin,
  interval: retryJoinInterval,
  max: retryJoinMax,
  port: ports.serfLan,
})

export const wanPlan = (settings: Settings): JoinPlan => ({
  area: 'WAN',
  addresses: settings.server ? settings.retryJoinWan : [],
  interval: settings.retryJoinWanInterval,
  max: settings.retryJoinWanMax,
  port: settings.ports.serfWan,
})

/** Those that were joined before the agent ended, which it looks for until it finds one. */
export const rejoinPlan = (settings: Settings, known: KnownMembers): JoinPlan => ({
  ...lanPlan(settings),
  addresses: known.addresses(settings.rejoinAfterLeave),
  max: 0,
})

/** Joins what the configuration names, again and again until an agent answers: `retry_join`. */
export class RetryJoin {
  readonly #agent: Agent
  readonly #clock: Clock
  readonly #plan: (settings: Settings) => JoinPlan
  readonly #join: (addresses: readonly string[]) => Promise<void>
  #timer: Timer | undefined
  #running = false

  constructor(
    agent: Agent,
    clock: Clock,
    plan: (settings: Settings) => JoinPlan,
    join: (addresses: readonly string[]) => Promise<void>,
  ) {
    this.#agent = agent
    this.#clock = clock
    this.#plan = plan
    this.#join = join
  }

  /** Begins. `onExhausted`: it was tried as often as it may be. */
  start(onExhausted: () => void): void {
    const plan = this.#plan(this.#agent.settings)
    const addresses = plan.addresses.filter(text => !this.#isOwn(text, plan.port))
    if (addresses.length === 0) return
    this.#running = true
    this.#try({ ...plan, addresses }, 1, onExhausted)
  }

  stop(): void {
    this.#running = false
    this.#timer?.clear()
  }

  #try(plan: JoinPlan, attempt: number, onExhausted: () => void): void {
    const { logger } = this.#agent
    const { area, addresses, interval, max } = plan
    logger.info(`(${area}) joining`, { [`${area.toLowerCase()}_addresses`]: addresses })
    this.#join(addresses).catch((error: unknown) => {
      if (!this.#running) return
      logger.warn(`(${area}) couldn't join`, {
        number_of_nodes: 0,
        error: errorText(error),
      })
      if (max > 0 && attempt > max) {
        logger.error('Retry join failed', { error: `agent: max join ${area} retry exhausted, exiting` })
        return onExhausted()
      }
      const pause = formatDuration(interval * MILLISECOND)
      logger.warn('Join cluster failed, will retry', { cluster: area, retry_interval: pause })
      this.#timer = this.#clock.setTimeout(() => this.#try(plan, attempt + 1, onExhausted), interval)
    })
  }

  /** The addresses of all servers stand in the configuration of each: its own is passed over. */
  #isOwn(text: string, port: number): boolean {
    const { advertiseAddress, bindAddress } = this.#agent.settings
    const own = [advertiseAddress, ...(ANYWHERE.has(bindAddress) ? [] : [bindAddress])]
    return own.some(host => text === host || text === show({ host, port }))
  }
}
