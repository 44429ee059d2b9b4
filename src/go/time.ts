import { quoteTime } from './duration.ts'

/** A text that is no time; the message is Go's. */
export class TimeError extends Error {
  override readonly name = 'TimeError'
}

const LAYOUT = '2006-01-02T15:04:05Z07:00'

/** Go's zero time, which stands for none. */
export const ZERO_TIME = '0001-01-01T00:00:00Z'

interface Part {
  /** What stands there in the layout. */
  readonly layout: string
  readonly pattern: RegExp
  readonly range?: readonly [name: string, least: number, most: number]
}

const PARTS: readonly Part[] = [
  { layout: '2006', pattern: /^\d{4}/ },
  { layout: '-', pattern: /^-/ },
  { layout: '01', pattern: /^\d{2}/, range: ['month', 1, 12] },
  { layout: '-', pattern: /^-/ },
  { layout: '02', pattern: /^\d{2}/, range: ['day', 1, 31] },
  { layout: 'T', pattern: /^T/ },
  { layout: '15', pattern: /^\d{2}/, range: ['hour', 0, 23] },
  { layout: ':', pattern: /^:/ },
  { layout: '04', pattern: /^\d{2}/, range: ['minute', 0, 59] },
  { layout: ':', pattern: /^:/ },
  { layout: '05', pattern: /^\d{2}([.,]\d+)?/, range: ['second', 0, 59] },
  { layout: 'Z07:00', pattern: /^(Z|[-+]\d{2}:\d{2})/ },
]

/** Milliseconds of a time in RFC 3339; throws TimeError with Go's text. */
export function parseTime(text: string): number {
  const fail = (why: string): never => {
    throw new TimeError(`parsing time ${quoteTime(text)}${why}`)
  }
  let rest = text
  for (const { layout, pattern, range } of PARTS) {
    const [found] = pattern.exec(rest) ?? fail(` as "${LAYOUT}": cannot parse ${quoteTime(rest)} as "${layout}"`)
    rest = rest.slice(found.length)
    const value = Math.trunc(Number(found.replace(',', '.')))
    if (range && (value < range[1] || value > range[2])) fail(`: ${range[0]} out of range`)
  }
  if (rest !== '') fail(`: extra text: ${quoteTime(rest)}`)
  const ms = Date.parse(text.replace(',', '.').replace(/(\.\d{3})\d+/, '$1'))
  return Number.isNaN(ms) ? fail(': day out of range') : ms
}

/** A time as Go writes it to JSON. */
export const formatTime = (ms: number): string => new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z')
