import type { Clock, Timer } from '../../lib/clock.ts'
import { endOf } from '../../state/acl/expiration.ts'
import { removeToken } from '../../state/acl/tokens.ts'
import type { Store } from '../../state/store.ts'

/** Node's timers hold no more; what is later is looked at again then. */
const MAX_WAIT = 2 ** 31 - 1

/** Takes tokens away whose time is over. */
export class TokenExpiry {
  readonly #store: Store
  readonly #clock: Clock
  #timer: Timer | undefined
  #running = false

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
    store.onCommit(({ restored, rows }) => {
      if (this.#running && (restored || rows.some(({ table }) => table === 'aclTokens'))) this.#schedule()
    })
  }

  start(): void {
    this.#running = true
    this.#schedule()
  }

  stop(): void {
    this.#running = false
    this.#timer?.clear()
    this.#timer = undefined
  }

  #schedule(): void {
    this.#timer?.clear()
    this.#timer = undefined
    let next = Infinity
    for (const { ExpirationTime } of this.#store.view.scan('aclTokens')) {
      next = Math.min(next, endOf(ExpirationTime) ?? Infinity)
    }
    if (next === Infinity) return
    const wait = Math.min(Math.max(next - this.#clock.now(), 0), MAX_WAIT)
    this.#timer = this.#clock.setTimeout(() => this.#expire(), wait)
  }

  #expire(): void {
    const now = this.#clock.now()
    const over = this.#store.view
      .scan('aclTokens')
      .filter(({ ExpirationTime }) => (endOf(ExpirationTime) ?? now + 1) <= now)
    if (over.length === 0) return this.#schedule()
    this.#store.write(tx => {
      for (const token of over) removeToken(tx, token)
    })
  }
}
