import { fold, type Rows, type TableName } from './schema.ts'
import type { Table } from './table.ts'
import type { ReadTracker, WatchSet } from './watch-set.ts'

/** The tables and the index entries: all there is to a state. */
export interface Data {
  readonly tables: { readonly [T in TableName]: Table<T> }
  /** Index of the last change by table name, `service.NAME`, `node.NAME`, …: see indexes.ts. */
  readonly entries: Map<string, number>
}

/** Reads of the state. A tracking view adds what is read to a watch set; `peek` is the same view without tracking. */
export class View {
  readonly #data: Data
  readonly #watchSet: ReadTracker | undefined
  readonly #untracked: View | undefined
  /** Whether a query may block on what is read, and is woken as by Consul: also by what does not change it. */
  readonly blocks: boolean
  #peek: View | undefined

  constructor(data: Data, watchSet?: ReadTracker, untracked?: View, blocks = false) {
    this.#data = data
    this.#watchSet = watchSet
    this.#untracked = untracked
    this.blocks = blocks
  }

  /** A view that adds all it is asked for to a watch set. */
  static tracking(data: Data, watchSet: WatchSet, blocks = false): View {
    return new View(data, watchSet, new View(data, new UntrackedReads(data, watchSet)), blocks)
  }

  /** For reads that change only together with something else that was tracked. */
  get peek(): View {
    if (!this.#watchSet) return this
    return (this.#peek ??= new View(this.#data))
  }

  /** For reads that show in the answer although no query waits for them to change. */
  get untracked(): View {
    return this.#untracked ?? this
  }

  get<T extends TableName>(table: T, key: string): Rows[T] | undefined {
    this.#watchSet?.row(table, key)
    return this.#data.tables[table].get(key)
  }

  /** Rows in order of their keys. */
  scan<T extends TableName>(table: T, prefix = ''): readonly Rows[T][] {
    this.#watchSet?.prefix(table, prefix)
    return this.#data.tables[table].scan(prefix)
  }

  /** The keys alone. */
  keys(table: TableName, prefix = ''): readonly string[] {
    this.#watchSet?.prefix(table, prefix)
    return this.#data.tables[table].keys(prefix)
  }

  /** The first key at (`after`: behind) `key`, within what was tracked otherwise. */
  ceiling(table: TableName, key: string, after = false): string | undefined {
    return this.#data.tables[table].ceiling(key, after)
  }

  by<T extends TableName>(table: T, index: string, key: string): readonly Rows[T][] {
    this.#watchSet?.bucket(table, index, key)
    return this.#data.tables[table].by(index, key)
  }

  first<T extends TableName>(table: T, index: string, key: string): Rows[T] | undefined {
    this.#watchSet?.bucket(table, index, key)
    return this.#data.tables[table].firstBy(index, key)
  }

  /** Waits for rows whose keys begin like this. */
  watchPrefix(table: TableName, prefix: string): void {
    this.#watchSet?.prefix(table, prefix)
  }

  /** Waits until the edge of a prefix is joined to the one above it: see `JoinedEdges`. */
  watchEdge(table: TableName, prefix: string): void {
    this.#watchSet?.edge(table, prefix)
  }

  /** Waits for rows whose keys in an index begin like this. */
  watchKeys(table: TableName, index: string, prefix: string): void {
    this.#watchSet?.buckets(table, index, prefix)
  }

  /** The same as `watchEdge` in the tree of an index. */
  watchKeysEdge(table: TableName, index: string, prefix: string): void {
    this.#watchSet?.indexEdge(table, index, prefix)
  }

  /** Keys in use of an index of a table; depends on the whole table. */
  indexKeys(table: TableName, index: string): Iterable<string> {
    this.#watchSet?.prefix(table, '')
    return this.#data.tables[table].indexKeys(index)
  }

  size(table: TableName): number {
    this.#watchSet?.prefix(table, '')
    return this.#data.tables[table].size
  }

  /** The index entry of that name; 0 when there is none. */
  entry(name: string): number {
    this.#watchSet?.entry(name)
    return this.#data.entries.get(name) ?? 0
  }

  hasEntry(name: string): boolean {
    this.#watchSet?.entry(name)
    return this.#data.entries.has(name)
  }

  /** The highest of several entries, as a number to report: it is not what a reader waits for. */
  max(...names: readonly string[]): number {
    const max = highest(this.#data, names)
    this.#watchSet?.reported(names, max)
    return max
  }

  /** What is read is another once this entry moves, though no blocked query is woken by it. */
  staleWith(name: string): void {
    this.#watchSet?.silent(name, highest(this.#data, [name]))
  }

  node(name: string): Rows['nodes'] | undefined {
    return this.get('nodes', fold(name))
  }
}

/** The highest of several index entries; 0 without any. */
export function highest({ entries }: Data, names: readonly string[]): number {
  let max = 0
  for (const name of names) max = Math.max(max, entries.get(name) ?? 0)
  return max
}

/** Tracks which tables were read, with their versions, and nothing to wait for. */
class UntrackedReads implements ReadTracker {
  readonly #data: Data
  readonly #watchSet: WatchSet

  constructor(data: Data, watchSet: WatchSet) {
    this.#data = data
    this.#watchSet = watchSet
  }

  row(table: TableName): void {
    this.#watchSet.untracked.set(table, this.#data.tables[table].version)
  }

  prefix(table: TableName): void {
    this.row(table)
  }

  edge(table: TableName): void {
    this.row(table)
  }

  bucket(table: TableName): void {
    this.row(table)
  }

  buckets(table: TableName): void {
    this.row(table)
  }

  indexEdge(table: TableName): void {
    this.row(table)
  }

  entry(name: string): void {
    this.#watchSet.reported([name], highest(this.#data, [name]))
  }

  reported(names: readonly string[], max: number): void {
    this.#watchSet.reported(names, max)
  }

  silent(name: string, value: number): void {
    this.#watchSet.reported([name], value)
  }
}
