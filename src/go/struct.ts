import { isObject } from '../lib/equal.ts'

/** Reads a member as a field of Go's type would hold it, and so as Go would write it again. */
export type Read = (value: unknown) => unknown

/** A field that Go leaves out when it holds nothing (`omitempty`). */
export interface OmitEmpty {
  readonly omitEmpty: Read
}

/** Marks a field as one that is left out when it holds nothing. */
export const omitEmpty = (read: Read): OmitEmpty => ({ omitEmpty: read })

export const text: Read = value => (typeof value === 'string' ? value : '')
export const number: Read = value => (typeof value === 'number' || typeof value === 'bigint' ? value : 0)
export const flag: Read = value => value === true

/** Bytes stay base64, none are null. */
export const bytes: Read = value => (typeof value === 'string' ? value : null)

/** Of any kind: the keys of maps are sorted, as Go writes them. */
export const anything: Read = value => {
  if (Array.isArray(value)) return value.map(anything)
  return isObject(value) ? mapOf(anything)(value) : (value ?? null)
}

/** A slice. */
export const listOf =
  (read: Read): Read =>
  value =>
    Array.isArray(value) ? value.map(read) : null

/** A map with texts as keys, which Go sorts. */
export const mapOf =
  (read: Read): Read =>
  value =>
    isObject(value)
      ? Object.fromEntries(
          Object.keys(value)
            .toSorted()
            .map(key => [key, read(value[key])]),
        )
      : null

/** A pointer to a struct, or nothing. */
export const pointerTo =
  (read: Read): Read =>
  value =>
    isObject(value) ? read(value) : null

/** A struct: its fields in their order, whatever else there is left out. */
export function struct(fields: Readonly<Record<string, Read | OmitEmpty>>): Read {
  const entries = Object.entries(fields)
  return value => {
    const given = isObject(value) ? value : {}
    const result: Record<string, unknown> = {}
    for (const [name, field] of entries) {
      if (typeof field === 'function') {
        result[name] = field(given[name])
        continue
      }
      const read = field.omitEmpty(given[name])
      if (!isEmpty(read)) result[name] = read
    }
    return result
  }
}

/** Go's idea of empty; a struct never is, so an object without members counts only where it was a map. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return value === null || value === '' || value === false || value === 0 || value === 0n
}
