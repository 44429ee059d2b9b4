import { decodeBase64 } from './base64.ts'
import { DurationError, formatDuration, parseDuration } from './duration.ts'
import { compareBytes } from '../lib/compare-bytes.ts'
import { Members, parseExactJson, quoteGo, setOwn, toJson } from './json.ts'

/** JSON that does not fit its schema; the message is the one of Go's encoding/json. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}

/** How a JSON value becomes a typed one, and that one what Go holds. `type` is the Go type that errors name. */
export interface Schema<T, G = T> {
  readonly type: string
  /** What stands for null where there must be something: an element of a list or a map. */
  zero(): T
  /**
   * Never called with null. Records errors in `notes` and continues, as Go does. `into` is what stands there already, because
   * the key is repeated or has a default: structures and maps keep the members that are not given anew.
   */
  read(value: unknown, notes: Notes, into?: T): T
  /** Whether null takes away what stands there already; of other types it changes nothing. */
  readonly isNilable?: boolean
  /** The value as Go holds it, and writes it: zero where nothing was given, fields in order, keys of maps sorted. */
  fill(value: T | undefined): G
  /** Whether Go leaves a field of this value out under `omitempty`; never, where there is none. */
  isEmpty?(value: G): boolean
  /** Set by `omitEmpty`. */
  readonly omitsEmpty?: boolean
}

/** The type that a schema gives: `type Session = Decoded<typeof session>`. */
export type Decoded<S> = S extends Schema<infer T, infer _G> ? T : never

/** What Go holds of it: `type Node = Filled<typeof node>`. */
export type Filled<S> = S extends Schema<infer _T, infer G> ? G : never

/** What went wrong so far. Go reports the first error, except that one of a type with its own decoder wins at once. */
export interface Notes {
  problem: Problem | undefined
  /** From the type's own decoder, which looks at durations when all else was read. */
  late: Problem | undefined
  final: boolean
  /** Unknown fields are passed over: inside a type whose own decoder takes them. */
  readonly lenient: boolean
  /** See `DecodeOptions`. */
  readonly loose: boolean
}

/** How a value is read. */
export interface DecodeOptions {
  /**
   * As configuration files write structures, and options of the library: underscores in names do not count (`service_id` is
   * `ServiceID`), names of `looseAliases` are known, and whole numbers lose what is no part of one.
   */
  readonly loose?: boolean
}

interface Problem {
  /** The whole message, or what kind of value does not go into `type`. */
  readonly what: string
  readonly type?: string
  path?: string
  struct?: string
  /** The next struct outwards gives its name instead. */
  foreign?: boolean
}

/** A value that JSON.parse or parseJson gave, read by the schema; throws DecodeError. */
export function decode<T>(
  schema: Schema<T, unknown>,
  value: unknown,
  { loose = false }: DecodeOptions = {},
  into?: T,
): T {
  const notes: Notes = { problem: undefined, late: undefined, final: false, lenient: false, loose }
  const result = isNull(value) ? (into ?? schema.zero()) : schema.read(value, notes, into)
  const problem = notes.problem ?? notes.late
  if (problem) throw new DecodeError(message(problem))
  return result
}

/**
 * The first JSON value of a text, read by the schema. Unlike `decode`, it knows `1.0` and `1e3` from integers, which Go refuses,
 * and each value of a repeated key. `into`: defaults.
 */
export const decodeJson = <T>(schema: Schema<T, unknown>, text: string | Uint8Array, into?: T): T =>
  decode(schema, parseExact(text), {}, into)

/** The first JSON value of a text for `decode`: numbers that are no exact integers stay as they were written. */
const parseExact = (text: string | Uint8Array): unknown => parseExactJson(text, literal => new Inexact(literal))

/** A number with a fraction or an exponent, or too big, as it was written. */
class Inexact {
  readonly literal: string

  constructor(literal: string) {
    this.literal = literal
  }
}

const isNull = (value: unknown): boolean => value === null || value === undefined

function message({ what, type, struct, path }: Problem): string {
  if (type === undefined) return what
  const target = struct === undefined ? 'value' : `struct field ${struct}.${path}`
  return `json: cannot unmarshal ${what} into Go ${target} of type ${type}`
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Inexact) return 'number'
  return typeof value
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> | Members => kindOf(value) === 'object'

