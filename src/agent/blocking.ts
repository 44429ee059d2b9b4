import type { Clock, Timer } from '../lib/clock.ts'
import { nextTurn } from '../lib/defer.ts'
import { throwLater } from '../lib/notify.ts'
import type { Random } from '../lib/random.ts'

/** Something that can be read, and that tells when it is worth reading again. */
export interface Source<T> {
  read(): T
  /** Calls `wake` once something changed under the last read; `restored` when everything did. The result ends that. */
  subscribe(wake: (restored: boolean) => void): () => void
}

/** The same for what many wait for. */
export interface SharedSource<T> {
  read(): T
  /** Those who were given this by their last read. */
  waiterGroup(value: T): WaiterGroup
}

/** Someone who waits and is to look again. */
export interface Waiter {
  again(restored: boolean): void
}

/** Those who wait for the same change, and are woken together. */
export interface WaiterGroup {
  add(waiter: Waiter): void
  delete(waiter: Waiter): void
}

export interface Wait<T> {
  readonly source: Source<T> | SharedSource<T>
  /** Whether this is what the reader waits for. */
  isNews(value: T): boolean
  /** Whether to look once more when the time is up, rather than answer what the last look saw. */
  lookAgain?(value: T): boolean
  /** Milliseconds, without jitter. */
  readonly wait: number
  answer(value: T): void
  fail(err: unknown): void
  /** For those who look at who waits. */
  readonly label: string
}

/** A reader that waits. */
export interface BlockedReader {
  readonly label: string
  /** When it began to wait, on the emulator's clock. */
  readonly since: number
  /** Answers it now, with what is there. */
  release(): void
  /** Its client is gone: forgets it. */
  abandon(): void
}

/** Told that a reader waits, or does so no more. */
export type BlockedListener = (reader: BlockedReader, waits: boolean) => void

/** How many readers are answered before sockets get their turn again. */
const BATCH = 128

/** The one place where reads wait. Commit, then notify: a writer is answered before those whom its write wakes. */
export class Blocking {
  readonly #clock: Clock
  readonly #random: Random
  readonly #blocked = new Set<BlockedWaiter<unknown>>()
  /** Those who are to look again and did not yet; whether because of a restore. Who ends its wait meanwhile is taken out. */
  readonly #woken = new Map<Set<Waiter>, boolean>()
  readonly #listeners = new Set<BlockedListener>()
  #draining = false
  readonly #owner: Owner = {
    end: reader => {
      if (this.#blocked.delete(reader)) this.#tell(reader, false)
    },
    wake: (waiters, restored) => this.wake(waiters, restored),
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

  /** Reads; answers at once if that is news, else when it is or when the time is up. Undefined when it was answered. */
  read<T>(wait: Wait<T>): BlockedReader | undefined {
    const value = wait.source.read()
    if (wait.isNews(value)) {
      wait.answer(value)
      return undefined
    }
    const reader = new BlockedWaiter(wait, value, this.#clock, this.#random, this.#owner)
    this.#blocked.add(reader as BlockedWaiter<unknown>)
    this.#tell(reader, true)
    return reader
  }

  /** Tells of each reader that begins to wait, and of its end; the result ends that. */
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
   * Lets all of them look again, soon and in turns. To say so takes no longer for thousands than for one: a write that wakes
   * 5,000 was answered after 2 ms, most of it spent on listing them.
   */
  wake(waiters: Set<Waiter>, restored: boolean): void {
    this.#woken.set(waiters, restored || this.#woken.get(waiters) === true)
    if (this.#draining) return
    this.#draining = true
    // behind the answer to who wrote, which may leave at the end of this turn only
    queueMicrotask(() => nextTurn(() => this.#drain()))
  }

  #drain(): void {
    let left = BATCH
    for (const waiters of this.#woken.keys()) {
      for (const waiter of waiters) {
        if (left-- === 0) return nextTurn(() => this.#drain())
        waiters.delete(waiter)
        try {
          waiter.again(this.#woken.get(waiters) === true)
        } catch (error) {
          this.#onError(error)
        }
      }
      this.#woken.delete(waiters)
    }
    this.#draining = false
  }
}

class BlockedWaiter<T> implements BlockedReader, Waiter {
  readonly since: number
  #value: T
  #subscription: Subscription
  readonly #wait: Wait<T>
  readonly #timer: Timer
  readonly #owner: Owner

  constructor(wait: Wait<T>, value: T, clock: Clock, random: Random, owner: Owner) {
    this.#wait = wait
    this.#value = value
    this.#owner = owner
    this.since = clock.now()
    this.#subscription = this.#subscribe()
    this.#timer = clock.setTimeout(() => this.#timeout(), jittered(wait.wait, random))
  }

  get label(): string {
    return this.#wait.label
  }

  /** Something changed: looks whether it was news. */
  again(restored: boolean): void {
    this.#unsubscribe()
    try {
      this.#value = this.#wait.source.read()
      if (restored || this.#wait.isNews(this.#value)) this.release()
      else this.#subscription = this.#subscribe()
    } catch (err) {
      this.#end()
      this.#wait.fail(err)
    }
  }

  release(): void {
    this.#end()
    // the answer after a time-out is what the last look saw, as Consul's is
    this.#wait.answer(this.#value)
  }

  abandon(): void {
    this.#end()
  }

  #timeout(): void {
    if (this.#wait.lookAgain?.(this.#value) !== true) return this.release()
    try {
      this.#value = this.#wait.source.read()
      this.release()
    } catch (err) {
      this.#end()
      this.#wait.fail(err)
    }
  }

  #subscribe(): Subscription {
    const { source } = this.#wait
    if ('waiterGroup' in source) {
      const waiterGroup = source.waiterGroup(this.#value)
      waiterGroup.add(this)
      return waiterGroup
    }
    const alone = new Set<Waiter>([this])
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

/** What tells a sleeper that it is to look again, until it is taken out. */
type Subscription = Pick<WaiterGroup, 'delete'>

interface Owner {
  end(reader: BlockedWaiter<unknown>): void
  wake(waiters: Set<Waiter>, restored: boolean): void
}
