import { type Rows, SEP, type TableName } from './schema.ts'
import type { Data } from './view.ts'
import type { JoinPoints } from './watch-points.ts'
import type { WatchRegistry, WatchSet } from './watch-set.ts'

type Points = JoinPoints<WatchSet>

/** The names of a tree. */
interface Tree {
  /** The prefix of the only edge that parts from a node; undefined where there are more, or the node's path is a name itself. */
  onlyEdge(node: string): string | undefined
}

/**
 * The edges that a transaction joins. Consul holds its rows in radix trees. Where a node has lost its own name and all edges but one,
 * that one is joined to the edge above the node, which wakes those who watch it although nothing below it was written. Rows are
 * written one after the other: what is joined in between stays so, whatever is written behind it.
 */
export class JoinedEdges {
  readonly #watches: WatchRegistry
  readonly #data: Data
  /** Nodes beside whose watched edges something went, to be looked at before anything comes. */
  readonly #touched = new Map<TableName, Map<Points, { readonly tree: Tree; readonly nodes: Set<string> }>>()
  readonly #joined: { readonly at: Points; readonly edge: string }[] = []

  constructor(watches: WatchRegistry, data: Data) {
    this.#watches = watches
    this.#data = data
  }

  /** A row was replaced by another one, or went. */
  changed<T extends TableName>(table: T, key: string, before: Rows[T], after: Rows[T] | undefined): void {
    const { joins, indexes } = this.#watches.table(table)
    if (after === undefined && !joins.isEmpty) this.#touch(table, joins, this.#treeOf(table), key)
    for (const { name, keysOf, joins } of indexes) {
      if (joins.isEmpty) continue
      const [had, has] = [keysOf(before as never), after === undefined ? [] : keysOf(after as never)]
      // an index takes old keys out before it takes new ones in, and compares them one by one: one in another place goes and comes
      const gone = had.filter((key, i) => has[i] !== key && !this.#isUsedBeside(after, table, name, key))
      if (gone.length === 0) continue
      const coming = has.filter((key, i) => had[i] !== key)
      const tree = this.#indexTreeOf(table, name, coming)
      for (const key of gone) this.#touch(table, joins, tree, key + SEP)
      if (after !== undefined) this.settle(table)
    }
  }

  /** Something is about to be written into a table. */
  settle(table: TableName): void {
    const touched = this.#touched.get(table)
    if (touched === undefined) return
    this.#touched.delete(table)
    for (const [at, { tree, nodes }] of touched) {
      for (const node of nodes) {
        const edge = tree.onlyEdge(node)
        if (edge !== undefined) this.#joined.push({ at, edge })
      }
    }
  }

  /** Adds to `found` the watch sets of the edges that were joined. */
  collect(found: Set<WatchSet>): void {
    for (const table of this.#touched.keys()) this.settle(table)
    for (const { at, edge } of this.#joined) at.collect(edge, found)
  }

  /** Whether an index lists a row under a key that is another one than this. */
  #isUsedBeside<T extends TableName>(row: Rows[T] | undefined, table: T, index: string, key: string): boolean {
    const rows = this.#data.tables[table]
    const first = rows.firstBy(index, key)
    return first !== undefined && (first !== row || rows.by(index, key).length > 1)
  }

  #touch(table: TableName, joins: Points, tree: Tree, name: string): void {
    const nodes = joins.nodesAbove(name)
    if (nodes.length === 0) return
    let touched = this.#touched.get(table)
    if (touched === undefined) this.#touched.set(table, (touched = new Map()))
    const known = touched.get(joins)
    if (known) for (const node of nodes) known.nodes.add(node)
    else touched.set(joins, { tree, nodes: new Set(nodes) })
  }

  #treeOf(table: TableName): Tree {
    const rows = this.#data.tables[table]
    const onlyEdge = (node: string): string | undefined => {
      const first = rows.ceiling(node)
      if (first?.startsWith(node) !== true || first === node) return undefined
      const next = node + String.fromCharCode(first.charCodeAt(node.length) + 1)
      return rows.ceiling(next)?.startsWith(node) === true ? undefined : first.slice(0, node.length + 1)
    }
    return { onlyEdge }
  }

  /** Names can only be gone through there; `coming`: those that a row brings that counts only afterwards. */
  #indexTreeOf(table: TableName, index: string, coming: readonly string[]): Tree {
    const rows = this.#data.tables[table]
    const isNew = (key: string): boolean => coming.includes(key) && rows.by(index, key).length === 1
    const onlyEdge = (node: string): string | undefined => {
      let only: string | undefined
      for (const key of rows.indexKeys(index)) {
        const name = key + SEP
        if (!name.startsWith(node) || isNew(key)) continue
        const edge = name.slice(0, node.length + 1)
        if (only !== undefined && only !== edge) return undefined
        only = edge
      }
      return only
    }
    return { onlyEdge }
  }
}