/** The members of an object, one after the other as they were written. */
const entriesOf = (value: Readonly<Record<string, unknown>> | Members): readonly (readonly [string, unknown])[] =>
  value instanceof Members ? value.entries : Object.entries(value)

const literalOf = (value: unknown): string => (value instanceof Inexact ? value.literal : String(value))

function refuse<T>(notes: Notes, value: unknown, schema: Pick<Schema<T>, 'type' | 'zero'>, what = kindOf(value)): T {
  notes.problem ??= { what, type: schema.type }
  return schema.zero()
}

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
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= smallest) return value + 0
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
  return lossy(integer(type, -(2n ** 63n), 2n ** 63n - 1n))
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
export const uint64 = (type = 'uint64'): Schema<number | bigint> => integer(type, 0n, 2n ** 64n - 1n)

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

/** Bytes, in JSON a base64 string. */
export function base64(type = '[]uint8'): Schema<Uint8Array | null> {
  const schema: Schema<Uint8Array | null> = {
    type,
    zero: () => null,
    read(value, notes) {
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
      if (typeof value === 'string' || kindOf(value) === 'number') return given.read(value, notes)
      notes.problem = { what: `strconv.ParseFloat: parsing ${quoteGo(sourceOf(value))}: invalid syntax` }
      notes.final = true
      return undefined
    },
  }
}

/** A value as it stood in the text, but for its white space. */
function sourceOf(value: unknown): string {
  if (isNull(value)) return 'null'
  if (Array.isArray(value)) return `[${value.map(sourceOf).join(',')}]`
  if (kindOf(value) === 'number') return literalOf(value)
  if (!isObject(value)) return toJson(value)
  return `{${entriesOf(value).map(([key, member]) => `${toJson(key)}:${sourceOf(member)}`)}}`
}

const MIN_INT64 = -(2 ** 63)

/** As Go on amd64 converts a float64: without its fraction, and what is out of range becomes the smallest number. */
export const toInt64 = (value: number): number =>
  value >= MIN_INT64 && value < -MIN_INT64 ? Math.trunc(value) : MIN_INT64

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

/** Whatever JSON there is, its numbers as float64: Go's `interface{}`. */
export function raw(): Schema<unknown> {
  const float64 = float()
  return {
    type: 'interface {}',
    zero: () => null,
    read(value, notes) {
      const top = [value]
      const todo: object[] = [top]
      for (let next = todo.pop(); next; next = todo.pop()) {
        for (const [key, given] of Object.entries(next)) {
          const member: unknown = given instanceof Members ? given.plain() : given
          if (typeof member === 'bigint' || member instanceof Inexact) {
            Reflect.set(next, key, float64.read(member, notes))
          } else if (typeof member === 'object' && member !== null) {
            const copy: object = Array.isArray(member) ? [...member] : { ...member }
            Reflect.set(next, key, copy)
            todo.push(copy)
          }
        }
      }
      return top[0]
    },
    isNilable: true,
    fill: value => sorted(value ?? null),
    isEmpty: value => value === null,
  }
}

/** The same with the keys of all objects in order, as Go writes maps. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  return sortedMap(value as Record<string, unknown>, sorted)
}

/** An object with its keys in order of their bytes, and what becomes of its values. */
export function sortedMap<T, U>(members: Readonly<Record<string, T>>, of: (value: T) => U): Record<string, U> {
  const result: Record<string, U> = {}
  for (const key of Object.keys(members).sort(compareBytes)) setOwn(result, key, of(members[key] as T))
  return result
}

/** An array; null in it is the zero value. */
export function list<T, G = T>(of: Schema<T, G>, type = `[]${of.type}`): Schema<T[], G[] | null> {
  const schema: Schema<T[], G[] | null> = {
    type,
    zero: () => [],
    read(value, notes, into) {
      if (!Array.isArray(value)) return refuse(notes, value, schema)
      const items: T[] = []
      for (const item of value) {
        if (notes.final) break
        const present = into?.[items.length]
        if (isNull(item)) items.push((of.isNilable ? undefined : present) ?? of.zero())
        else items.push(of.read(item, notes, present))
      }
      return items
    },
    isNilable: true,
    fill: value => value?.map(item => of.fill(item)) ?? null,
    isEmpty: value => value === null || value.length === 0,
  }
  return schema
}

