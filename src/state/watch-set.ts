import { type Rows, schema, type TableName, tableNames } from './schema.ts'
import { JoinPoints, PrefixPoints, WatchPoints } from './watch-points.ts'

/** One that waits for a change of what it read. */
export interface Watcher {
  /** Called after a commit that changed some of it, or after a restore, which changes all. */
  wake(restored: boolean): void
}

/** How watchers are told: all of them are handed over together, so that a commit takes no longer for thousands than for one. */
export type Deliver = (watchers: Set<Watcher>, restored: boolean) => void

/** Told what a View is asked for. */
export interface ReadTracker {
  row(table: TableName, key: string): void
  prefix(table: TableName, prefix: string): void
  /** That the edge of a prefix is one of its own: see `JoinedEdges`. */
  edge(table: TableName, prefix: string): void
  bucket(table: TableName, index: string, key: string): void
  /** All keys of an index that begin like this. */
  buckets(table: TableName, index: string, prefix: string): void
  /** The same as `edge` in the tree of an index. */
  indexEdge(table: TableName, index: string, prefix: string): void
  entry(name: string): void
  /** The highest of these entries was reported. */
  reported(names: readonly string[], max: number): void
  /** This entry moves when what was read is another: what follows all changes is told, blocked queries are not woken. */
  silent(name: string, value: number): void
}

/** What a watch set needs to know of the state. */
export interface WatchedState {
  readonly index: number
  /** Whether what was only reported is what it was. */
  isUnchanged(watchSet: WatchSet): boolean
}

/**
 * What a read depends on: rows, parts of tables and index entries. Filled by a tracking View. Those who wait for a change of it
 * are grouped here: a commit finds one watch set, however many wait behind it.
 */
export class WatchSet implements ReadTracker {
  /** What is waited for. */
  readonly points: { readonly at: WatchPoints<WatchSet>; readonly key: string }[] = []
  /** What was only reported: no change of it wakes a watcher, but an answer made of it is stale once it is another. */
  readonly reports: { readonly names: readonly string[]; readonly max: number }[] = []
  /** The same for tables, with their versions at the time of the read. */
  readonly untracked = new Map<TableName, number>()
  /** Entries that no blocked query waits for. */
  #silent: string[] | undefined
  readonly #watches: WatchRegistry
  readonly #state: WatchedState
  /** The index up to which a read would give the same; undefined once it would not. */
  #currentAt: number | undefined
  /** Usually one: watchers that are told in the same way. */
  #groups: { readonly deliver: Deliver; readonly watchers: Set<Watcher> }[] | undefined
  #retained = false
  #registered = false
  #onIdle: (() => void) | undefined

  constructor(watches: WatchRegistry, state: WatchedState) {
    this.#watches = watches
    this.#state = state
    this.#currentAt = state.index
  }

