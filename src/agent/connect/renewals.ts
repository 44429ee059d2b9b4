import { LRUCache } from 'lru-cache'
import { HOUR, MILLISECOND } from '../../go/duration.ts'
import type { Clock, Timer } from '../../lib/clock.ts'
import { lazyMax } from '../../lib/lazy-max.ts'

/** How long a certificate that nobody asked for is still renewed, as Consul keeps it in its cache. */
const FORGOTTEN_AFTER = (72 * HOUR) / MILLISECOND

interface Planned {
  readonly at: number
  asked: number
  timer: Timer
}

/** Renews certificates when their time comes, so that blocked queries are answered with the next one. */
export class Renewals {
  readonly #clock: Clock
  readonly #renew: (service: string) => void
  readonly #planned: LRUCache<string, Planned>

  constructor(clock: Clock, max: number, renew: (service: string) => void) {
    this.#clock = clock
    this.#renew = renew
    this.#planned = new LRUCache<string, Planned>({ ...lazyMax(max), dispose: ({ timer }) => timer.clear() })
  }

  /** A certificate was made that is to be renewed at a time. */
  plan(service: string, at: number): void {
    const asked = this.#planned.get(service)?.asked ?? this.#clock.now()
    this.#planned.set(service, { at, asked, timer: this.#timer(service, at) })
  }

  /** A client asked for the certificate of a service. */
  asked(service: string): void {
    const planned = this.#planned.get(service)
    if (planned) planned.asked = this.#clock.now()
  }

  stop(): void {
    this.#planned.clear()
  }

  #timer(service: string, at: number): Timer {
    return this.#clock.setTimeout(() => this.#due(service), at - this.#clock.now())
  }

  #due(service: string): void {
    const planned = this.#planned.get(service)
    if (!planned) return
    const now = this.#clock.now()
    // timers of the system do not reach further than 24 days
    if (now < planned.at) planned.timer = this.#timer(service, planned.at)
    else if (now - planned.asked > FORGOTTEN_AFTER) this.#planned.delete(service)
    else this.#renew(service)
  }
}
