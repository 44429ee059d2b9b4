import type { Clock, Timer } from '../lib/clock.ts'
import { parseDuration } from '../lib/duration.ts'
import { destroySession } from '../state/session.ts'
import type { Committed, Store } from '../state/store.ts'
import type { Session } from '../state/types.ts'

/** Consul ends a session at twice its TTL: the TTL is only the least it lives. */
const MULTIPLIER = 2

/** Ends sessions that are not renewed in time. */
export class SessionTtls {
  readonly #timers = new Map<string, Timer>()
  readonly #store: Store
  readonly #clock: Clock

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
    store.onCommit(commit => this.#afterCommit(commit))
  }

  /** Starts the time of a session anew. */
  renew(session: Session): void {
    this.#timers.get(session.ID)?.clear()
    const ttl = session.TTL === '' ? 0 : parseDuration(session.TTL) / 1e6
    if (ttl <= 0) return
    this.#timers.set(
      session.ID,
      this.#clock.setTimeout(() => this.#store.write(tx => destroySession(tx, session.ID)), ttl * MULTIPLIER),
    )
  }

  /** After a stop: every session gets its whole time again. */
  start(): void {
    for (const session of this.#store.view.scan('sessions')) if (!this.#timers.has(session.ID)) this.renew(session)
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.clear()
    this.#timers.clear()
  }

  #afterCommit({ restored, rows }: Committed): void {
    if (restored) {
      this.stop()
      for (const session of this.#store.view.scan('sessions')) this.renew(session)
    }
    for (const { table, key, before, after } of rows) {
      if (table !== 'sessions') continue
      if (after && !before) this.renew(after as Session)
      else if (!after) {
        this.#timers.get(key)?.clear()
        this.#timers.delete(key)
      }
    }
  }
}
