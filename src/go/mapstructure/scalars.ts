import { DurationError, formatDuration, parseDuration } from '../duration.ts'
import { type Parsed, parseGoBool, parseGoFloat, parseGoInt, parseGoUint } from '../numbers.ts'
import { showGo } from '../show.ts'
import { struct } from './containers.ts'
import { goTypeOf, type Notes, readAs, type Type } from './type.ts'
import { exactNumber, toInt64 } from '../integers.ts'

const isNumber = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint'

function refuse<T>(type: Type<T>, value: unknown, path: string, notes: Notes): T {
  const what = `unconvertible type '${goTypeOf(value)}', value: '${showGo(value)}'`
  notes.errors.push(`'${path}' expected type '${type.name}', got ${what}`)
  return type.zero()
}

function parsed<T, R>(type: Type<R>, result: Parsed<T>, path: string, notes: Notes, make: (value: T) => R): R {
  if ('value' in result) return make(result.value)
  notes.errors.push(`cannot parse '${path}' as ${type.name.replace(/\d+$/, '')}: ${result.error}`)
  return type.zero()
}

/** A string type of its own, by the Go name that errors tell. */
export function named(name: string): Type<string> {
  const type: Type<string> = {
    name,
    zero: () => '',
    read(value, path, notes) {
      if (typeof value === 'string') return value
      if (notes.isStrict) return refuse(type, value, path, notes)
      if (typeof value === 'boolean') return value ? '1' : '0'
      return isNumber(value) ? plainDecimal(Number(value)) : refuse(type, value, path, notes)
    },
    show: value => value,
    isEmpty: value => value === '',
  }
  return type
}

export const string = named('string')

export const bool: Type<boolean> = {
  name: 'bool',
  zero: () => false,
  read(value, path, notes) {
    if (typeof value === 'boolean') return value
    if (notes.isStrict) return refuse(bool, value, path, notes)
    if (isNumber(value)) return Number(value) !== 0
    if (typeof value !== 'string') return refuse(bool, value, path, notes)
    return value === '' ? false : parsed(bool, parseGoBool(value), path, notes, given => given)
  },
  show: value => value,
  isEmpty: value => !value,
}

/** Go writes every digit of a whole number. */
export const showWhole = (value: number | bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? value : BigInt(value)

/** Whole numbers; what float64 cannot hold as one becomes the smallest int64, and what does not fit is cut, as in Go. */
function integer<T extends number | bigint>(
  name: string,
  parse: (text: string) => Parsed<bigint>,
  cut: (value: bigint) => T,
): Type<T> {
  const type: Type<T> = {
    name,
    zero: () => cut(0n),
    read(value, path, notes) {
      if (notes.isStrict) {
        if (!isNumber(value)) return refuse(type, value, path, notes)
        if (name.startsWith('u') && value < 0) {
          notes.errors.push(`cannot parse '${path}', ${sixDecimals(Number(value))} overflows uint`)
          return type.zero()
        }
      }
      if (isNumber(value)) return cut(BigInt(toInt64(Number(value))))
      if (typeof value === 'boolean') return cut(value ? 1n : 0n)
      if (typeof value !== 'string') return refuse(type, value, path, notes)
      return parsed(type, parse(value === '' ? '0' : value), path, notes, cut)
    },
    show: showWhole,
    isEmpty: value => Number(value) === 0,
  }
  return type
}

export const int = integer('int', text => parseGoInt(text, 64), Number)
export const int64 = integer('int64', text => parseGoInt(text, 64), Number)
const uint8 = integer(
  'uint8',
  text => parseGoUint(text, 8),
  value => Number(BigInt.asUintN(8, value)),
)

/** Bytes, of a text or of a list of numbers; held and shown in base64. */
export const bytes: Type<string> = {
  name: '[]uint8',
  isList: true,
  zero: () => '',
  read(value, path, notes) {
    if (typeof value === 'string') return Buffer.from(value).toString('base64')
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    return Buffer.from(items.map((item, i) => readAs(uint8, item, `${path}[${i}]`, notes))).toString('base64')
  },
  show: value => value,
  isEmpty: value => value === '',
}

export const uint32 = integer(
  'uint32',
  text => parseGoUint(text, 32),
  value => Number(BigInt.asUintN(32, value)),
)
export const uint64 = integer(
  'uint64',
  text => parseGoUint(text, 64),
  value => exactNumber(BigInt.asUintN(64, value)),
)

function float(name: string): Type<number> {
  const type: Type<number> = {
    name,
    zero: () => 0,
    read(value, path, notes) {
      if (isNumber(value)) return Number(value)
      if (typeof value === 'boolean') return value ? 1 : 0
      if (typeof value !== 'string') return refuse(type, value, path, notes)
      return parsed(type, parseGoFloat(value === '' ? '0' : value), path, notes, given => given)
    },
    show: value => value,
    isEmpty: value => value === 0,
  }
  return type
}

export const float32 = float('float32')
export const float64 = float('float64')

/** Nanoseconds, from a text with units or a bare number of them; shown as the number. */
export const duration: Type<number> = {
  name: 'time.Duration',
  zero: () => 0,
  read(value, path, notes) {
    if (isNumber(value)) return toInt64(Number(value))
    if (notes.isStrict) return refuse(duration, value, path, notes)
    if (typeof value === 'boolean') return value ? 1 : 0
    if (typeof value !== 'string') return refuse(duration, value, path, notes)
    try {
      return parseDuration(value)
    } catch (err) {
      if (!(err instanceof DurationError)) throw err
      notes.errors.push(`error decoding '${path}': ${err.message}`)
      return 0
    }
  },
  show: showWhole,
  isEmpty: value => value === 0,
}

/** The same, shown as a text. */
export const durationText: Type<number> = { ...duration, show: value => formatDuration(value) }

/** To Go a time is a struct, none of whose fields can be given. */
const noFields = struct({})

/** A time as RFC 3339 writes it; '' for none. */
export const time: Type<string> = {
  name: 'time.Time',
  zero: () => '',
  read(value, path, notes) {
    if (typeof value !== 'string') {
      noFields.read(value, path, notes)
      return ''
    }
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)) return value
    const quoted = JSON.stringify(value)
    notes.errors.push(
      `error decoding '${path}': parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`,
    )
    return ''
  },
  show: value => value,
  isEmpty: value => value === '',
}

/** Go's %f. */
const sixDecimals = (value: number): string => (Number.isInteger(value) ? `${BigInt(value)}.000000` : value.toFixed(6))

/** Without an exponent, as strconv.FormatFloat(f, 'f', -1, 64) writes it. */
function plainDecimal(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  const [digits = '', exponent = '0'] = text.split('e')
  const shift = -Number(exponent)
  const [sign, bare] = digits.startsWith('-') ? ['-', digits.slice(1)] : ['', digits]
  if (shift < 0) {
    const [whole = '', fraction = ''] = bare.split('.')
    return sign + whole + fraction.padEnd(-shift, '0')
  }
  return `${sign}0.${'0'.repeat(shift - 1)}${bare.replace('.', '')}`
}
