import type { Clock } from '../../lib/clock.ts'
import { isRetryable, type PairsRead, type ReadOptions } from './kv.ts'
import { LockError, MONITOR_PAUSE } from './holder.ts'
import { pause } from '../../lib/pause.ts'

/** How a lock that is held is looked after. */
export interface Monitor {
  readonly clock: Clock
  readonly retries: number
  /** Reads the keys that show who holds the lock. */
  readonly look: (options: ReadOptions) => Promise<PairsRead>
  /** Whether it is still held, by what was read. */
  readonly isHeld: (read: PairsRead) => boolean
}

/** Looks after a lock until `signal` aborts; resolves when it is lost. */
export async function untilLost({ clock, retries, look, isHeld }: Monitor, signal: AbortSignal): Promise<void> {
  let left = retries
  let index = 0n
  while (!signal.aborted) {
    try {
      const read = await look({ index, consistent: true, signal })
      if (!isHeld(read)) return
      left = retries
      index = read.index
    } catch (error) {
      if (signal.aborted || left === 0 || error instanceof LockError || !isRetryable(error)) return
      left--
      index = 0n
      await pause(clock, MONITOR_PAUSE, signal)
    }
  }
}
