import type { Sliceable } from '../lib/slices.ts'
import type { TextParts } from '../lib/text-parts.ts'
import { quoteJson, toJson } from './json.ts'

/** Where a value is written: how deep its members are indented, undefined without indentation. */
export type Depth = number | undefined

/** A member of an object that is made of a row. */
export interface Field<R> {
  readonly key: string
  /** undefined: the member is left out. */
  value(row: R): unknown
  /** `value` as `toJson` writes it. */
  text(row: R, depth: Depth): string | undefined
  /** For what may have many parts: whether it has (undefined: it is left out), and its text in slices. */
  readonly list?: {
    isLong(row: R): boolean | undefined
    slices(row: R, depth: Depth, out: TextParts): Sliceable<void>
  }
}

/** What bytes are joined of: ASCII as it is, since bytes of its own for each text take a quarter of the time of writing a list, and bytes. */
export type AnswerPart = Buffer | string

/** The text, as part of an answer. */
export const partOf = (text: string): AnswerPart => (Buffer.byteLength(text) === text.length ? text : Buffer.from(text))

/** An object made of a row, and its text without making it. */
export interface RecordOf<R> {
  object(row: R): object
  /** The same members, each of which is made when it is looked at: for readers that look at few. */
  fields(row: R): object
  /** What `toJson` writes of the object, in a fraction of its time: what each member holds is known beforehand. */
  text(row: R, depth: Depth): string
  /** The same as a part of an answer. */
  part(row: R, depth: Depth): AnswerPart
  /** Whether it can have lists at all. */
  readonly hasLists: boolean
  /** Whether a list in it is so long that the text should be written in slices. */
  isLong(row: R): boolean
  /** The text in slices. */
  slices(row: R, depth: Depth, out: TextParts): Sliceable<void>
}

/** Line breaks with their indentation, by depth. */
const lines: string[] = []
export const lineOf = (depth: Depth): string =>
  depth === undefined ? '' : (lines[depth] ??= `\n${'    '.repeat(depth)}`)
const outside = (depth: Depth): Depth => (depth === undefined ? undefined : depth - 1)
export const inside = (depth: Depth): Depth => (depth === undefined ? undefined : depth + 1)

/** What stands before the value of each field: where it is the first that is written, and behind another one. */
interface Heads {
  readonly first: readonly string[]
  readonly next: readonly string[]
}

function headsOf(fields: readonly { readonly key: string }[], depth: Depth): Heads {
  const heads = fields.map(({ key }) => `${lineOf(depth)}${quoteJson(key)}${depth === undefined ? ':' : ': '}`)
  return { first: heads.map(head => `{${head}`), next: heads.map(head => `,${head}`) }
}

export function recordOf<R>(fields: readonly Field<R>[]): RecordOf<R> {
  const compact = headsOf(fields, undefined)
  const indented: Heads[] = []
  const headsAt = (depth: Depth): Heads =>
    depth === undefined ? compact : (indented[depth] ??= headsOf(fields, depth))
  class Fields {
    readonly row: R
    constructor(row: R) {
      this.row = row
    }
  }
  for (const { key, value } of fields) {
    Object.defineProperty(Fields.prototype, key, {
      get(this: Fields) {
        return value(this.row)
      },
    })
  }
  const lists = fields.flatMap(({ list }) => list ?? [])
  const textOf = (row: R, depth: Depth): string => {
    const heads = headsAt(depth)
    let out = ''
    for (let i = 0; i < fields.length; i++) {
      const text = (fields[i] as Field<R>).text(row, depth)
      if (text === undefined) continue
      out += out === '' ? heads.first[i] + text : heads.next[i] + text
    }
    return out === '' ? '{}' : `${out}${lineOf(outside(depth))}}`
  }
  return {
    fields: row => new Fields(row),
    object(row) {
      const object: Record<string, unknown> = {}
      for (const field of fields) {
        const value = field.value(row)
        if (value !== undefined) object[field.key] = value
      }
      return object
    },
    text: textOf,
    part: (row, depth) => partOf(textOf(row, depth)),
    hasLists: lists.length > 0,
    isLong(row) {
      for (const list of lists) if (list.isLong(row) === true) return true
      return false
    },
    *slices(row, depth, out) {
      const { first, next } = headsAt(depth)
      let heads = first
      for (const [i, field] of fields.entries()) {
        const { list } = field
        const text = list ? (list.isLong(row) === undefined ? undefined : '') : field.text(row, depth)
        if (text === undefined) continue
        out.add(heads[i] + text)
        heads = next
        if (list) yield* list.slices(row, depth, out)
      }
      out.add(heads === first ? '{}' : `${lineOf(outside(depth))}}`)
    },
  }
}

/** A value as `toJson` writes it where the line that it begins in is indented like this. */
export function jsonAt(value: unknown, depth: Depth): string {
  return depth === undefined ? toJson(value) : toJson(value, true).replaceAll('\n', lineOf(depth))
}

/** Characters of cached texts for each kind of record and depth. */
const MAX_CACHED = 2 * 1024 * 1024
/** The same for rows that are joined from others, whose texts are as long as those of their parts together. */
const MAX_CACHED_JOINED = 4 * MAX_CACHED

/**
 * The same of rows that never change, with their texts cached as long as the rows exist, within a bound: a row is part of many answers, and
 * writing one takes twenty times as long as finding its text.
 */
export function remembered<R extends object>(record: RecordOf<R>): RecordOf<R> {
  const cached = cacheByDepth<R, string>(MAX_CACHED)
  const textOf = (row: R, depth: Depth): string => {
    const cache = cached(depth)
    const known = cache.get(row)
    if (known !== undefined) return known
    const text = joined(record.text(row, depth))
    cache.set(row, text, text.length)
    return text
  }
  return { ...record, text: textOf, part: (row, depth) => partOf(textOf(row, depth)) }
}

/** How a row that is joined anew for each read is known again. */
export interface JoinedFrom<R> {
  /** The one of its parts that has the text: it is in no other row. */
  key(row: R): object
  /** Whether all parts are the very same. */
  same(a: R, b: R): boolean
}

/**
 * The same of rows that are joined from rows that never change: a list of 150 instances that is asked for with other parameters each time
 * copies 150 texts that are known to be ASCII, where it would put each together of four, and leave as much to collect as it sends.
 */
export function rememberedJoin<R>(record: RecordOf<R>, { key, same }: JoinedFrom<R>): RecordOf<R> {
  const cached = cacheByDepth<object, { row: R; part: AnswerPart }>(MAX_CACHED_JOINED)
  return {
    ...record,
    part(row, depth) {
      const cache = cached(depth)
      const known = cache.get(key(row))
      if (known !== undefined && same(known.row, row)) return known.part
      const part = partOf(joined(record.text(row, depth)))
      cache.set(key(row), { row, part }, part.length)
      return part
    },
  }
}

interface TextCache<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V, size: number): void
}

/** A cache for each depth, which starts anew where all that it was given is longer than `max`. */
function cacheByDepth<K extends object, V>(max: number): (depth: Depth) => TextCache<K, V> {
  const caches: TextCache<K, V>[] = []
  const make = (): TextCache<K, V> => {
    let [values, total] = [new WeakMap<K, V>(), 0]
    return {
      get: key => values.get(key),
      set(key, value, size) {
        total += size
        if (total > max) [values, total] = [new WeakMap(), size]
        values.set(key, value)
      },
    }
  }
  return depth => (caches[depth ?? 0] ??= make())
}

/** A concatenated text is a tree until it is first read, which makes it flat: done once here, instead of in every answer. */
function joined(text: string): string {
  text.charCodeAt(0)
  return text
}
