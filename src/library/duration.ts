import { ConsulError } from '../model/errors.ts'
import { parseDuration } from '../go/duration.ts'
import { shown } from '../lib/kinds.ts'

/** Milliseconds, or a duration as Go writes it: `1500`, `'10s'`, `'1h30m'`. */
export type Duration = number | string

/** In milliseconds. Throws `MC_ERR_DURATION`; `what` says what it was for. */
export function milliseconds(duration: Duration, what: string): number {
  if (typeof duration === 'number' && duration >= 0) return duration
  if (typeof duration !== 'string') {
    const reason = `a duration has to be milliseconds or a text such as 10s, not ${shown(duration)}`
    throw new ConsulError('MC_ERR_DURATION', `Failed to ${what}: ${reason}.`)
  }
  try {
    return parseDuration(duration) / 1e6
  } catch (err) {
    throw new ConsulError('MC_ERR_DURATION', `Failed to ${what}: ${(err as Error).message}`, { cause: err })
  }
}

/** As Consul's API takes it: text goes as it is, so that Consul judges it. */
export const durationText = (duration: Duration): string => (typeof duration === 'number' ? `${duration}ms` : duration)
