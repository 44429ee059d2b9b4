import type { ConsulClient } from '../client.ts'
import { ClientError } from '../errors.ts'
import type { Clock } from '../../lib/clock.ts'

/** What can be held by so many at once. */
export interface Holder {
  /**
   * Waits until it is held. The signal that it resolves to aborts when it is lost; undefined when the time was up or
   * `signal` aborted before.
   */
  acquire(signal: AbortSignal): Promise<AbortSignal | undefined>
  /** Gives it back. */
  release(): Promise<void>
  /** Removes its keys, unless it is held. */
  destroy(): Promise<void>
}

/** What every holder works with. */
export interface HolderParts {
  readonly client: ConsulClient
  readonly clock: Clock
  /** Of the session. */
  readonly name: string
  /** How often a failed look after the lock is tried again. */
  readonly monitorRetries: number
  /** Milliseconds to wait for it at most; undefined to wait on and on. */
  readonly tryFor: number | undefined
}

/** The lock cannot be had like this; the message is the official client's. */
export class LockError extends ClientError {
  override readonly name = 'LockError'
}

/** The lock that was to be destroyed is held. */
export class LockInUse extends LockError {}

/** What was asked, or an error that begins so. */
export async function explained<T>(prefix: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    throw new LockError(`${prefix}: ${error.message}`, { cause: error })
  }
}

/** What was asked; undefined when `signal` aborted meanwhile. */
async function unlessAborted<T>(signal: AbortSignal, prefix: string, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await explained(prefix, asked)
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}

/** How long one look lasts while others hold the lock. */
export const WAIT = 15_000

/** Milliseconds between looks after a lock that failed. */
export const MONITOR_PAUSE = 1_000

/** Looks again and again, each time for the rest of the time that there is; undefined when that is up. */
export class Deadline {
  readonly #clock: Clock
  readonly #end: number | undefined
  #looks = 0

  constructor(clock: Clock, tryFor: number | undefined) {
    this.#clock = clock
    this.#end = tryFor === undefined ? undefined : clock.now() + tryFor
  }

  /** What the next look reads, which may wait so long; undefined when the time is up or `signal` aborted. */
  async look<T>(signal: AbortSignal, failed: string, read: (wait: number) => Promise<T>): Promise<T | undefined> {
    const wait = this.#next()
    if (signal.aborted || wait === undefined) return undefined
    return unlessAborted(signal, failed, read(wait))
  }

  /** Milliseconds that the next look may wait. */
  #next(): number | undefined {
    const first = this.#looks++ === 0
    if (this.#end === undefined) return WAIT
    const left = this.#end - this.#clock.now()
    return left < 0 && !first ? undefined : Math.max(left, 0)
  }
}
