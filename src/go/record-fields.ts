import { quoteJson } from './json.ts'
import { type Depth, type Field, inside, jsonAt, lineOf, type RecordOf } from './record.ts'

/** A member that is a string. */
export const string = <R>(key: string, value: (row: R) => string | undefined): Field<R> => ({
  key,
  value,
  text(row) {
    const text = value(row)
    return text === undefined ? undefined : quoteJson(text)
  },
})

/** A member that is a number or a boolean. */
export const scalar = <R>(key: string, value: (row: R) => number | bigint | boolean | undefined): Field<R> => ({
  key,
  value,
  text(row) {
    const scalar = value(row)
    return scalar === undefined ? undefined : String(scalar)
  },
})

/** A member of any form. */
export const any = <R>(key: string, value: (row: R) => unknown): Field<R> => ({
  key,
  value,
  text(row, depth) {
    const member = value(row)
    if (member === undefined) return undefined
    if (member === null) return 'null'
    return jsonAt(member, depth)
  },
})

/** A member that is made of a part of the row; left out where there is none. */
export const part = <R, P>(key: string, value: (row: R) => P | undefined, record: RecordOf<P>): Field<R> => ({
  key,
  value(row) {
    const own = value(row)
    return own === undefined ? undefined : record.object(own)
  },
  text(row, depth) {
    const own = value(row)
    return own === undefined ? undefined : record.text(own, inside(depth))
  },
  ...(record.hasLists && {
    list: {
      isLong(row) {
        const own = value(row)
        return own === undefined ? undefined : record.isLong(own)
      },
      *slices(row, depth, out) {
        const own = value(row) as P
        // only a text that is written at once can be remembered
        if (record.isLong(own)) yield* record.slices(own, inside(depth), out)
        else out.add(record.text(own, inside(depth)))
      },
    },
  }),
})

/** Parts of a member from which it is written in slices. */
const MANY = 500

/** A member that is a list of what is made of parts of the row; null where there is none, left out where it is undefined. */
export function parts<R, P>(
  key: string,
  value: (row: R) => readonly P[] | null | undefined,
  record: RecordOf<P>,
): Field<R> {
  return {
    key,
    value: row => value(row)?.map(item => record.object(item)) ?? (value(row) as null | undefined),
    text(row, depth) {
      const items = value(row)
      if (!items) return items === null ? 'null' : undefined
      if (items.length === 0) return '[]'
      const line = lineOf(inside(depth))
      let out = '['
      for (const item of items) out += (out === '[' ? line : `,${line}`) + record.text(item, inside(inside(depth)))
      return `${out}${lineOf(depth)}]`
    },
    list: {
      isLong(row) {
        const items = value(row)
        return items === undefined ? undefined : items !== null && items.length >= MANY
      },
      *slices(row, depth, out) {
        const items = value(row)
        if (!items || items.length === 0) return out.add(items ? '[]' : 'null')
        const line = lineOf(inside(depth))
        let before = `[${line}`
        for (const item of items) {
          out.add(before + record.text(item, inside(inside(depth))))
          before = `,${line}`
          if (out.pack()) yield
        }
        out.add(`${lineOf(depth)}]`)
      },
    },
  }
}

/** A member that is an object of what is made of parts of the row, by their keys in the order of the map. */
export function members<R, P>(key: string, value: (row: R) => ReadonlyMap<string, P>, record: RecordOf<P>): Field<R> {
  /** What stands before each of them but the first, and at the end. */
  const around = (depth: Depth) => ({
    line: lineOf(inside(depth)),
    colon: depth === undefined ? ':' : ': ',
    end: `${lineOf(depth)}}`,
  })
  return {
    key,
    value: row => Object.fromEntries([...value(row)].map(([name, item]) => [name, record.object(item)])),
    text(row, depth) {
      const { line, colon, end } = around(depth)
      let out = ''
      for (const [name, item] of value(row)) {
        out += `${out === '' ? '{' : ','}${line}${quoteJson(name)}${colon}${record.text(item, inside(inside(depth)))}`
      }
      return out === '' ? '{}' : out + end
    },
    list: {
      isLong(row) {
        const items = value(row)
        return items.size >= MANY || [...items.values()].some(item => record.isLong(item))
      },
      *slices(row, depth, out) {
        const items = value(row)
        if (items.size === 0) return out.add('{}')
        const { line, colon, end } = around(depth)
        let before = '{'
        for (const [name, item] of items) {
          out.add(`${before}${line}${quoteJson(name)}${colon}`)
          before = ','
          if (record.isLong(item)) yield* record.slices(item, inside(inside(depth)), out)
          else out.add(record.text(item, inside(inside(depth))))
          if (out.pack()) yield
        }
        out.add(end)
      },
    },
  }
}
