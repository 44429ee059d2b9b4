import { formatDuration, MINUTE } from '../../go/duration.ts'
import { formatTime, parseTime, ZERO_TIME } from '../../go/time.ts'
import { fail } from '../errors.ts'

/** When a new token was made and when it ends ('' for never). */
export function expirationOf(
  given: { readonly ExpirationTTL?: number | undefined; readonly ExpirationTime?: string | undefined },
  now: number,
): { readonly CreateTime: string; readonly ExpirationTime: string } {
  const { ExpirationTTL = 0, ExpirationTime = '' } = given
  const CreateTime = formatTime(now)
  const hasTime = ExpirationTime !== '' && ExpirationTime !== ZERO_TIME
  if (ExpirationTTL !== 0) {
    if (hasTime) fail('Token Expiration TTL and Expiration Time cannot both be set')
    if (ExpirationTTL < 0) fail(`Token Expiration TTL '${formatDuration(ExpirationTTL)}' should be > 0`)
    checkLifetime(ExpirationTTL)
    return { CreateTime, ExpirationTime: formatTime(now + Math.floor(ExpirationTTL / 1e6)) }
  }
  if (hasTime) {
    const lifetime = (parseTime(ExpirationTime) - now) * 1e6
    if (lifetime < 0) fail('ExpirationTime cannot be before CreateTime')
    checkLifetime(lifetime)
  }
  return { CreateTime, ExpirationTime }
}

/** The lifetime of a token, in nanoseconds, is a minute at least. */
function checkLifetime(lifetime: number): void {
  if (lifetime >= MINUTE) return
  fail(`ExpirationTime cannot be less than 1m0s in the future (was ${formatDuration(lifetime)})`)
}

/** The moment at which a token ends, in milliseconds; undefined for one that does not. */
export function endOf(expirationTime: string): number | undefined {
  return expirationTime === '' || expirationTime === ZERO_TIME ? undefined : parseTime(expirationTime)
}
