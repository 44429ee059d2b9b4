import { notifyAll, throwLater } from '../lib/notify.ts'
import { type Rows, type TableName, tableNames } from './schema.ts'
import { addMissingRows } from './missing-rows.ts'
import { emptyData, StateDraft, type StateSnapshot } from './draft.ts'
import { JoinedEdges } from './joined-edges.ts'
import type { Table } from './table.ts'
import { WatchRegistry, WatchSet } from './watch-set.ts'
import { type Data, highest, View } from './view.ts'

export type { StateSnapshot } from './draft.ts'

/** A transaction: a view that sees its own writes. Everything it writes carries the same index. */
export class Tx extends View {
  /** The index that this transaction will have if it changes anything. */
  readonly index: number
  readonly #data: Data
  readonly #log: Change[]
  /** Where someone waits for what they join. */
  readonly #edges: JoinedEdges | undefined
  #done: Set<string> | undefined

  constructor(data: Data, index: number, log: Change[], edges?: JoinedEdges) {
    super(data)
    this.#edges = edges
    this.#data = data
    this.index = index
    this.#log = log
  }

  /** Writes a row and freezes it. */
  put<T extends TableName>(table: T, row: Rows[T]): void {
    Object.freeze(row)
    this.#replace(table, (this.#data.tables[table] as Table<T>).keyOf(row), row)
  }

  delete(table: TableName, key: string): void {
    this.#replace(table, key, undefined)
  }

  /** Deletes rows that are there. */
  deleteAll<T extends TableName>(name: T, gone: readonly Rows[T][]): void {
    const table: Table<T> = this.#data.tables[name]
    table.deleteAll(gone)
    for (const row of gone) {
      const key = table.keyOf(row)
      this.#log.push({ kind: 'row', table: name, key, before: row, after: undefined })
      this.#edges?.changed(name, key, row, undefined)
    }
  }

  /** Raises index entries to this transaction's index. */
  bump(...names: readonly string[]): void {
    for (const name of names) this.#setEntry(name, this.index)
  }

  /** Whether nobody asked this before: for what one row after another would do again, and one of them does for all. */
  isFirst(what: string): boolean {
    this.#done ??= new Set()
    return this.#done.size < this.#done.add(what).size
  }

  dropEntry(name: string): void {
    if (this.#data.entries.has(name)) this.#setEntry(name, undefined)
  }

  #setEntry(name: string, index: number | undefined): void {
    const before = this.#data.entries.get(name)
    if (before === index) return
    if (index === undefined) this.#data.entries.delete(name)
    else this.#data.entries.set(name, index)
    this.#log.push({ kind: 'entry', name, before, after: index })
  }

  #replace<T extends TableName>(name: T, key: string, row: Rows[T] | undefined): void {
    const table: Table<T> = this.#data.tables[name]
    if (row) this.#edges?.settle(name)
    const before = table.replace(key, row)
    if (before || row) this.#log.push({ kind: 'row', table: name, key, before, after: row })
    if (before) this.#edges?.changed(name, key, before, row)
  }
}

type Change =
  | {
      kind: 'row'
      table: TableName
      key: string
      before: Rows[TableName] | undefined
      after: Rows[TableName] | undefined
    }
  | { kind: 'entry'; name: string; before: number | undefined; after: number | undefined }

/** More than the changes that a table has between two restores. */
const RESTORE_STEP = 2 ** 40

/** The state with its one write path. Synchronous and pure: it knows no time, sockets or promises. */
export class Store {
  #index: number
  #data: Data = emptyData()
  #view = new View(this.#data)
  #writing = false
  #restores = 0
  readonly #watches: WatchRegistry
  #listeners: readonly CommitListener[] = []
  readonly #onError: (error: unknown) => void

  /**
   * `onError` is given what a listener or a watcher throws after a commit; by default it is thrown in a turn of its own. `index` is the
   * last one that the log has given to other things.
   */
  constructor(onError: (error: unknown) => void = throwLater, index = 0) {
    this.#onError = onError
    this.#index = index
    this.#watches = new WatchRegistry(onError)
  }

  /** The index of the last commit. */
  get index(): number {
    return this.#index
  }

  /** Another number after each change of a table, and after a restore. */
  versionOf(table: TableName): number {
    return this.#restores * RESTORE_STEP + this.#data.tables[table].version
  }

  /** A view for reading without waiting. Do not store it: a restore replaces what it reads. */
  get view(): View {
    return this.#view
  }

