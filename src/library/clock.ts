import { ConsulError } from '../model/errors.ts'
import { type Clock, MovableClock } from '../lib/clock.ts'
import { turns, TURNS_TO_SEND } from '../lib/defer.ts'
import { type Duration, milliseconds } from './duration.ts'

/** A clock that can be moved forward. */
export interface ConsulClock extends Clock {
  /**
   * Moves time forward and runs everything that falls due on the way: session TTLs, lock delays, checks, `?wait=`. Resolves when the
   * answers that this caused have been sent. Rejects with `MC_ERR_DURATION` for an invalid duration.
   *
   * @example await consul.clock.advance('30s')
   */
  advance(by: Duration): Promise<void>
}

/** The latest time that a Date can be. */
const LAST = 8.64e15

/** The clock that options name: `system`, `manual`, or one of the caller's own under ours. */
export function clockOf(clock: 'system' | 'manual' | Clock = 'system'): ConsulClock {
  return new LibraryClock(typeof clock === 'string' ? { manual: clock === 'manual' } : { base: clock })
}

/** Still a MovableClock: the control API moves it, too. */
class LibraryClock extends MovableClock implements ConsulClock {
  override async advance(by: Duration): Promise<void> {
    const ms = milliseconds(by, 'advance the clock')
    // beyond that no date can be told; what runs every second would never end on the way
    if (!(ms >= 0 && this.now() + ms <= LAST)) {
      throw new ConsulError('MC_ERR_DURATION', `Failed to advance the clock: by ${by} it cannot be moved.`)
    }
    await super.advance(ms, () => turns(TURNS_TO_SEND))
  }
}