/** An object with any keys; null in it is the zero value. */
export function map<T, G = T>(
  of: Schema<T, G>,
  type = `map[string]${of.type}`,
): Schema<Record<string, T>, Record<string, G> | null> {
  const schema: Schema<Record<string, T>, Record<string, G> | null> = {
    type,
    zero: () => ({}),
    read(value, notes, into) {
      if (!isObject(value)) return refuse(notes, value, schema)
      const members: Record<string, T> = { ...into }
      for (const [key, member] of entriesOf(value)) {
        if (notes.final) break
        setOwn(members, key, isNull(member) ? of.zero() : of.read(member, notes))
      }
      return members
    },
    isNilable: true,
    fill: value => (value === undefined ? null : sortedMap(value, member => of.fill(member))),
    isEmpty: value => value === null || Object.keys(value).length === 0,
  }
  return schema
}

/** A pointer: null where nothing was given. */
export const pointer = <T, G>(to: Schema<T, G>): Schema<T, G | null> => ({
  type: to.type,
  zero: () => to.zero(),
  read: (value, notes, into) => to.read(value, notes, into),
  isNilable: true,
  fill: value => (value === undefined ? null : to.fill(value)),
  isEmpty: value => value === null,
})

/** A field that Go leaves out where it is empty. */
export const omitEmpty = <T, G>(schema: Schema<T, G>): Schema<T, G | undefined> => ({
  ...(schema as Schema<T, G | undefined>),
  omitsEmpty: true,
})

/** Go's `[]string`. */
export const stringList = (type = '[]string'): Schema<string[], string[] | null> => list(string(), type)

/** Go's `map[string]string`. */
export const stringMap = (type = 'map[string]string'): Schema<Record<string, string>, Record<string, string> | null> =>
  map(string(), type)

// a schema takes what it gives, so that only `any` stands for all of them
// eslint-disable-next-line typescript/no-explicit-any
type Fields = Readonly<Record<string, Schema<any, any>>>

/** What a struct of these fields gives; a field that is absent or null is undefined. */
export type Struct<F extends Fields> = { -readonly [K in keyof F]?: Decoded<F[K]> | undefined }

/** What Go holds of a struct of these fields, in their order. */
export type FilledStruct<F extends Fields> = { -readonly [K in keyof F]: Filled<F[K]> }

/** What a struct is called and how strict it is. */
export interface StructOptions<F extends Fields> {
  /** The Go type with its package (`structs.NodeService`); without one it is anonymous. */
  readonly name?: string
  /** `ignore` by default. */
  readonly unknown?: 'reject' | 'ignore'
  /** Other names of fields; such a value counts only where the field itself is absent or zero. */
  readonly aliases?: Readonly<Record<string, keyof F & string>>
  /** The same for what is read loosely. */
  readonly looseAliases?: Readonly<Record<string, keyof F & string>>
  /**
   * The Go type has a decoder of its own: an error inside wins over earlier ones outside, durations are looked at last, and errors
   * name the field that holds it rather than its own. `lenient`: it ignores unknown fields for every caller.
   */
  readonly custom?: boolean | 'lenient'
}

interface Field {
  readonly name: string
  readonly schema: Schema<unknown, unknown>
  /** As errors call it. */
  readonly path: string
  readonly isAlias: boolean
}

