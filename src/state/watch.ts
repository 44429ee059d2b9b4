import { type Rows, schema, type TableName, tableNames } from './schema.ts'

/** One read that waits for a change of what it touched. */
export interface Waiter {
  /** Called after a commit that changed something it touched, or after a restore, which changes all. */
  wake(restored: boolean): void
}

/** Takes notes of what a View is asked for. */
export interface Notes {
  row(table: TableName, key: string): void
  prefix(table: TableName, prefix: string): void
  bucket(table: TableName, index: string, key: string): void
  entry(name: string): void
  /** The highest of these entries was reported. */
  reported(names: readonly string[], max: number): void
}

/** What a read looked at: rows, parts of tables and index entries. Filled by a recording View. */
export class Touched implements Notes {
  /** What is waited for. */
  readonly points: { readonly at: WatchPoints; readonly key: string }[] = []
  /** What was only reported: nobody waits for it, but an answer that is kept is over once it is another. */
  readonly reports: { readonly names: readonly string[]; readonly max: number }[] = []
  /** The same for tables, with how often they had changed. */
  readonly aside = new Map<TableName, number>()
  readonly #watches: Watches

  constructor(watches: Watches) {
    this.#watches = watches
  }

  row(table: TableName, key: string): void {
    this.points.push({ at: this.#watches.table(table).rows, key })
  }

  prefix(table: TableName, prefix: string): void {
    this.points.push({ at: this.#watches.table(table).prefixes, key: prefix })
  }

  bucket(table: TableName, index: string, key: string): void {
    this.points.push({ at: this.#watches.table(table).buckets.get(index) as WatchPoints, key })
  }

  entry(name: string): void {
    this.points.push({ at: this.#watches.entries, key: name })
  }

  reported(names: readonly string[], max: number): void {
    this.reports.push({ names, max })
  }
}

/** Who waits at the keys of one kind. */
class WatchPoints {
  readonly #waiters = new Map<string, Set<Waiter>>()

  get isEmpty(): boolean {
    return this.#waiters.size === 0
  }

  add(key: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(key)
    if (waiters) waiters.add(waiter)
    else this.#waiters.set(key, new Set([waiter]))
  }

  delete(key: string, waiter: Waiter): void {
    const waiters = this.#waiters.get(key)
    if (waiters?.delete(waiter) && waiters.size === 0) this.#waiters.delete(key)
  }

  collect(key: string, found: Set<Waiter>): void {
    const waiters = this.#waiters.get(key)
    if (waiters) for (const waiter of waiters) found.add(waiter)
  }

  all(found: Set<Waiter>): void {
    for (const waiters of this.#waiters.values()) for (const waiter of waiters) found.add(waiter)
  }
}

/** Who waits for prefixes. Only prefixes as long as some that are waited for are looked up, so a long key costs no more. */
class PrefixPoints extends WatchPoints {
  /** How many wait, by the length of their prefix. */
  readonly #lengths = new Map<number, number>()

  override add(key: string, waiter: Waiter): void {
    super.add(key, waiter)
    this.#lengths.set(key.length, (this.#lengths.get(key.length) ?? 0) + 1)
  }

  override delete(key: string, waiter: Waiter): void {
    super.delete(key, waiter)
    const left = (this.#lengths.get(key.length) ?? 0) - 1
    if (left > 0) this.#lengths.set(key.length, left)
    else this.#lengths.delete(key.length)
  }

  /** Those whose prefix `key` begins with. */
  override collect(key: string, found: Set<Waiter>): void {
    for (const length of this.#lengths.keys()) {
      if (length <= key.length) super.collect(key.slice(0, length), found)
    }
  }
}

interface TableWatches {
  readonly rows: WatchPoints
  readonly prefixes: PrefixPoints
  readonly buckets: ReadonlyMap<string, WatchPoints>
}

/**
 * Who waits for what. Finding the waiters of a change costs in proportion to the watch points that fit it: a row by
 * its key, prefixes by the key's own prefixes, buckets by the keys of the row before and after.
 */
export class Watches {
  readonly entries = new WatchPoints()
  readonly #tables = new Map<TableName, TableWatches>()

  constructor() {
    for (const name of tableNames) {
      this.#tables.set(name, {
        rows: new WatchPoints(),
        prefixes: new PrefixPoints(),
        buckets: new Map(Object.keys(schema[name].indexes).map(index => [index, new WatchPoints()])),
      })
    }
  }

  table(name: TableName): TableWatches {
    return this.#tables.get(name) as TableWatches
  }

  /** Lets `waiter` wait for a change of anything touched; the returned function ends that, however often it is called. */
  add(waiter: Waiter, { points }: Touched): () => void {
    for (const { at, key } of points) at.add(key, waiter)
    let waits = true
    return () => {
      if (!waits) return
      waits = false
      for (const { at, key } of points) at.delete(key, waiter)
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
    watches.rows.collect(key, found)
    if (!watches.prefixes.isEmpty) watches.prefixes.collect(key, found)
    for (const [index, bucket] of watches.buckets) {
      if (bucket.isEmpty) continue
      const keysOf = schema[table].indexes[index] as (row: Rows[T]) => readonly string[]
      if (before) for (const k of keysOf(before)) bucket.collect(k, found)
      if (after) for (const k of keysOf(after)) bucket.collect(k, found)
    }
  }

  /** Adds to `found` who waits for this index entry. */
  ofEntry(name: string, found: Set<Waiter>): void {
    this.entries.collect(name, found)
  }

  /** Everybody who waits. */
  all(): Set<Waiter> {
    const found = new Set<Waiter>()
    this.entries.all(found)
    for (const { rows, prefixes, buckets } of this.#tables.values()) {
      for (const points of [rows, prefixes, ...buckets.values()]) points.all(found)
    }
    return found
  }
}
