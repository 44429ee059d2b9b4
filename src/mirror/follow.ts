import type { Clock } from '../lib/clock.ts'
import { pause } from '../lib/pause.ts'
import type { Random } from '../lib/random.ts'
import type { ReadVersion } from './source.ts'

/** A list of the source, and what is done with each version of it. */
export interface Followed<T> {
  readonly read: ReadVersion<T>
  readonly apply: (value: T) => void
}

/** What following takes besides. */
export interface FollowParts {
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly random: Random
  /** Called for each attempt that fails; `retry` is in how many milliseconds there is another one. */
  readonly onFailure: (error: unknown, retry: number) => void
  /** Called when the source answers again. */
  readonly onRecovery: () => void
}

/** At most so often is a list read: a busy source is not asked for each of its changes. */
const SPACING = 200
const FIRST_RETRY = 500
const LAST_RETRY = 30_000

/** Applies each version of a list, from the one after `index` on, until the signal aborts. What fails is tried again, ever more rarely. */
export async function follow<T>({ read, apply }: Followed<T>, index: bigint, parts: FollowParts): Promise<void> {
  const { signal, clock, random, onFailure, onRecovery } = parts
  let seen = index
  let failures = 0
  while (!signal.aborted) {
    let delay = SPACING
    try {
      const version = await read(seen, signal)
      if (signal.aborted) return
      if (version.index !== seen) apply(version.value)
      // an index that went backwards is one of another history
      seen = version.index < seen ? 0n : version.index
      if (failures > 0) onRecovery()
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      // what was missed meanwhile is read anew
      seen = 0n
      delay = retryDelay(failures++, random)
      onFailure(error, delay)
    }
    await pause(clock, delay, signal)
  }
}

/** Doubles with each failure, less up to a half, so that many do not come back at once. */
function retryDelay(failures: number, random: Random): number {
  const longest = Math.min(FIRST_RETRY * 2 ** Math.min(failures, 10), LAST_RETRY)
  return Math.round(longest * (1 - random.next() / 2))
}