  row(table: TableName, key: string): void {
    this.points.push({ at: this.#watches.table(table).rows, key })
  }

  prefix(table: TableName, prefix: string): void {
    this.points.push({ at: this.#watches.table(table).prefixes, key: prefix })
  }

  edge(table: TableName, prefix: string): void {
    this.points.push({ at: this.#watches.table(table).joins, key: prefix })
  }

  bucket(table: TableName, index: string, key: string): void {
    this.points.push({ at: this.#watches.index(table, index).keys, key })
  }

  buckets(table: TableName, index: string, prefix: string): void {
    this.points.push({ at: this.#watches.index(table, index).prefixes, key: prefix })
  }

  indexEdge(table: TableName, index: string, prefix: string): void {
    this.points.push({ at: this.#watches.index(table, index).joins, key: prefix })
  }

  entry(name: string): void {
    this.points.push({ at: this.#watches.entries, key: name })
  }

  reported(names: readonly string[], max: number): void {
    this.reports.push({ names, max })
  }

  silent(name: string, value: number): void {
    this.reported([name], value)
    this.#silent ??= []
    this.#silent.push(name)
  }

  /** Whether reading again would give the same. Without a watcher that is only known at the index of the read. */
  get isCurrent(): boolean {
    const { index } = this.#state
    if (this.#currentAt === index) return true
    if (this.#currentAt === undefined || !this.#registered || !this.#state.isUnchanged(this)) return false
    this.#currentAt = index
    return true
  }

  /** Whether some of it has changed while it was followed. */
  get hasChanged(): boolean {
    return this.#currentAt === undefined
  }

  /** Follows changes although there is no watcher, so that `isCurrent` can be told later: for caches. */
  retain(): void {
    this.#retained = true
    this.#register()
  }

  /** Ends what `retain` began. */
  release(): void {
    this.#retained = false
    this.#rest()
  }

  /** Lets a watcher wait. `deliver` says how it is told; by default within the commit. */
  add(watcher: Watcher, deliver: Deliver = this.#watches.deliverNow): void {
    this.#groups ??= []
    const group = this.#groups.find(group => group.deliver === deliver)
    if (group) group.watchers.add(watcher)
    else this.#groups.push({ deliver, watchers: new Set([watcher]) })
    this.#register()
  }

  delete(watcher: Watcher): void {
    if (this.#groups) for (const { watchers } of this.#groups) watchers.delete(watcher)
    this.#rest()
  }

  /** Calls `changed` after each change, until the returned function is called. Before any watcher is added. */
  onChange(changed: (restored: boolean) => void): () => void {
    for (const name of this.#silent ?? []) this.entry(name)
    this.#silent = undefined
    const watcher: Watcher = { wake: changed }
    this.add(watcher)
    return () => this.delete(watcher)
  }

  /** Calls `idle` when there is neither a watcher nor a reason to follow changes any more. One at a time. */
  onIdle(idle: () => void): void {
    this.#onIdle = idle
  }

  /** Some of it has changed. */
  changed(restored: boolean): void {
    this.#currentAt = undefined
    if (this.#isWatched) {
      for (const { deliver, watchers } of this.#groups ?? []) if (watchers.size > 0) deliver(watchers, restored)
    } else this.#rest()
  }

  get #isWatched(): boolean {
    return this.#groups?.some(({ watchers }) => watchers.size > 0) === true
  }

  #register(): void {
    if (this.#registered) return
    this.#registered = true
    this.#watches.add(this)
  }

  #rest(): void {
    if (this.#isWatched || (this.#retained && this.#currentAt !== undefined)) return
    if (this.#registered) {
      this.#registered = false
      this.#watches.delete(this)
    }
    const idle = this.#onIdle
    this.#onIdle = undefined
    idle?.()
  }
}

interface IndexWatches {
  readonly name: string
  /** What the index lists a row under. */
  readonly keysOf: (row: never) => readonly string[]
  readonly keys: WatchPoints<WatchSet>
  readonly prefixes: PrefixPoints<WatchSet>
  readonly joins: JoinPoints<WatchSet>
}

interface TableWatches {
  readonly rows: WatchPoints<WatchSet>
  readonly prefixes: PrefixPoints<WatchSet>
  readonly joins: JoinPoints<WatchSet>
  readonly indexes: readonly IndexWatches[]
}

/**
 * The watch sets in use. Finding those of a change costs in proportion to the watch points that fit it: a row by
 * its key, prefixes by the key's own prefixes, and likewise the keys of its indexes by those of the row before and after.
 */
export class WatchRegistry {
  readonly entries = new WatchPoints<WatchSet>()
  readonly #tables = new Map<TableName, TableWatches>()

  #size = 0
  /** How many edges are watched in all of the trees. */
  readonly #edges = { count: 0 }
  /** Tells watchers within the commit. What they throw is given to `onError`, and does not stop the others. */
  readonly deliverNow: Deliver

  constructor(onError: (error: unknown) => void) {
    this.deliverNow = (watchers, restored) => {
      for (const watcher of watchers) {
        try {
          watcher.wake(restored)
        } catch (error) {
          onError(error)
        }
      }
    }
    for (const name of tableNames) {
      this.#tables.set(name, {
        rows: new WatchPoints<WatchSet>(),
        prefixes: new PrefixPoints<WatchSet>(),
        joins: new JoinPoints<WatchSet>(this.#edges),
        indexes: Object.entries(schema[name].indexes).map(([name, keysOf]) => ({
          name,
          keysOf,
          keys: new WatchPoints<WatchSet>(),
          prefixes: new PrefixPoints<WatchSet>(),
          joins: new JoinPoints<WatchSet>(this.#edges),
        })),
      })
    }
  }

  table(name: TableName): TableWatches {
    return this.#tables.get(name) as TableWatches
  }

  index(table: TableName, index: string): IndexWatches {
    return this.table(table).indexes.find(({ name }) => name === index) as IndexWatches
  }

  /** How many watch sets are in use. */
  get size(): number {
    return this.#size
  }

  /** Whether anyone waits for edges to be joined. */
  get hasEdges(): boolean {
    return this.#edges.count > 0
  }

  add(watchSet: WatchSet): void {
    this.#size++
    for (const { at, key } of watchSet.points) at.add(key, watchSet)
  }

  delete(watchSet: WatchSet): void {
    this.#size--
    for (const { at, key } of watchSet.points) at.delete(key, watchSet)
  }

  /** Adds to `found` the watch sets that depend on this row. */
  ofRow<T extends TableName>(
    table: T,
    key: string,
    before: Rows[T] | undefined,
    after: Rows[T] | undefined,
    found: Set<WatchSet>,
  ): void {
    const watches = this.table(table)
    if (!watches.rows.isEmpty) watches.rows.collect(key, found)
    if (!watches.prefixes.isEmpty) watches.prefixes.collect(key, found)
    for (const { keysOf, keys, prefixes } of watches.indexes) {
      if (keys.isEmpty && prefixes.isEmpty) continue
      for (const row of [before, after]) {
        if (!row) continue
        for (const k of keysOf(row as never)) {
          keys.collect(k, found)
          prefixes.collect(k, found)
        }
      }
    }
  }

  /** Adds to `found` the watch sets that depend on this index entry. */
  ofEntry(name: string, found: Set<WatchSet>): void {
    this.entries.collect(name, found)
  }

  /** All watch sets in use. */
  all(): Set<WatchSet> {
    const found = new Set<WatchSet>()
    this.entries.all(found)
    for (const { rows, prefixes, joins, indexes } of this.#tables.values()) {
      rows.all(found)
      prefixes.all(found)
      joins.all(found)
      for (const index of indexes) {
        index.keys.all(found)
        index.prefixes.all(found)
        index.joins.all(found)
      }
    }
    return found
  }
}
