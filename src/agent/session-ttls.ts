import type { Clock, Timer } from '../lib/clock.ts'
import { parseDuration } from '../go/duration.ts'
import { destroySession } from '../state/session.ts'
import type { Committed, Store } from '../state/store.ts'
import type { Session } from '../model/rows.ts'

/** Consul ends a session at twice its TTL: the TTL is only the least it lives. */
const MULTIPLIER = 2

interface Ending {
  readonly timer: Timer
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Ends sessions that are not renewed in time. */
export class SessionTtls {
  readonly #endings = new Map<string, Ending>()
  readonly #listeners = new Set<() => void>()
  #changes = 1
  readonly #store: Store
  readonly #clock: Clock
  readonly #onEnd: (session: Session) => void

  /** `onEnd` is called for each session that has ended, in whatever way. */
  constructor(store: Store, clock: Clock, onEnd: (session: Session) => void = () => undefined) {
    this.#onEnd = onEnd
    this.#store = store
    this.#clock = clock
    store.onCommit(commit => this.#afterCommit(commit), ['sessions'])
  }

  /** Sessions that end unless they are renewed. */
  get size(): number {
    return this.#endings.size
  }

  /** Rises with each renewal and each end; never 0. */
  get changes(): number {
    return this.#changes
  }

  /** Calls back after each; gives the way to end that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** When a session ends unless it is renewed, in milliseconds since 1970; undefined for one without a TTL. */
  endOf(id: string): number | undefined {
    return this.#endings.get(id)?.at
  }

  /** Starts the time of a session anew. */
  renew(session: Session): void {
    this.#endings.get(session.ID)?.timer.clear()
    const ttl = session.TTL === '' ? 0 : parseDuration(session.TTL) / 1e6
    if (ttl <= 0) return
    const wait = ttl * MULTIPLIER
    const timer = this.#clock.setTimeout(() => this.#store.write(tx => destroySession(tx, session.ID)), wait)
    this.#endings.set(session.ID, { timer, at: this.#clock.now() + wait })
    this.#changed()
  }

  /** After a stop: every session gets its whole time again. */
  start(): void {
    for (const session of this.#store.view.scan('sessions')) if (!this.#endings.has(session.ID)) this.renew(session)
  }

  stop(): void {
    for (const { timer } of this.#endings.values()) timer.clear()
    this.#endings.clear()
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
        this.#onEnd(before as Session)
        this.#endings.get(key)?.timer.clear()
        if (this.#endings.delete(key)) this.#changed()
      }
    }
  }

  #changed(): void {
    this.#changes += 1
    if (this.#listeners.size > 0) for (const listener of [...this.#listeners]) listener()
  }
}
