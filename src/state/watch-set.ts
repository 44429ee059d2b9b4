import { type Rows, schema, type TableName, tableNames } from './schema.ts'

/** One read that waits for a change of what it touched. */
export interface Watcher {
  /** Called after a commit that changed something it touched, or after a restore, which changes all. */
  wake(restored: boolean): void
}

/** Takes notes of what a View is asked for. */
export interface ReadTracker {
  row(table: TableName, key: string): void
  prefix(table: TableName, prefix: string): void
  bucket(table: TableName, index: string, key: string): void
  entry(name: string): void
  /** The highest of these entries was reported. */
  reported(names: readonly string[], max: number): void
}

/** What a read looked at: rows, parts of tables and index entries. Filled by a recording View. */
export class WatchSet implements ReadTracker {
  /** What is waited for. */
  readonly points: { readonly at: WatchPoints; readonly key: string }[] = []
  /** What was only reported: nobody waits for it, but an answer that is kept is over once it is another. */
  readonly reports: { readonly names: readonly string[]; readonly max: number }[] = []
  /** The same for tables, with how often they had changed. */
  readonly untracked = new Map<TableName, number>()
  readonly #watches: WatchRegistry

  constructor(watches: WatchRegistry) {
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
  readonly #watchers = new Map<string, Set<Watcher>>()

  get isEmpty(): boolean {
    return this.#watchers.size === 0
  }

  add(key: string, watcher: Watcher): void {
    const watchers = this.#watchers.get(key)
    if (watchers) watchers.add(watcher)
    else this.#watchers.set(key, new Set([watcher]))
  }

  delete(key: string, watcher: Watcher): void {
    const watchers = this.#watchers.get(key)
    if (watchers?.delete(watcher) && watchers.size === 0) this.#watchers.delete(key)
  }

  collect(key: string, found: Set<Watcher>): void {
    const watchers = this.#watchers.get(key)
    if (watchers) for (const watcher of watchers) found.add(watcher)
  }

  all(found: Set<Watcher>): void {
    for (const watchers of this.#watchers.values()) for (const watcher of watchers) found.add(watcher)
  }
}

/** Who waits for prefixes. Only prefixes as long as some that are waited for are looked up, so a long key costs no more. */
class PrefixPoints extends WatchPoints {
  /** How many wait, by the length of their prefix. */
  readonly #lengths = new Map<number, number>()

  override add(key: string, watcher: Watcher): void {
    super.add(key, watcher)
    this.#lengths.set(key.length, (this.#lengths.get(key.length) ?? 0) + 1)
  }

  override delete(key: string, watcher: Watcher): void {
    super.delete(key, watcher)
    const left = (this.#lengths.get(key.length) ?? 0) - 1
    if (left > 0) this.#lengths.set(key.length, left)
    else this.#lengths.delete(key.length)
  }

  /** Those whose prefix `key` begins with. */
  override collect(key: string, found: Set<Watcher>): void {
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
export class WatchRegistry {
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
  add(watcher: Watcher, { points }: WatchSet): () => void {
    for (const { at, key } of points) at.add(key, watcher)
    let waits = true
    return () => {
      if (!waits) return
      waits = false
      for (const { at, key } of points) at.delete(key, watcher)
    }
  }

  /** Adds to `found` who waits for this row. */
  ofRow<T extends TableName>(
    table: T,
    key: string,
    before: Rows[T] | undefined,
    after: Rows[T] | undefined,
    found: Set<Watcher>,
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
  ofEntry(name: string, found: Set<Watcher>): void {
    this.entries.collect(name, found)
  }

  /** Everybody who waits. */
  all(): Set<Watcher> {
    const found = new Set<Watcher>()
    this.entries.all(found)
    for (const { rows, prefixes, buckets } of this.#tables.values()) {
      for (const points of [rows, prefixes, ...buckets.values()]) points.all(found)
    }
    return found
  }
}
