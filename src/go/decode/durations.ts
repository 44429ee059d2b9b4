import { DurationError, formatDuration, parseDuration } from '../duration.ts'
import { toJson } from '../json.ts'
import { quoteGo } from '../quote.ts'
import { toInt64 } from '../integers.ts'
import { rawText } from './raw-text.ts'
import { entriesOf, isNull, isObject, kindOf, literalOf, type Notes, type Schema } from './schema.ts'

/**
 * Nanoseconds, given as a Go duration (`10s`) or as a number; what a number means is the caller's choice (by default nanoseconds).
 * Anything else is passed over, as the types do that take both.
 */
export function duration(ofNumber: (value: number) => number = toInt64): Schema<number | undefined, number> {
  return {
    type: 'time.Duration',
    zero: () => undefined,
    read(value, notes) {
      if (kindOf(value) === 'number') return ofNumber(Number(literalOf(value)))
      if (typeof value !== 'string') return undefined
      try {
        return parseDuration(value)
      } catch (error) {
        if (!(error instanceof DurationError)) throw error
        notes.late ??= { what: error.message }
        return undefined
      }
    },
    isNilable: true,
    fill: (value = 0) => value,
    isEmpty: value => value === 0,
  }
}

/** The client's own `ReadableDuration`: what is no text has to be a number, and ends the decoding if it is not. */
export function readableDuration(): Schema<number | undefined, number> {
  const given = duration()
  return {
    ...given,
    read(value, notes) {
      if (kindOf(value) === 'number') return given.read(value, notes)
      if (typeof value === 'string') {
        const own: Notes = { ...notes, late: undefined }
        const read = given.read(rawText(value), own)
        if (own.late) Object.assign(notes, { problem: own.late, final: true })
        return read
      }
      notes.problem = { what: `strconv.ParseFloat: parsing ${quoteGo(sourceOf(value))}: invalid syntax` }
      notes.final = true
      return undefined
    },
  }
}

/** A pointer to one: null takes away a default, so that no time is left. */
export function durationPointer(): ReturnType<typeof readableDuration> {
  const given = readableDuration()
  return { ...given, readsNull: true, read: (value, notes) => (isNull(value) ? 0 : given.read(value, notes)) }
}

/** A value as it stood in the text, but for its white space. */
function sourceOf(value: unknown): string {
  if (isNull(value)) return 'null'
  if (Array.isArray(value)) return `[${value.map(sourceOf).join(',')}]`
  if (kindOf(value) === 'number') return literalOf(value)
  if (!isObject(value)) return toJson(value)
  return `{${entriesOf(value).map(([key, member]) => `${toJson(key)}:${sourceOf(member)}`)}}`
}

/** A duration that Go shows as it writes durations (`10s`). */
export function durationText(): Schema<number | undefined, string> {
  const { type, zero, read } = duration()
  return {
    type,
    zero,
    read,
    isNilable: true,
    fill: (value = 0) => (value === 0 ? '' : formatDuration(value)),
    isEmpty: value => value === '',
  }
}
