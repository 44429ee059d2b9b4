/** Go's units of time, in nanoseconds. */
export const MICROSECOND = 1e3
export const MILLISECOND = 1e6
export const SECOND = 1e9
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** A text that is no Go duration; the message is Go's own. */
export class DurationError extends Error {
  override readonly name = 'DurationError'
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', MICROSECOND],
  ['\u00b5s', MICROSECOND], // micro sign
  ['\u03bcs', MICROSECOND], // Greek mu
  ['ms', MILLISECOND],
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
])

const LIMIT = 2n ** 63n

/** Nanoseconds of a text such as `1h30m` or `-1.5s`, as Go's time.ParseDuration reads it. */
export function parseDuration(text: string): number {
  return parsePlain(text) ?? parseParts(text)
}

/** Digits of a count that is multiplied without loss. */
const PLAIN_DIGITS = 3

/** A small count of one unit, as in `10m`: what nearly all requests that wait bring, without an object made for it. */
function parsePlain(text: string): number | undefined {
  let count = 0
  let at = 0
  for (; at < text.length && at <= PLAIN_DIGITS; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) break
    count = count * 10 + digit
  }
  const size = at === 0 || at > PLAIN_DIGITS ? undefined : UNITS.get(text.slice(at))
  return size === undefined ? undefined : count * size
}

function parseParts(text: string): number {
  const fail = (what: string): never => {
    throw new DurationError(`time: ${what} ${quoteTime(text)}`)
  }
  const negative = text.startsWith('-')
  const start = negative || text.startsWith('+') ? 1 : 0
  if (text.slice(start) === '0') return 0
  if (text.length === start) fail('invalid duration')

  let total = 0n
  const parts = /([0-9]*)(?:\.([0-9]*))?([^.0-9]*)/y
  for (parts.lastIndex = start; parts.lastIndex < text.length;) {
    const [, whole = '', fraction = '', unit = ''] = parts.exec(text) ?? []
    if (whole === '' && fraction === '') fail('invalid duration')
    const count = wholePart(whole) ?? fail('invalid duration')
    if (unit === '') fail('missing unit in duration')
    const size = UNITS.get(unit) ?? fail(`unknown unit ${quoteTime(unit)} in duration`)
    total += count * BigInt(size) + BigInt(fractionOf(fraction, size))
    if (total > LIMIT) fail('invalid duration')
  }
  if (total === LIMIT && !negative) fail('invalid duration')
  return total === 0n ? 0 : Number(negative ? -total : total)
}

/** Undefined when Go's 63 bits cannot hold it. The length is looked at first: a long text must not cost a long sum. */
function wholePart(digits: string): bigint | undefined {
  const significant = digits.replace(/^0+/, '')
  if (significant.length > 19) return undefined
  const value = BigInt(significant)
  return value > LIMIT ? undefined : value
}

/** Go sums the digits that fit 63 bits and multiplies as float64; so do we, to the same nanosecond. */
function fractionOf(digits: string, size: number): number {
  let sum = 0n
  let scale = 1
  for (const digit of digits.slice(0, 1000)) {
    const next = sum * 10n + BigInt(digit)
    if (sum > (LIMIT - 1n) / 10n || next > LIMIT) break
    sum = next
    scale *= 10
  }
  return Math.trunc(Number(sum) * (size / scale))
}

/** Go's Duration.String: `1m30s`, `1.5s`, `10ms`, `0s`. */
export function formatDuration(ns: number): string {
  const size = Math.abs(Math.trunc(ns))
  const sign = ns < 0 && size > 0 ? '-' : ''
  if (size === 0) return '0s'
  if (size < MICROSECOND) return `${sign}${size}ns`
  if (size < MILLISECOND) return `${sign}${decimal(size, MICROSECOND)}µs`
  if (size < SECOND) return `${sign}${decimal(size, MILLISECOND)}ms`
  const seconds = `${decimal(size % MINUTE, SECOND)}s`
  if (size < MINUTE) return sign + seconds
  const minutes = (size - (size % MINUTE)) / MINUTE
  if (minutes < 60) return `${sign}${minutes}m${seconds}`
  return `${sign}${(minutes - (minutes % 60)) / 60}h${minutes % 60}m${seconds}`
}

function decimal(value: number, unit: number): string {
  const rest = value % unit
  const whole = String((value - rest) / unit)
  if (rest === 0) return whole
  const digits = String(unit).length - 1
  return `${whole}.${String(rest).padStart(digits, '0').replace(/0+$/, '')}`
}

/** Nanoseconds to milliseconds, what timers take. */
export const toMs = (ns: number): number => ns / MILLISECOND

/** The time package quotes simpler than the rest of Go: what is not printable ASCII, byte by byte. */
export function quoteTime(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  return `"${escaped.replace(/[^ -\x7f]+/g, hexBytes)}"`
}

/** Made as bytes, because a client may send megabytes of them. */
function hexBytes(text: string): string {
  const digits = Buffer.from(text).toString('hex')
  const escaped = Buffer.alloc(2 * digits.length, '\\x00')
  for (let i = 0; i < digits.length; i++) escaped[4 * (i >> 1) + 2 + (i & 1)] = digits.charCodeAt(i)
  return escaped.toString('latin1')
}
