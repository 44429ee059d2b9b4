import type { Clock, Timer } from '../../lib/clock.ts'
import type { LocalState } from './state.ts'

/** How often Consul looks, and how long a service lives at least after it became critical. */
const INTERVAL = 30_000
const SHORTEST = 60_000

/** Deregisters services whose checks were critical for too long: `deregister_critical_service_after`. */
export class CriticalServiceReaper {
  readonly #state: LocalState
  readonly #clock: Clock
  readonly #deregister: (serviceId: string) => void
  /** When checks became critical. */
  readonly #since = new Map<string, number>()
  #timer: Timer | undefined

  constructor(state: LocalState, clock: Clock, deregister: (serviceId: string) => void) {
    this.#state = state
    this.#clock = clock
    this.#deregister = deregister
    state.onChange(({ kind, id, after }) => {
      if (kind !== 'check') return
      if (after?.row.Status !== 'critical') this.#since.delete(id)
      else if (!this.#since.has(id)) this.#since.set(id, clock.now())
    })
  }

  start(): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.start()
      this.#reap()
    }, INTERVAL)
  }

  stop(): void {
    this.#timer?.clear()
  }

  #reap(): void {
    for (const { row, definition } of [...this.#state.checks()]) {
      const after = definition?.deregisterCriticalServiceAfter ?? 0
      const since = this.#since.get(row.CheckID)
      if (row.ServiceID === '' || after <= 0 || since === undefined) continue
      if (this.#clock.now() - since < Math.max(after, SHORTEST)) continue
      if (this.#state.service(row.ServiceID)) this.#deregister(row.ServiceID)
    }
  }
}
