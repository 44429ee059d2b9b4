/**
 * The hash that the library `hashstructure` gives a Go value (its first form, over FNV-1 of 64 bits), by the kinds of values
 * that it is made of. A nil pointer counts as the number 0, an empty or missing list or map as nothing.
 */

const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n
const MASK = 0xffffffffffffffffn

function fnv(bytes: Uint8Array): bigint {
  let hash = OFFSET
  for (const byte of bytes) hash = ((hash * PRIME) & MASK) ^ BigInt(byte)
  return hash
}

const words = (...values: readonly bigint[]): Uint8Array => {
  const bytes = Buffer.alloc(8 * values.length)
  values.forEach((value, i) => bytes.writeBigUInt64LE(BigInt.asUintN(64, value), 8 * i))
  return bytes
}

/** In this order: that of a list, or of a name and its value. */
const ordered = (a: bigint, b: bigint): bigint => fnv(words(a, b))

export const hashString = (text: string): bigint => fnv(Buffer.from(text))
export const hashInt = (value: number): bigint => fnv(words(BigInt(value)))
export const hashBool = (value: boolean): bigint => fnv(Uint8Array.of(value ? 1 : 0))
export const NIL = hashInt(0)

/** A Go string, int or bool. */
export const hashScalar = (value: string | number | boolean): bigint =>
  typeof value === 'string' ? hashString(value) : typeof value === 'number' ? hashInt(value) : hashBool(value)

export function hashFloat(value: number): bigint {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return fnv(bytes)
}

export const hashList = <T>(items: readonly T[] | null | undefined, of: (item: T) => bigint): bigint =>
  (items ?? []).reduce((hash, item) => ordered(hash, of(item)), 0n)

export const hashMap = <T>(map: Readonly<Record<string, T>> | null | undefined, of: (value: T) => bigint): bigint =>
  Object.entries(map ?? {}).reduce((hash, [key, value]) => hash ^ ordered(hashString(key), of(value)), 0n)

export const hashStruct = (type: string, fields: Readonly<Record<string, bigint>>): bigint =>
  Object.entries(fields).reduce((hash, [name, value]) => hash ^ ordered(hashString(name), value), hashString(type))

/** A value of any type, as JSON brought it: numbers are floats. */
export function hashAny(value: unknown): bigint {
  if (typeof value === 'string') return hashString(value)
  if (typeof value === 'boolean') return hashBool(value)
  if (typeof value === 'number' || typeof value === 'bigint') return hashFloat(Number(value))
  if (Array.isArray(value)) return hashList(value, hashAny)
  return typeof value === 'object' && value !== null ? hashMap(value as Record<string, unknown>, hashAny) : NIL
}
