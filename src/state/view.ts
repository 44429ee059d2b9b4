import { fold, type Rows, type TableName } from './schema.ts'
import type { Table } from './table.ts'
import type { Notes, Touched } from './watch.ts'

/** The tables and the index entries: all there is to a state. */
export interface Data {
  readonly tables: { readonly [T in TableName]: Table<T> }
  /** Index of the last change by table name, `service.NAME`, `node.NAME`, …: see indexes.ts. */
  readonly entries: Map<string, number>
}

/** Reads of the state. A recording view notes what was looked at; `peek` is the same view without the notes. */
export class View {
  readonly #data: Data
  readonly #touched: Notes | undefined
  readonly #aside: View | undefined
  #peek: View | undefined

  constructor(data: Data, touched?: Notes, aside?: View) {
    this.#data = data
    this.#touched = touched
    this.#aside = aside
  }

  /** A view that notes all it is asked for. */
  static recording(data: Data, touched: Touched): View {
    return new View(data, touched, new View(data, new AsideNotes(data, touched)))
  }

  /** For reads whose changes are seen through something else that was touched. */
  get peek(): View {
    if (!this.#touched) return this
    return (this.#peek ??= new View(this.#data))
  }

  /** For reads that show in the answer although nobody waits for them to change. */
  get aside(): View {
    return this.#aside ?? this
  }

  get<T extends TableName>(table: T, key: string): Rows[T] | undefined {
    this.#touched?.row(table, key)
    return this.#data.tables[table].get(key)
  }

  /** Rows in order of their keys. */
  scan<T extends TableName>(table: T, prefix = ''): readonly Rows[T][] {
    this.#touched?.prefix(table, prefix)
    return this.#data.tables[table].scan(prefix)
  }

  /** The keys alone. */
  keys(table: TableName, prefix = ''): readonly string[] {
    this.#touched?.prefix(table, prefix)
    return this.#data.tables[table].keys(prefix)
  }

  /** The first key at (`after`: behind) a place, within what was touched otherwise. */
  ceiling(table: TableName, key: string, after = false): string | undefined {
    return this.#data.tables[table].ceiling(key, after)
  }

  by<T extends TableName>(table: T, index: string, key: string): readonly Rows[T][] {
    this.#touched?.bucket(table, index, key)
    return this.#data.tables[table].by(index, key)
  }

  first<T extends TableName>(table: T, index: string, key: string): Rows[T] | undefined {
    this.#touched?.bucket(table, index, key)
    return this.#data.tables[table].firstBy(index, key)
  }

  /** Keys in use of an index of a table; touches the whole table. */
  indexKeys(table: TableName, index: string): Iterable<string> {
    this.#touched?.prefix(table, '')
    return this.#data.tables[table].indexKeys(index)
  }

  size(table: TableName): number {
    this.#touched?.prefix(table, '')
    return this.#data.tables[table].size
  }

  /** The index entry of that name; 0 when there is none. */
  entry(name: string): number {
    this.#touched?.entry(name)
    return this.#data.entries.get(name) ?? 0
  }

  hasEntry(name: string): boolean {
    this.#touched?.entry(name)
    return this.#data.entries.has(name)
  }

  /** The highest of several entries, as a number to report: it is not what a reader waits for. */
  max(...names: readonly string[]): number {
    const max = highest(this.#data, names)
    this.#touched?.reported(names, max)
    return max
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

/** Notes which tables were read, each as it was then, and nothing to wait for. */
class AsideNotes implements Notes {
  readonly #data: Data
  readonly #touched: Touched

  constructor(data: Data, touched: Touched) {
    this.#data = data
    this.#touched = touched
  }

  row(table: TableName): void {
    this.#touched.aside.set(table, this.#data.tables[table].version)
  }

  prefix(table: TableName): void {
    this.row(table)
  }

  bucket(table: TableName): void {
    this.row(table)
  }

  entry(name: string): void {
    this.#touched.reported([name], highest(this.#data, [name]))
  }

  reported(names: readonly string[], max: number): void {
    this.#touched.reported(names, max)
  }
}
