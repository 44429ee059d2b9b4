import type { BlockedQuery } from '../control/blocked.ts'
import type { Control } from '../control/control.ts'
import type { RecordedRequest } from '../control/recorded.ts'
import { func, oneOf } from '../lib/kinds.ts'
import { notifyAll, throwLater } from '../lib/notify.ts'
import { differencesOf } from '../state/difference.ts'
import { copy } from './catalog.ts'
import { check } from './check.ts'
import type { Difference } from './snapshot.ts'

/** A commit. */
export interface StateChange {
  /** Its index. */
  readonly index: number
  /** The changed rows. */
  readonly changes: readonly Difference[]
  /** Whether the whole state was replaced, as by `restore`; `changes` is empty then. */
  readonly restored: boolean
}

/** The events of an emulator and what their listeners receive. */
export interface ConsulEvents {
  /** A commit, before blocked queries are answered. */
  readonly change: StateChange
  /** An HTTP request that was answered, or whose client disconnected before. */
  readonly request: RecordedRequest
  /** A query that begins to block. */
  readonly blocked: BlockedQuery
}

type Listeners = { readonly [E in keyof ConsulEvents]: Set<(event: ConsulEvents[E]) => void> }

/** The listeners of an emulator. Nothing is made for events that nobody listens to. */
export class EmulatorEvents {
  readonly #listeners: Listeners = { change: new Set(), request: new Set(), blocked: new Set() }
  readonly #begin: { readonly [E in keyof ConsulEvents]: () => () => void }
  readonly #ends = new Map<keyof ConsulEvents, () => void>()

  constructor({ agent: { store }, journal, blocked }: Control) {
    this.#begin = {
      change: () =>
        store.onCommit(({ rows, restored }) =>
          this.#tell('change', { index: store.index, changes: copy(differencesOf(rows)), restored }),
        ),
      request: () => journal.onEnded(request => this.#tell('request', request.row)),
      blocked: () => blocked.onBlocked(query => this.#tell('blocked', query)),
    }
  }

  on<E extends keyof ConsulEvents>(event: E, listener: (event: ConsulEvents[E]) => void): () => void {
    check(oneOf(...Object.keys(this.#begin)), event, { what: 'listen to an event', place: 'event' })
    check(func, listener, { what: `listen to ${event}`, place: 'listener' })
    this.#listeners[event].add(listener)
    if (!this.#ends.has(event)) this.#ends.set(event, this.#begin[event]())
    return () => this.off(event, listener)
  }

  off<E extends keyof ConsulEvents>(event: E, listener: (event: ConsulEvents[E]) => void): void {
    check(oneOf(...Object.keys(this.#begin)), event, { what: 'stop listening to an event', place: 'event' })
    this.#listeners[event].delete(listener)
    if (this.#listeners[event].size > 0) return
    this.#ends.get(event)?.()
    this.#ends.delete(event)
  }

  #tell<E extends keyof ConsulEvents>(event: E, value: ConsulEvents[E]): void {
    notifyAll<ConsulEvents[E]>(this.#listeners[event], value, throwLater)
  }
}
