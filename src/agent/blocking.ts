import type { Clock, Timer } from '../lib/clock.ts'
import { nextTurn } from '../lib/defer.ts'
import { throwLater } from '../lib/notify.ts'
import type { Random } from '../lib/random.ts'
import type { Deliver, Watcher, WatchSet } from '../state/watch-set.ts'

/** Something that can be read, and that tells when it has changed. */
export interface Source<T> {
  read(): T
  /** Calls `wake` once something changed under the last read; `restored` when everything did. The result ends that. */
  subscribe(wake: (restored: boolean) => void): () => void
}

/** The same for reads of the state. Queries that share a watch set are woken together. */
export interface TrackedSource<T> {
  read(): T
  /** What the value depends on. */
  watchSetOf(value: T): WatchSet
}

/** A read that is answered once it gives something new, or when its time is up. */
export interface BlockingQuery<T> {
  readonly source: Source<T> | TrackedSource<T>
  /** Whether this is what the client waits for. */
  isNews(value: T): boolean
  /** Whether to read once more when the time is up, rather than answer with the last value. */
  lookAgain?(value: T): boolean
  /** Milliseconds, without jitter. */
  readonly wait: number
  answer(value: T): void
  fail(err: unknown): void
  /** By which it is listed among the blocked queries. */
  readonly label: string
}

/** A query that is blocked. */
export interface BlockedReader {
  readonly label: string
  /** When it began to wait, on the emulator's clock. */
  readonly since: number
  /** Answers it now, with what is there. */
  release(): void
  /** Its client is gone: drops it. */
  abandon(): void
}

/** Told that a query blocks, or does so no more. */
export type BlockedListener = (reader: BlockedReader, waits: boolean) => void

/** How many queries read again before sockets get their turn. */
const BATCH = 128

/** The one place where reads wait. Commit, then notify: a writer is answered before the readers that its write wakes. */
export class Blocking {
  readonly #clock: Clock
  readonly #random: Random
  readonly #blocked = new Set<BlockedWaiter<unknown>>()
  /** Queries that are to read again and did not yet; whether because of a restore. One that ends meanwhile is taken out. */
  readonly #woken = new Map<Set<Watcher>, boolean>()
  readonly #listeners = new Set<BlockedListener>()
  #draining = false
  readonly #owner: Owner = {
    end: reader => {
      if (this.#blocked.delete(reader)) this.#tell(reader, false)
    },
    wake: (waiters, restored) => this.#wake(waiters, restored),
  }

  readonly #onError: (error: unknown) => void

  /** `onError` is given what a reader or a listener throws; by default it is thrown in a turn of its own. */
  constructor(clock: Clock, random: Random, onError: (error: unknown) => void = throwLater) {
    this.#clock = clock
    this.#random = random
    this.#onError = onError
  }

  get blocked(): Iterable<BlockedReader> {
    return this.#blocked
  }

  get size(): number {
    return this.#blocked.size
  }

  /**
   * Runs a blocking query: answers at once if what it reads is new, else when it is, or when the time is up. Undefined when
   * it was answered.
   */
  run<T>(query: BlockingQuery<T>): BlockedReader | undefined {
    const value = query.source.read()
    if (query.isNews(value)) {
      query.answer(value)
      return undefined
    }
    const reader = new BlockedWaiter(query, value, this.#clock, this.#random, this.#owner)
    this.#blocked.add(reader as BlockedWaiter<unknown>)
    this.#tell(reader, true)
    return reader
  }

  /** Tells of each query that begins to block, and of its end; the result ends that. */
  onChange(listener: BlockedListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(reader: BlockedReader, waits: boolean): void {
    for (const listener of this.#listeners) {
      try {
        listener(reader, waits)
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  /** Answers all with what is there now. */
  releaseAll(): void {
    for (const reader of [...this.#blocked]) {
      try {
        reader.release()
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  /**
   * Lets all of them read again, soon and in turns. To say so takes no longer for thousands than for one: a write that wakes
   * 5,000 was answered after 2 ms, most of it spent on listing them.
   */
  #wake(waiters: Set<Watcher>, restored: boolean): void {
    this.#woken.set(waiters, restored || this.#woken.get(waiters) === true)
    if (this.#draining) return
    this.#draining = true
    // after the answer to the writer, which may leave at the end of this turn only
    queueMicrotask(() => nextTurn(() => this.#drain()))
  }

  #drain(): void {
    let left = BATCH
    for (const waiters of this.#woken.keys()) {
      for (const waiter of waiters) {
        if (left-- === 0) return nextTurn(() => this.#drain())
        waiters.delete(waiter)
        try {
          waiter.wake(this.#woken.get(waiters) === true)
        } catch (error) {
          this.#onError(error)
        }
      }
      this.#woken.delete(waiters)
    }
    this.#draining = false
  }
}

class BlockedWaiter<T> implements BlockedReader, Watcher {
  readonly since: number
  #value: T
  #subscription: Subscription
  readonly #query: BlockingQuery<T>
  readonly #timer: Timer
  readonly #owner: Owner

  constructor(query: BlockingQuery<T>, value: T, clock: Clock, random: Random, owner: Owner) {
    this.#query = query
    this.#value = value
    this.#owner = owner
    this.since = clock.now()
    this.#subscription = this.#subscribe()
    this.#timer = clock.setTimeout(() => this.#timeout(), jittered(query.wait, random))
  }

  get label(): string {
    return this.#query.label
  }

  /** Something changed: reads again, and answers if it was news. */
  wake(restored: boolean): void {
    this.#unsubscribe()
    try {
      this.#value = this.#query.source.read()
      if (restored || this.#query.isNews(this.#value)) this.release()
      else this.#subscription = this.#subscribe()
    } catch (err) {
      this.#end()
      this.#query.fail(err)
    }
  }

  release(): void {
    this.#end()
    // after a time-out the answer is what the last read gave, as Consul's is
    this.#query.answer(this.#value)
  }

  abandon(): void {
    this.#end()
  }

  #timeout(): void {
    if (this.#query.lookAgain?.(this.#value) !== true) return this.release()
    try {
      this.#value = this.#query.source.read()
      this.release()
    } catch (err) {
      this.#end()
      this.#query.fail(err)
    }
  }

  #subscribe(): Subscription {
    const { source } = this.#query
    if ('watchSetOf' in source) {
      const watchSet = source.watchSetOf(this.#value)
      watchSet.add(this, this.#owner.wake)
      return watchSet
    }
    const alone = new Set<Watcher>([this])
    const end = source.subscribe(restored => this.#owner.wake(alone, restored))
    return {
      delete: () => {
        alone.clear()
        end()
      },
    }
  }

  #unsubscribe(): void {
    this.#subscription.delete(this)
  }

  #end(): void {
    this.#timer.clear()
    this.#unsubscribe()
    this.#owner.end(this as BlockedWaiter<unknown>)
  }
}

/** Steps in which jitter is given: Node keeps a list of timers for each time that is waited. */
const STEPS = 64

/** Up to a sixteenth more, so that many clients with the same wait do not come back together. */
function jittered(wait: number, random: Random): number {
  const step = wait / (16 * STEPS)
  return Math.round(wait + Math.floor(random.next() * STEPS) * step)
}

/** What tells a query that it is to read again, until it is taken out. */
interface Subscription {
  delete(watcher: Watcher): void
}

interface Owner {
  readonly end: (reader: BlockedWaiter<unknown>) => void
  readonly wake: Deliver
}