/** An object with known fields; a name matches exactly or else without regard to case. */
export function struct<const F extends Fields>(
  fields: F,
  options: StructOptions<F> = {},
): Schema<Struct<F>, FilledStruct<F>> {
  const { name = 'struct {}', unknown = 'ignore', custom = false } = options
  const find = finder(() => fieldsOf(fields, options.aliases))
  const findLoosely = finder(
    () => fieldsOf(fields, { ...options.aliases, ...options.looseAliases }),
    withoutUnderscores,
  )
  const structName = name.startsWith('struct {') ? '' : name.slice(name.lastIndexOf('.') + 1)

  const readFields = (
    value: Readonly<Record<string, unknown>> | Members,
    notes: Notes,
    into: Struct<F> | undefined,
  ): Struct<F> => {
    const result: Record<string, unknown> = { ...into }
    const others = new Map<Field, unknown>()
    let late: Field | undefined
    for (const [key, given] of entriesOf(value)) {
      const field = (notes.loose ? findLoosely : find)(key)
      if (!field) {
        if (unknown === 'reject' && !notes.lenient) notes.problem ??= { what: `json: unknown field ${quoteGo(key)}` }
        continue
      }
      // what was wrong with a duration is forgotten with it
      if (field === late) notes.late = undefined
      if (isNull(given)) {
        if (!field.schema.isNilable) continue
        if (field.isAlias) others.delete(field)
        else delete result[field.name]
        continue
      }
      const { problem: before, late: lateBefore } = notes
      const member = field.schema.read(given, notes, field.isAlias ? others.get(field) : result[field.name])
      if (notes.problem && notes.problem !== before) within(notes.problem, structName, field.path)
      if (notes.late !== lateBefore) late = field
      if (notes.final) break
      if (field.isAlias) others.set(field, member)
      else result[field.name] = member
    }
    for (const [{ name }, member] of others) if (isZero(result[name])) result[name] = member
    return result as Struct<F>
  }

  const ordered = Object.entries(fields)
  const schema: Schema<Struct<F>, FilledStruct<F>> = {
    type: name,
    zero: () => ({}),
    read(value, notes, into) {
      const readWith = (own: Notes): Struct<F> =>
        isObject(value) ? readFields(value, own, into) : refuse(own, value, schema)
      return custom ? apart(notes, custom === 'lenient', readWith) : readWith(notes)
    },
    fill(value) {
      const result: Record<string, unknown> = {}
      for (const [name, field] of ordered) {
        const filled: unknown = field.fill(value?.[name])
        if (!field.omitsEmpty || !field.isEmpty?.(filled)) result[name] = filled
      }
      return result as FilledStruct<F>
    },
  }
  return schema
}

/** Reads as a type with its own decoder: with notes of its own, whose problem ends all. */
function apart<T>(notes: Notes, lenient: boolean, read: (own: Notes) => T): T {
  const own: Notes = { problem: undefined, late: undefined, final: false, lenient, loose: notes.loose }
  const result = read(own)
  const problem = own.problem ?? own.late
  if (problem) {
    notes.problem = problem
    notes.problem.foreign = true
    notes.final = true
  }
  return result
}

function within(problem: Problem, struct: string, field: string): void {
  // of an error that comes from a type's own decoder, Go keeps what was wrong and names the place outside
  problem.path = problem.path === undefined || problem.foreign ? field : `${field}.${problem.path}`
  if (problem.struct === undefined || problem.foreign) problem.struct = struct
  problem.foreign = false
}

function* fieldsOf<F extends Fields>(
  fields: F,
  aliases: Readonly<Record<string, keyof F & string>> = {},
): Generator<[string, Field]> {
  for (const [name, schema] of Object.entries(fields)) {
    yield [name, { name, schema, path: name, isAlias: false }]
  }
  for (const [alias, name] of Object.entries(aliases)) {
    const schema = fields[name]
    if (schema) yield [alias, { name, schema, path: alias, isAlias: true }]
  }
}

/** The tables are made when the first key is looked up: a start makes hundreds of schemas and reads by hardly any. */
function finder(fields: () => Iterable<[string, Field]>, like = fold): (key: string) => Field | undefined {
  let exact: Map<string, Field> | undefined
  const folded = new Map<string, Field>()
  return key => {
    if (!exact) {
      exact = new Map(fields())
      for (const [name, field] of exact) if (!folded.has(like(name))) folded.set(like(name), field)
    }
    return exact.get(key) ?? folded.get(like(key))
  }
}

const withoutUnderscores = (key: string): string => fold(key).replaceAll('_', '')

/** Unicode has two more letters that are ASCII without regard to case: the Kelvin sign and the long s. */
const fold = (key: string): string => key.toLowerCase().replaceAll('\u017f', 's')

function isZero(value: unknown): boolean {
  if (value instanceof Uint8Array) return value.length === 0
  return typeof value === 'object' && value !== null ? Object.keys(value).length === 0 : !value
}
