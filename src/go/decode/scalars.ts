import { decodeBase64 } from '../base64.ts'
import { MAX_INT64, MAX_UINT64, MIN_INT64, toInt64 } from '../integers.ts'
import { isNull, kindOf, literalOf, refuse, type Schema } from './schema.ts'

/** A string. A Go type of another name is given for the sake of errors, here and below. */
export function string(type = 'string'): Schema<string> {
  const schema: Schema<string> = {
    type,
    zero: () => '',
    read: (value, notes) => (typeof value === 'string' ? value : refuse(notes, value, schema)),
    fill: (value = '') => value,
    isEmpty: value => value === '',
  }
  return schema
}

/** true or false. */
export function bool(type = 'bool'): Schema<boolean> {
  const schema: Schema<boolean> = {
    type,
    zero: () => false,
    read: (value, notes) => (typeof value === 'boolean' ? value : refuse(notes, value, schema)),
    fill: (value = false) => value,
    isEmpty: value => !value,
  }
  return schema
}

/** A whole number that the range takes; beyond 2^53 a bigint. */
function integer(type: string, smallest: bigint, biggest: bigint): Schema<number | bigint> {
  const schema: Schema<number | bigint> = {
    type,
    zero: () => 0,
    read(value, notes) {
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= smallest && value <= biggest) {
        return value + 0
      }
      if (typeof value === 'bigint' && value >= smallest && value <= biggest) {
        return Number.isSafeInteger(Number(value)) ? Number(value) : value
      }
      const kind = kindOf(value)
      return refuse(notes, value, schema, kind === 'number' ? `number ${literalOf(value)}` : kind)
    },
    fill: (value = 0) => value,
    isEmpty: value => value === 0,
  }
  return schema
}

/** Go's int (64 bits); what is beyond 2^53 loses its last digits. */
export function int(type = 'int'): Schema<number> {
  return lossy(integer(type, MIN_INT64, MAX_INT64))
}

/** The same without a sign. */
export const uint = (type = 'uint'): Schema<number> => lossy(uint64(type))

const lossy = (exact: Schema<number | bigint>): Schema<number> => ({
  type: exact.type,
  zero: () => 0,
  read: (value, notes) =>
    notes.loose && typeof value === 'number' ? toInt64(value) : Number(exact.read(value, notes)),
  fill: (value = 0) => value,
  isEmpty: value => value === 0,
})

/** Exact: a bigint beyond 2^53. */
export const uint64 = (type = 'uint64'): Schema<number | bigint> => integer(type, 0n, MAX_UINT64)

/** Any number that float64 holds. */
export function float(type = 'float64'): Schema<number> {
  const schema: Schema<number> = {
    type,
    zero: () => 0,
    read(value, notes) {
      if (kindOf(value) !== 'number') return refuse(notes, value, schema)
      const number = Number(literalOf(value))
      return Number.isFinite(number) ? number : refuse(notes, value, schema, `number ${literalOf(value)}`)
    },
    fill: (value = 0) => value,
    isEmpty: value => value === 0,
  }
  return schema
}

/** A byte. */
export const uint8 = (): Schema<number | bigint> => integer('uint8', 0n, 255n)

/** Bytes, in JSON a base64 string; Go takes an array of numbers as well. */
export function base64(type = '[]uint8'): Schema<Uint8Array | null> {
  const byte = uint8()
  const schema: Schema<Uint8Array | null> = {
    type,
    zero: () => null,
    read(value, notes) {
      if (Array.isArray(value)) {
        return Uint8Array.from(value, item => (isNull(item) ? 0 : Number(byte.read(item, notes))))
      }
      if (typeof value !== 'string') return refuse(notes, value, schema)
      const { bytes, corruptAt: corrupt } = decodeBase64(value)
      if (corrupt === undefined) return new Uint8Array(bytes)
      notes.problem ??= { what: `illegal base64 data at input byte ${corrupt}` }
      return null
    },
    isNilable: true,
    fill: (value = null) => value,
    isEmpty: value => value === null || value.length === 0,
  }
  return schema
}
