import { compareBytes } from '../../lib/compare-bytes.ts'
import { setOwn } from '../../lib/set-own.ts'
import { Members } from '../json/members.ts'
import { float, string } from './scalars.ts'
import { entriesOf, Inexact, isNull, isObject, refuse, type Schema } from './schema.ts'

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
        if (isNull(item) && !of.readsNull) items.push((of.isNilable ? undefined : present) ?? of.zero())
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

/** Something that stays null as an element of a list or a map, as slices and pointers do in Go. */
export const nullable = <T, G>(schema: Schema<T, G>): Schema<T | null, G | null> => ({
  ...(schema as Schema<T | null, G | null>),
  zero: () => null,
  read: (value, notes, into) => schema.read(value, notes, into ?? undefined),
  fill: value => (value === null ? null : schema.fill(value)),
})

/** What must not be null: Go reads it and panics later. So whatever else is wrong is said first. */
export const notNull = <T, G>(schema: Schema<T, G>): Schema<T, G> => ({
  ...schema,
  readsNull: true,
  read(value, notes, into) {
    if (!isNull(value)) return schema.read(value, notes, into)
    notes.late ??= { what: 'null', type: schema.type }
    return schema.zero()
  },
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
