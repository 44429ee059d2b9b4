import type { Clock, Timer } from '../../lib/clock.ts'
import { endOf } from '../../state/acl/expiration.ts'
import { removeToken } from '../../state/acl/tokens.ts'
import type { AclToken } from '../../model/acl-rows.ts'
import type { Store } from '../../state/store.ts'

/** The longest delay that Node's timers take; for a later expiry the timer is set again. */
const MAX_WAIT = 2 ** 31 - 1

/** Deletes tokens when they expire. */
export class TokenExpiry {
  readonly #store: Store
  readonly #clock: Clock
  #timer: Timer | undefined
  /** When the timer wakes, if there is one. */
  #wakesAt = Infinity
  #running = false

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
    store.onCommit(
      ({ restored, rows }) => {
        if (!this.#running) return
        if (restored) return this.#schedule()
        // a deleted token needs no timer change: the timer looks at the tokens that exist when it fires
        for (const { table, after } of rows) if (table === 'aclTokens' && after) this.#wakeFor(after as AclToken)
      },
      ['aclTokens'],
    )
  }

  start(): void {
    this.#running = true
    this.#schedule()
  }

  stop(): void {
    this.#running = false
    this.#clear()
  }

  #schedule(): void {
    this.#clear()
    for (const token of this.#store.view.scan('aclTokens')) this.#wakeFor(token)
  }

  #wakeFor({ ExpirationTime }: AclToken): void {
    const end = endOf(ExpirationTime) ?? Infinity
    if (end >= this.#wakesAt) return
    this.#clear()
    this.#wakesAt = end
    const wait = Math.min(Math.max(end - this.#clock.now(), 0), MAX_WAIT)
    this.#timer = this.#clock.setTimeout(() => this.#expire(), wait)
  }

  #clear(): void {
    this.#timer?.clear()
    this.#timer = undefined
    this.#wakesAt = Infinity
  }

  #expire(): void {
    const now = this.#clock.now()
    const over = this.#store.view
      .scan('aclTokens')
      .filter(({ ExpirationTime }) => (endOf(ExpirationTime) ?? now + 1) <= now)
    if (over.length > 0) {
      this.#store.write(tx => {
        for (const token of over) removeToken(tx, token)
      })
    }
    this.#schedule()
  }
}
