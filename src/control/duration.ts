import { ConsulError } from '../model/errors.ts'
import { type Duration, milliseconds as read } from '../library/duration.ts'

/** In milliseconds, never negative. Throws `MC_ERR_DURATION`; `what` says what it was for. */
export function milliseconds(duration: Duration, what: string): number {
  const ms = read(duration, what)
  if (ms >= 0) return ms
  throw new ConsulError('MC_ERR_DURATION', `Failed to ${what}: ${duration} is negative.`)
}
