import type { Members } from '../json/members.ts'
import { quoteGo } from '../quote.ts'
import {
  type Decoded,
  entriesOf,
  type Filled,
  isNull,
  isObject,
  type Notes,
  type Problem,
  refuse,
  type Schema,
} from './schema.ts'

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
    const { late: lateOutside } = notes
    const late = new Map<string, Problem>()
    for (const [key, given] of entriesOf(value)) {
      const field = (notes.loose ? findLoosely : find)(key)
      if (!field) {
        if (unknown === 'reject' && !notes.lenient) notes.problem ??= { what: `json: unknown field ${quoteGo(key)}` }
        continue
      }
      // what was wrong with a duration is forgotten with it
      late.delete(field.name)
      if (isNull(given) && !field.schema.readsNull) {
        if (!field.schema.isNilable) continue
        if (field.isAlias) others.delete(field)
        else delete result[field.name]
        continue
      }
      const before = notes.problem
      notes.late = undefined
      const member = field.schema.read(given, notes, field.isAlias ? others.get(field) : result[field.name])
      if (notes.problem && notes.problem !== before) within(notes.problem, structName, field.path)
      if (notes.late) late.set(field.name, notes.late)
      if (notes.final) break
      if (field.isAlias) others.set(field, member)
      else result[field.name] = member
    }
    for (const [{ name }, member] of others) if (isZero(result[name])) result[name] = member
    notes.late = lateOutside ?? firstOf(late)
    return result as Struct<F>
  }

  const ordered = Object.entries(fields)
  /** A decoder of its own looks at its durations in the order of the fields, not of the text. */
  const firstOf = (late: ReadonlyMap<string, Problem>): Problem | undefined => {
    if (late.size === 0) return undefined
    const first = ordered.find(([name]) => late.has(name))
    return first && late.get(first[0])
  }
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
