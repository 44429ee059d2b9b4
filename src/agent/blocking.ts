import type { Clock, Timer } from '../lib/clock.ts'
import { nextTurn } from '../lib/defer.ts'
import type { Random } from '../lib/random.ts'
import type { Store } from '../state/store.ts'
import type { View } from '../state/view.ts'

/** Something that can be read, and that tells when it is worth reading again. */
export interface Source<T> {
  read(): T
  /** Calls `wake` once something changed under the last read; `restored` when everything did. The result ends that. */
  subscribe(wake: (restored: boolean) => void): () => void
}

export interface Wait<T> {
  readonly source: Source<T>
  /** Whether this is what the reader waits for. */
  isNews(value: T): boolean
  /** Whether to look once more when the time is up, rather than answer what the last look saw. */
  readonly lookAgain?: (value: T) => boolean
  /** Milliseconds, without jitter. */
  readonly wait: number
  readonly answer: (value: T) => void
  readonly fail: (err: unknown) => void
  /** For those who look at who waits. */
  readonly label: string
}

/** A reader that waits. */
export interface Parked {
  readonly label: string
  /** When it began to wait, on the emulator's clock. */
  readonly since: number
  /** Answers it now, with what is there. */
  release(): void
  /** Its client is gone: forgets it. */
  abandon(): void
}

/** Told that a reader waits, or does so no more. */
export type ParkingListener = (reader: Parked, waits: boolean) => void

/** How many readers are answered before sockets get their turn again. */
const BATCH = 128

/** The one place where reads wait. Commit, then notify: a writer is answered before those whom its write wakes. */
export class Blocking {
  readonly #clock: Clock
  readonly #random: Random
  readonly #parked = new Set<Waiting<unknown>>()
  #woken = new Set<Waiting<unknown>>()
  readonly #listeners = new Set<ParkingListener>()
  #draining = false

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  get parked(): Iterable<Parked> {
    return this.#parked
  }

  get size(): number {
    return this.#parked.size
  }

  /** Reads; answers at once if that is news, else when it is or when the time is up. Undefined when it was answered. */
  read<T>(wait: Wait<T>): Parked | undefined {
    const value = wait.source.read()
    if (wait.isNews(value)) {
      wait.answer(value)
      return undefined
    }
    const waiting = new Waiting(wait, value, this.#clock, this.#random, {
      end: w => {
        this.#woken.delete(w)
        if (this.#parked.delete(w)) this.#tell(w, false)
      },
      woken: w => this.#wake(w),
    })
    this.#parked.add(waiting as Waiting<unknown>)
    this.#tell(waiting, true)
    return waiting
  }

  /** Tells of each reader that begins to wait, and of its end; the result ends that. */
  onChange(listener: ParkingListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(reader: Parked, waits: boolean): void {
    for (const listener of this.#listeners) listener(reader, waits)
  }

  /** Answers all with what is there now. */
  releaseAll(): void {
    for (const waiting of [...this.#parked]) waiting.release()
  }

  #wake(waiting: Waiting<unknown>): void {
    this.#woken.add(waiting)
    if (this.#draining) return
    this.#draining = true
    queueMicrotask(() => this.#drain())
  }

  #drain(): void {
    let left = BATCH
    for (const waiting of this.#woken) {
      this.#woken.delete(waiting)
      waiting.again()
      if (--left === 0) break
    }
    if (this.#woken.size > 0) nextTurn(() => this.#drain())
    else this.#draining = false
  }
}

class Waiting<T> implements Parked {
  readonly since: number
  #value: T
  #restored = false
  #unsubscribe: () => void
  readonly #wait: Wait<T>
  readonly #timer: Timer
  readonly #owner: Owner

  constructor(wait: Wait<T>, value: T, clock: Clock, random: Random, owner: Owner) {
    this.#wait = wait
    this.#value = value
    this.#owner = owner
    this.since = clock.now()
    this.#unsubscribe = this.#subscribe()
    // up to a sixteenth more, so that many clients with the same wait do not come back together
    this.#timer = clock.setTimeout(() => this.#timeout(), wait.wait + random.next() * (wait.wait / 16))
  }

  get label(): string {
    return this.#wait.label
  }

  /** Something changed: looks whether it was news. */
  again(): void {
    this.#unsubscribe()
    try {
      this.#value = this.#wait.source.read()
      if (this.#restored || this.#wait.isNews(this.#value)) this.release()
      else this.#unsubscribe = this.#subscribe()
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

  #subscribe(): () => void {
    return this.#wait.source.subscribe(restored => {
      this.#restored ||= restored
      this.#owner.woken(this as Waiting<unknown>)
    })
  }

  #end(): void {
    this.#timer.clear()
    this.#unsubscribe()
    this.#owner.end(this as Waiting<unknown>)
  }
}

/** A read of the store: it waits for whatever the read touched. */
export function storeSource<T>(store: Store, read: (view: View) => T): Source<T> {
  let touched: ReturnType<Store['readTouching']>['touched'] | undefined
  return {
    read() {
      const result = store.readTouching(read)
      touched = result.touched
      return result.value
    },
    subscribe: wake => (touched ? store.wait({ wake }, touched) : () => undefined),
  }
}

interface Owner {
  end(waiting: Waiting<unknown>): void
  woken(waiting: Waiting<unknown>): void
}
