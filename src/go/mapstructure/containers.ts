import { isObject } from '../../lib/equal.ts'
import { setOwn } from '../../lib/set-own.ts'
import { kindOf, type Notes, onlyCamel, readAs, type Type, type ValueOf } from './type.ts'

function expectedMap<T>(type: Type<T>, value: unknown, path: string, notes: Notes): T {
  notes.errors.push(`'${path}' expected a map, got '${kindOf(value)}'`)
  return type.zero()
}

/** A list; null where none was given, which is shown as such. */
export function list<T>(of: Type<T>): Type<readonly T[] | null> {
  return {
    name: `[]${of.name}`,
    isList: true,
    zero: () => null,
    read(value, path, notes) {
      if (notes.isStrict && !Array.isArray(value)) {
        notes.errors.push(`'${path}': source data must be an array or slice, got ${kindOf(value)}`)
        return null
      }
      const items = Array.isArray(value) ? value : isObject(value) && Object.keys(value).length === 0 ? [] : [value]
      return items.map((item: unknown, i) => readAs(of, item, `${path}[${i}]`, notes))
    },
    show: value => value && value.map(item => of.show(item)),
    isEmpty: value => value === null || value.length === 0,
  }
}

export type StringMap<T> = Readonly<Record<string, T>>

/** Keys as they are given, values of a kind; null where none was given. Shown in the order of the keys. */
export function map<T>(of: Type<T>): Type<StringMap<T> | null> {
  const type: Type<StringMap<T> | null> = {
    name: `map[string]${of.name}`,
    zero: () => null,
    read(value, path, notes) {
      const members: Record<string, T> = {}
      const before = notes.errors.length
      if (Array.isArray(value) && !notes.isStrict) {
        for (const [i, part] of value.entries()) {
          // the first error is the last
          if (notes.errors.length > before) break
          for (const [key, member] of Object.entries(type.read(part, `${path}[${i}]`, notes) ?? {})) {
            setOwn(members, key, member)
          }
        }
        return members
      }
      if (!isObject(value)) return expectedMap(type, value, path, notes)
      for (const [key, member] of Object.entries(value)) {
        setOwn(members, key, readAs(of, member, `${path}[${key}]`, notes))
      }
      return members
    },
    show(value) {
      if (value === null) return null
      const shown: Record<string, unknown> = {}
      for (const key of Object.keys(value).sort()) setOwn(shown, key, of.show(value[key] as T))
      return shown
    },
    isEmpty: value => value === null || Object.keys(value).length === 0,
  }
  return type
}

/** Whatever there is, its numbers as float64. */
export const anything: Type<unknown> = {
  name: 'interface {}',
  // reads lists of one value itself
  isList: true,
  zero: () => null,
  read: (value, _path, notes) =>
    plainNumbers(!notes.keepsLists && isListOfOne(value) ? unwrapMembers(value[0]) : value),
  show: value => value,
  isEmpty: value => value === null,
}

const isListOfOne = (value: unknown): value is readonly [unknown] => Array.isArray(value) && value.length === 1

/** Within a list of one value that is taken for the value, those that are members of maps are so too, however deep. */
function unwrapMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapMembers)
  if (!isObject(value)) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const member = value[key]
    setOwn(copy, key, unwrapMembers(isListOfOne(member) ? member[0] : member))
  }
  return copy
}

function plainNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(plainNumbers)
  if (!isObject(value)) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) setOwn(copy, key, plainNumbers(value[key]))
  return copy
}

type Fields = Readonly<Record<string, Type<unknown>>>
/** What a struct of these fields holds. */
export type StructOf<F> = { readonly [K in keyof F]: ValueOf<F[K]> }

/** Known fields, whose names ignore case and may be written in snake case. */
export function struct<const F extends Fields>(fields: F): Type<StructOf<F>> {
  const names = Object.keys(fields)
  let bySpelling: ReadonlyMap<string, string> | undefined

  const type: Type<StructOf<F>> = {
    name: 'struct',
    zero: () => Object.fromEntries(names.map(name => [name, fields[name]?.zero()])) as StructOf<F>,
    read(value, path, notes) {
      if (!isObject(value)) return expectedMap(type, value, path, notes)
      const [chosen, unknown] = choose(value)
      const prefix = path === '' ? '' : `${path}.`
      const result: Record<string, unknown> = {}
      for (const name of names) {
        const field = fields[name] as Type<unknown>
        const key = chosen.get(name)
        result[name] = key === undefined ? field.zero() : readAs(field, value[key], prefix + name, notes)
      }
      notes.unknown.push(...unknown.map(key => prefix + key))
      return result as StructOf<F>
    },
    show(value) {
      const shown: Record<string, unknown> = {}
      for (const name of names) {
        const field = fields[name] as Type<unknown>
        const member = (value as Readonly<Record<string, unknown>>)[name]
        if (field.hidden === true || (field.omit === true && field.isEmpty(member))) continue
        shown[name] = field.show(member)
      }
      return shown
    },
    isEmpty: () => false,
  }

  /** Which key is read for each field (the exact spelling wins), and which keys match no field. */
  function choose(value: Record<string, unknown>): [Map<string, string>, string[]] {
    const chosen = new Map<string, string>()
    const unknown: string[] = []
    const keys = Object.keys(value)
    // made when it is first wanted: a start knows hundreds of structs and reads few
    bySpelling ??= spellingsOf(fields)
    for (const key of keys) if (Object.hasOwn(fields, key)) chosen.set(key, key)
    for (const key of keys) {
      if (chosen.get(key) === key) continue
      const name = bySpelling.get(key.toLowerCase())
      if (name === undefined || chosen.has(name)) unknown.push(key)
      else chosen.set(name, key)
    }
    return [chosen, unknown.sort()]
  }
  return type
}

/** A struct whose fields' names ignore case and have no spelling in snake case. */
export const camelStruct = <const F extends Fields>(fields: F): Type<StructOf<F>> =>
  struct(Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, onlyCamel(type)]))) as never

/** The names of fields by how they may be written, in lower case. */
function spellingsOf(fields: Fields): ReadonlyMap<string, string> {
  const names = Object.keys(fields)
  const bySpelling = new Map<string, string>()
  for (const name of names) if (fields[name]?.onlyCamel !== true) bySpelling.set(snakeCase(name), name)
  for (const name of names) bySpelling.set(name.toLowerCase(), name)
  return bySpelling
}

/** A struct that may be absent. */
export function pointer<T>(of: Type<T>): Type<T | null> {
  return {
    ...of,
    zero: () => null,
    // a list of one value is taken for the value once for the pointer and once for what it points to
    read: (value, path, notes) => readAs(of, value, path, notes),
    show: value => (value === null ? null : of.show(value)),
    isEmpty: value => value === null,
  }
}

/** `ConnectTimeoutMs` → `connect_timeout_ms`, `ExternalSNI` → `external_sni`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z])(\d)/g, '$1_$2')
    .toLowerCase()
}
