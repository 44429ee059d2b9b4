/** A timer that has not fired yet. */
export interface Timer {
  /** Idempotent; after it the function never runs. */
  clear(): void
}

/** The source of time of an emulator: one clock drives everything in it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `fn` once after `ms` milliseconds (never before the current turn ends). */
  setTimeout(fn: () => void, ms: number): Timer
}

/** The longest delay that Node's own timers take; longer ones fire at once. */
const LONGEST = 2 ** 31 - 1

class SystemTimer implements Timer {
  readonly #handle: NodeJS.Timeout

  constructor(handle: NodeJS.Timeout) {
    this.#handle = handle
  }

  clear(): void {
    clearTimeout(this.#handle)
  }
}

/** The machine's time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(fn, ms) {
    const handle = setTimeout(fn, Math.min(Math.max(ms, 0), LONGEST))
    handle.unref()
    return new SystemTimer(handle)
  },
}

/** The same with timers that do keep it alive, for what has nothing else to wait for. */
export const wakefulClock: Clock = {
  now: () => Date.now(),
  setTimeout(fn, ms) {
    return new SystemTimer(setTimeout(fn, Math.min(Math.max(ms, 0), LONGEST)))
  },
}

/** A timer of a clock that can be moved. A class, because there may be one for each of thousands of waiters. */
class Due implements Timer {
  readonly at: number
  readonly seq: number
  readonly fn: () => void
  readonly #all: Map<Due, Timer | undefined>

  constructor(at: number, seq: number, fn: () => void, all: Map<Due, Timer | undefined>) {
    this.at = at
    this.seq = seq
    this.fn = fn
    this.#all = all
  }

  clear(): void {
    this.#all.get(this)?.clear()
    this.#all.delete(this)
  }
}

/** A clock that runs on top of another one (or stands still) and can be moved forward. */
export class MovableClock implements Clock {
  #offset = 0
  #stopped: number | undefined
  #seq = 0
  #moves = 0
  readonly #listeners = new Set<() => void>()
  readonly #due = new Map<Due, Timer | undefined>()
  readonly #base: Clock

  /** `manual`: stands still until advanced. Otherwise it flows with `base` and can be advanced besides. */
  constructor(options: { manual?: boolean; base?: Clock; start?: number } = {}) {
    this.#base = options.base ?? systemClock
    if (options.manual) this.#stopped = options.start ?? this.#base.now()
  }

  now(): number {
    return this.#stopped ?? this.#base.now() + this.#offset
  }

  setTimeout(fn: () => void, ms: number): Timer {
    const due = new Due(this.now() + Math.max(ms, 0), this.#seq++, fn, this.#due)
    this.#due.set(due, this.#arm(due))
    return due
  }

  /** Whether it stands still until advanced. */
  get manual(): boolean {
    return this.#stopped !== undefined
  }

  /** Milliseconds that it was moved ahead of the clock below it; 0 for one that stands still. */
  get offset(): number {
    return this.#offset
  }

  /** How often it was moved. */
  get moves(): number {
    return this.#moves
  }

  /** Called after each move, until the returned function is called. */
  onMoved(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** How many timers wait: what a test asks to see that nothing was left behind. */
  get pending(): number {
    return this.#due.size
  }

  /**
   * Moves time forward by `ms`, running what falls due in order of its time, each at its own moment.
   * `settle` is awaited after each moment, so that what it started (sockets, promises) can set further timers.
   */
  async advance(ms: number, settle: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const end = this.now() + ms
    for (;;) {
      const next = this.#next()
      if (!next || next.at > end) break
      this.#moveTo(next.at)
      this.#fire(next)
      await settle()
    }
    this.#moveTo(end)
    for (const due of this.#due.keys()) {
      this.#due.get(due)?.clear()
      this.#due.set(due, this.#arm(due))
    }
    this.#moves++
    for (const listener of [...this.#listeners]) listener()
    await settle()
  }

  #next(): Due | undefined {
    let next: Due | undefined
    for (const due of this.#due.keys()) {
      if (!next || due.at < next.at || (due.at === next.at && due.seq < next.seq)) next = due
    }
    return next
  }

  #moveTo(time: number): void {
    if (this.#stopped !== undefined) this.#stopped = Math.max(time, this.#stopped)
    else this.#offset += Math.max(0, time - this.now())
  }

  #arm(due: Due): Timer | undefined {
    if (this.#stopped !== undefined) return undefined
    return this.#base.setTimeout(() => this.#fire(due), due.at - this.now())
  }

  #fire(due: Due): void {
    const timer = this.#due.get(due)
    if (!this.#due.delete(due)) return
    timer?.clear()
    due.fn()
  }
}
