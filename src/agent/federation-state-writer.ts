import type { Clock, Timer } from '../lib/clock.ts'
import { TokenBucket } from '../lib/token-bucket.ts'
import { isFederationStateCurrent, writeFederationState } from '../state/federation-state.ts'
import type { Store } from '../state/store.ts'

/** How often Consul's leader looks at its mesh gateways, found out by asking one: so many times at once, then every five seconds. */
const BURST = 6
const RATE = 1 / 5

/** What has a leader and its state. */
interface Led {
  readonly name: string
  readonly store: Store
  readonly hasLeader: boolean
}

/** Keeps the row of a datacenter's mesh gateways as the catalog has them, as the leader does: by writes of its own. */
export class FederationStateWriter {
  readonly #led: Led
  readonly #clock: Clock
  readonly #looks: TokenBucket
  #planned = false
  #timer: Timer | undefined

  constructor(led: Led, clock: Clock) {
    this.#led = led
    this.#clock = clock
    this.#looks = new TokenBucket(clock, RATE, BURST)
    led.store.onCommit(() => this.#notice(), ['nodes', 'services', 'checks'])
  }

  stop(): void {
    this.#timer?.clear()
    this.#timer = undefined
  }

  #notice(): void {
    if (this.#planned || this.#timer || this.#isDone()) return
    this.#planned = true
    // the writer comes first
    queueMicrotask(() => {
      this.#planned = false
      this.#look()
    })
  }

  #isDone(): boolean {
    const { name, store, hasLeader } = this.#led
    return !hasLeader || isFederationStateCurrent(store.view, name)
  }

  /** Each write is looked after once more, which counts as well. */
  #look(): void {
    const { name, store } = this.#led
    while (this.#looks.take()) {
      if (this.#isDone()) return
      store.write(tx => writeFederationState(tx, name, this.#clock.now()))
    }
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined
      this.#look()
    }, this.#looks.untilNext())
  }
}
