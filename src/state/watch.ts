import { type Rows, schema, type TableName, tableNames } from './schema.ts'

/** One read that waits for a change of what it touched. */
export interface Waiter {
  /** Called after a commit that changed something it touched, or after a restore, which changes all. */
  wake(restored: boolean): void
}

/** What a read looked at: rows, parts of tables and index entries. Filled by a recording View. */
export class Touched {
  readonly points: { readonly map: Map<string, Set<Waiter>>; readonly key: string }[] = []
  readonly #watches: Watches

  constructor(watches: Watches) {
    this.#watches = watches
  }

  row(table: TableName, key: string): void {
    this.points.push({ map: this.#watches.table(table).rows, key })
  }

  prefix(table: TableName, prefix: string): void {
    this.points.push({ map: this.#watches.table(table).prefixes, key: prefix })
  }

  bucket(table: TableName, index: string, key: string): void {
    this.points.push({ map: this.#watches.table(table).buckets.get(index) as Map<string, Set<Waiter>>, key })
  }

  entry(name: string): void {
    this.points.push({ map: this.#watches.entries, key: name })
  }
}

interface TableWatches {
  readonly rows: Map<string, Set<Waiter>>
  readonly prefixes: Map<string, Set<Waiter>>
  readonly buckets: Map<string, Map<string, Set<Waiter>>>
}

/**
 * Who waits for what. Finding the waiters of a change costs in proportion to the watch points that fit it: a row by
 * its key, prefixes by walking the key's own prefixes, buckets by the keys of the row before and after.
 */
export class Watches {
  readonly entries = new Map<string, Set<Waiter>>()
  readonly #tables = new Map<TableName, TableWatches>()

  constructor() {
    for (const name of tableNames) {
      this.#tables.set(name, {
        rows: new Map(),
        prefixes: new Map(),
        buckets: new Map(Object.keys(schema[name].indexes).map(index => [index, new Map()])),
      })
    }
  }

  table(name: TableName): TableWatches {
    return this.#tables.get(name) as TableWatches
  }

  /** Lets `waiter` wait for a change of anything touched; the returned function ends that. */
  add(waiter: Waiter, touched: Touched): () => void {
    for (const { map, key } of touched.points) {
      let waiters = map.get(key)
      if (!waiters) map.set(key, (waiters = new Set()))
      waiters.add(waiter)
    }
    return () => {
      for (const { map, key } of touched.points) {
        const waiters = map.get(key)
        if (waiters?.delete(waiter) && waiters.size === 0) map.delete(key)
      }
    }
  }

  /** Adds to `found` who waits for this row. */
  ofRow<T extends TableName>(
    table: T,
    key: string,
    before: Rows[T] | undefined,
    after: Rows[T] | undefined,
    found: Set<Waiter>,
  ): void {
    const watches = this.table(table)
    if (watches.rows.size > 0) collect(watches.rows, key, found)
    if (watches.prefixes.size > 0) {
      for (let length = 0; length <= key.length; length++) collect(watches.prefixes, key.slice(0, length), found)
    }
    for (const [index, buckets] of watches.buckets) {
      if (buckets.size === 0) continue
      const keysOf = schema[table].indexes[index] as (row: Rows[T]) => readonly string[]
      if (before) for (const k of keysOf(before)) collect(buckets, k, found)
      if (after) for (const k of keysOf(after)) collect(buckets, k, found)
    }
  }

  /** Adds to `found` who waits for this index entry. */
  ofEntry(name: string, found: Set<Waiter>): void {
    if (this.entries.size > 0) collect(this.entries, name, found)
  }

  /** Everybody who waits. */
  all(): Set<Waiter> {
    const found = new Set<Waiter>()
    const maps = [this.entries]
    for (const t of this.#tables.values()) maps.push(t.rows, t.prefixes, ...t.buckets.values())
    for (const map of maps) for (const waiters of map.values()) for (const waiter of waiters) found.add(waiter)
    return found
  }
}

function collect(map: Map<string, Set<Waiter>>, key: string, found: Set<Waiter>): void {
  const waiters = map.get(key)
  if (waiters) for (const waiter of waiters) found.add(waiter)
}
