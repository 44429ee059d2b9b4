import { isObject } from '../lib/equal.ts'
import { isPromise } from '../lib/kinds.ts'
import { nearest } from '../lib/nearest.ts'
import { parseDuration } from '../go/duration.ts'
import { exactNumber, MAX_UINT64 } from '../go/integers.ts'

/** Something in a seed that is not as it must be, and where. */
export class SeedProblem extends Error {
  override readonly name = 'SeedProblem'
  readonly path: string

  constructor(path: string, text: string) {
    super(path === '' ? text : `${path}: ${text}`)
    this.path = path
  }
}

/** Reads a value, or throws a SeedProblem that names the place. */
export type Shape<T = unknown> = (value: unknown, path: string) => T

export const member = (path: string, name: string): string =>
  /^\w+$/.test(name) ? `${path}${path === '' ? '' : '.'}${name}` : `${path}[${JSON.stringify(name)}]`

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'bigint') return 'a number'
  if (isPromise(value)) return 'a promise (await it first)'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

const wrong = (path: string, what: string, value: unknown): SeedProblem =>
  new SeedProblem(path, `must be ${what}, not ${kindOf(value)}`)

export const text: Shape<string> = (value, path) => {
  if (typeof value === 'string') return value
  throw wrong(path, 'a string', value)
}

/** Text. Numbers and booleans become their text, except fractions, whose digits are ambiguous. */
export const looseText: Shape<string> = (value, path) => {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value)
  if (typeof value === 'number') throw new SeedProblem(path, 'must be a string: put the number in quotes')
  throw wrong(path, 'a string', value)
}

export const whole: Shape<number> = (value, path) => {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number
  throw wrong(path, 'a whole number', value)
}

export const uint64: Shape<number | bigint> = (value, path) => {
  const given = typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : value
  const exact = typeof given === 'number' && Number.isSafeInteger(given) ? BigInt(given) : given
  if (typeof exact !== 'bigint') throw wrong(path, 'a whole number', value)
  if (exact < 0n || exact > MAX_UINT64) throw new SeedProblem(path, 'must be between 0 and 18446744073709551615')
  return exactNumber(exact)
}

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value
  throw wrong(path, 'true or false', value)
}

/** Milliseconds as a number, or as Go writes it. */
export const duration: Shape<string | number> = (value, path) => {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  const given = text(value, path)
  try {
    parseDuration(given)
  } catch (err) {
    throw new SeedProblem(path, (err as Error).message)
  }
  return given
}

export const anything: Shape = value => value

export const oneOf =
  (...values: readonly string[]): Shape<string> =>
  (value, path) => {
    if (typeof value === 'string' && values.includes(value)) return value
    throw new SeedProblem(path, `must be one of ${values.join(', ')}`)
  }

export const listOf =
  <T>(shape: Shape<T>): Shape<T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw wrong(path, 'a list', value)
    return value.map((item: unknown, at) => shape(item, `${path}[${at}]`))
  }

/** A list, or the only item of one: as blocks in HCL are written. */
export const someOf =
  <T>(shape: Shape<T>): Shape<T[]> =>
  (value, path) =>
    isObject(value) ? [shape(value, path)] : listOf(shape)(value, path)

export const mapOf =
  <T>(shape: Shape<T>): Shape<Record<string, T>> =>
  (value, path) => {
    if (!isObject(value) || value instanceof Uint8Array) throw wrong(path, 'an object', value)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shape(item, member(path, name))]))
  }

/** How Consul's files, its API and this library spell a name differs in case and underscores only. */
const fold = (name: string): string => name.toLowerCase().replaceAll('_', '')

export interface Fields {
  readonly [name: string]: Shape
}

/** An object with known members, by any spelling; `others` are further names of members. */
export function object(
  fields: Fields,
  { needs = [], others = {} }: { needs?: readonly string[]; others?: Readonly<Record<string, string>> } = {},
): Shape<Record<string, unknown>> {
  const known = new Map<string, string>()
  for (const name of Object.keys(fields)) known.set(fold(name), name)
  for (const [other, name] of Object.entries(others)) known.set(fold(other), name)
  return (value, path) => {
    if (!isObject(value) || isPromise(value)) throw wrong(path, 'an object', value)
    const result: Record<string, unknown> = {}
    for (const [given, item] of Object.entries(value)) {
      const name = known.get(fold(given))
      const shape = name === undefined ? undefined : fields[name]
      if (name === undefined || !shape) {
        const near = nearest(given, Object.keys(fields))
        const hint = near === undefined ? '' : `: did you mean ${near}?`
        throw new SeedProblem(member(path, given), `is not known; there are ${Object.keys(fields).join(', ')}${hint}`)
      }
      if (item !== null && item !== undefined) result[name] = shape(item, member(path, given))
    }
    for (const name of needs) if (result[name] === undefined) throw new SeedProblem(member(path, name), 'is missing')
    return result
  }
}
