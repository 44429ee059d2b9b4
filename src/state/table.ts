import { SortedKeys } from '../lib/sorted-keys.ts'
import { type Rows, schema, type TableName } from './schema.ts'

/** A further way to find rows. */
interface Index<T extends TableName> {
  readonly name: string
  readonly keysOf: (row: Rows[T]) => readonly string[]
  /** The keys of the rows, by what the index lists them under. */
  readonly buckets: Map<string, SortedKeys>
}

/** The rows of one table, by key and by its further indexes, each in order of the keys. */
export class Table<T extends TableName> {
  /** The key of a row. */
  readonly keyOf: (row: Rows[T]) => string
  readonly #rows = new Map<string, Rows[T]>()
  #keys = new SortedKeys()
  readonly #indexes: readonly Index<T>[]
  #version = 0

  constructor(name: T) {
    const { key, indexes } = schema[name]
    this.keyOf = key as (row: Rows[T]) => string
    this.#indexes = Object.entries(indexes).map(([name, keysOf]) => ({ name, keysOf, buckets: new Map() }))
  }

  get size(): number {
    return this.#rows.size
  }

  /** Differs after each change, so that a cache can tell whether there was one. */
  get version(): number {
    return this.#version
  }

  get(key: string): Rows[T] | undefined {
    return this.#rows.get(key)
  }

  scan(prefix = ''): readonly Rows[T][] {
    return this.#rowsOf(this.#keys.withPrefix(prefix))
  }

  keys(prefix = ''): readonly string[] {
    return this.#keys.withPrefix(prefix)
  }

  /** See SortedKeys.ceiling. */
  ceiling(key: string, after = false): string | undefined {
    return this.#keys.ceiling(key, after)
  }

  /** The rows that an index lists under `key`. */
  by(index: string, key: string): readonly Rows[T][] {
    const keys = this.#bucketsOf(index)?.get(key)
    return keys ? this.#rowsOf(keys.withPrefix('')) : NONE
  }

  /** The first of them. */
  firstBy(index: string, key: string): Rows[T] | undefined {
    const first = this.#bucketsOf(index)?.get(key)?.ceiling('')
    return first === undefined ? undefined : this.#rows.get(first)
  }

  /** There are few of them. */
  #bucketsOf(index: string): Index<T>['buckets'] | undefined {
    for (const { name, buckets } of this.#indexes) if (name === index) return buckets
    return undefined
  }

  #rowsOf(keys: readonly string[]): readonly Rows[T][] {
    const rows: Rows[T][] = []
    for (const key of keys) rows.push(this.#rows.get(key) as Rows[T])
    return rows
  }

  /** The keys in use of an index, in no order. */
  indexKeys(index: string): Iterable<string> {
    return this.#bucketsOf(index)?.keys() ?? []
  }

  /** Replaces a row (`undefined`: removes it) and returns the one before. */
  replace(key: string, row: Rows[T] | undefined): Rows[T] | undefined {
    const old = this.#rows.get(key)
    this.#version++
    if (row) {
      this.#rows.set(key, row)
      if (!old) this.#keys.add(key)
    } else if (old) {
      this.#rows.delete(key)
      this.#keys.delete(key)
    }
    for (const { keysOf, buckets } of this.#indexes) {
      const before: readonly string[] = old ? keysOf(old) : NONE
      const after: readonly string[] = row ? keysOf(row) : NONE
      if (before.length === 0 && after.length === 0) continue
      const [had, has] = [holding(before), holding(after)]
      for (const k of before) if (!has(k)) removeFrom(buckets, k, key)
      for (const k of after) if (!had(k)) addTo(buckets, k, key)
    }
    return old
  }

  /** Removes rows that are in it. Where few stay all goes at once, and not one by one. */
  deleteAll(gone: readonly Rows[T][]): void {
    if (gone.length <= this.size - gone.length) {
      for (const row of gone) this.replace(this.keyOf(row), undefined)
      return
    }
    const leaving = new Set(gone)
    const staying = leaving.size === this.size ? NONE : this.scan().filter(row => !leaving.has(row))
    this.#version++
    this.#rows.clear()
    this.#keys = new SortedKeys()
    for (const { buckets } of this.#indexes) buckets.clear()
    for (const row of staying) this.replace(this.keyOf(row), row)
  }
}

const NONE: readonly never[] = []

/** Most rows have one key of an index, for which a set is too dear; some name thousands, for which looking through them is. */
function holding(keys: readonly string[]): (key: string) => boolean {
  if (keys.length < 16) return key => keys.includes(key)
  const set = new Set(keys)
  return key => set.has(key)
}

function addTo(buckets: Map<string, SortedKeys>, bucket: string, key: string): void {
  let keys = buckets.get(bucket)
  if (!keys) buckets.set(bucket, (keys = new SortedKeys()))
  keys.add(key)
}

function removeFrom(buckets: Map<string, SortedKeys>, bucket: string, key: string): void {
  const keys = buckets.get(bucket)
  if (keys?.delete(key) && keys.size === 0) buckets.delete(bucket)
}