  read<T>(fn: (view: View) => T): T {
    return fn(this.#view)
  }

  /** How many watch sets have watchers or are followed by a cache. */
  get watchSetCount(): number {
    return this.#watches.size
  }

  /** Reads, and gives the watch set of the read. `blocks`: for a query that may block, see `View`. */
  readTracked<T>(fn: (view: View) => T, blocks = false): { value: T; watchSet: WatchSet } {
    const watchSet = new WatchSet(this.#watches, this)
    return { value: fn(View.tracking(this.#data, watchSet, blocks)), watchSet }
  }

  /**
   * Whether what a read reported besides what it depends on is still so. A cache asks this when the index has moved.
   */
  isUnchanged({ reports, untracked }: WatchSet): boolean {
    for (const { names, max } of reports) if (highest(this.#data, names) !== max) return false
    for (const [table, version] of untracked) if (this.#data.tables[table].version !== version) return false
    return true
  }

  /**
   * The one write path. `fn` either commits all, raising the index by one, or throws and leaves nothing behind;
   * one that changes nothing does not raise the index. Readers are woken after the commit, never inside.
   */
  write<T>(fn: (tx: Tx) => T): T {
    if (this.#writing) throw new Error('Failed to write: a transaction is already open.')
    const log: Change[] = []
    const edges = this.#watches.hasEdges ? new JoinedEdges(this.#watches, this.#data) : undefined
    const tx = new Tx(this.#data, this.#index + 1, log, edges)
    this.#writing = true
    let result: T
    try {
      result = fn(tx)
    } catch (err) {
      this.#undo(log)
      throw err
    } finally {
      this.#writing = false
    }
    if (log.length > 0) {
      this.#index = tx.index
      this.#notify(log, edges)
    }
    return result
  }

  /** Runs `fn` as a transaction and takes everything back: for finding out what would happen. */
  tryOut<T>(fn: (tx: Tx) => T): T {
    const log: Change[] = []
    try {
      return fn(new Tx(this.#data, this.#index + 1, log))
    } finally {
      this.#undo(log)
    }
  }

  /**
   * Called after each restore and each commit that changes one of these tables (by default: any), before watchers are: for timers of rows
   * (session TTLs).
   */
  onCommit(hear: (commit: Committed) => void, tables?: readonly TableName[]): () => void {
    const listener: CommitListener = { hear, tables }
    this.#listeners = [...this.#listeners, listener]
    return () => (this.#listeners = this.#listeners.filter(one => one !== listener))
  }

  snapshot(): StateSnapshot {
    const tables = Object.fromEntries(tableNames.map(name => [name, [...this.#data.tables[name].scan()]]))
    return {
      version: 1,
      index: this.#index,
      tables: tables as unknown as StateSnapshot['tables'],
      entries: Object.fromEntries(this.#data.entries),
    }
  }

  /** Puts a snapshot's state in place of this one, its own indexes included; the store's index only ever rises. Wakes all. */
  restore(given: StateSnapshot | StateDraft): void {
    const { data, index } = given instanceof StateDraft ? given : StateDraft.of(given)
    addMissingRows(data)
    this.#data = data
    this.#restores++
    this.#view = new View(data)
    this.#index = Math.max(this.#index, index) + 1
    const watchSets = this.#watches.all()
    const heard = this.#listeners.map(({ hear }) => hear)
    notifyAll(heard, { restored: true, rows: [], changes: [] }, this.#onError)
    for (const watchSet of watchSets) watchSet.changed(true)
  }

  #undo(log: readonly Change[]): void {
    for (let i = log.length - 1; i >= 0; i--) {
      const change = log[i] as Change
      if (change.kind === 'row')
        (this.#data.tables[change.table] as Table<TableName>).replace(change.key, change.before)
      else if (change.before === undefined) this.#data.entries.delete(change.name)
      else this.#data.entries.set(change.name, change.before)
    }
  }

  #notify(log: readonly Change[], edges: JoinedEdges | undefined): void {
    const found = new Set<WatchSet>()
    edges?.collect(found)
    const changed: TableName[] = []
    for (const change of log) {
      if (change.kind === 'row') {
        this.#watches.ofRow(change.table, change.key, change.before, change.after, found)
        if (!changed.includes(change.table)) changed.push(change.table)
      } else this.#watches.ofEntry(change.name, found)
    }
    const heard: CommitListener['hear'][] = []
    for (const { hear, tables } of this.#listeners) {
      if (tables?.some(name => changed.includes(name)) ?? true) heard.push(hear)
    }
    if (heard.length > 0) {
      const rows = log.filter(change => change.kind === 'row')
      notifyAll(heard, { restored: false, rows, changes: log }, this.#onError)
    }
    for (const watchSet of found) watchSet.changed(false)
  }
}

interface CommitListener {
  readonly hear: (commit: Committed) => void
  readonly tables: readonly TableName[] | undefined
}

/** What a commit changed, row by row; after a restore, everything. */
export interface Committed {
  readonly restored: boolean
  readonly rows: readonly Extract<Change, { kind: 'row' }>[]
  /** The same with the index entries, in the order in which they were written. */
  readonly changes: readonly Change[]
}
