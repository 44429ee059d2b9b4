import { sharedLength } from '../lib/shared-length.ts'
import { SortedKeys } from '../lib/sorted-keys.ts'
import { SEP, type TableName } from './schema.ts'
import type { View } from './view.ts'

/** What is asked of names in order: the first at or behind one. */
type Ceiling = (name: string) => string | undefined

/**
 * What a write's name must begin with to reach a query that blocks on a name. Consul holds its rows in radix trees, and such a
 * query watches the node where the way to the name ends: it reads again, and learns how far the index got, when something on
 * that node's edge or below it is written, and not when it is elsewhere: but see `JoinedEdges`. `isRoot`: names begin at the root of
 * their tree, which is a node of its own however few they are.
 */
export function watchedPrefix(name: string, ceiling: Ceiling, isRoot = true): string {
  let end = 0
  while (end < name.length && isUsed(ceiling, name.slice(0, end + 1))) end++
  if (end === 0) return ''
  let parent = end - 1
  while (parent > 0 && !branches(ceiling, name, parent)) parent--
  if (parent === 0 && !isRoot && !branches(ceiling, name, parent)) return ''
  return name.slice(0, parent + 1)
}

function isUsed(ceiling: Ceiling, prefix: string): boolean {
  return ceiling(prefix)?.startsWith(prefix) === true
}

/** Whether names that share the first `length` units of `name` differ in the next one. */
function branches(ceiling: Ceiling, name: string, length: number): boolean {
  const shared = name.slice(0, length)
  const further = name.slice(0, length + 1)
  if (ceiling(shared)?.startsWith(further) !== true) return true
  const next = further.slice(0, -1) + String.fromCharCode(further.charCodeAt(length) + 1)
  return ceiling(next)?.startsWith(shared) === true
}

/** What `watchedPrefix` gives, where names can only be gone through. */
function prefixAmong(name: string, names: Iterable<string>, isRoot: boolean): string {
  /** How many units of it others share with the name: the most, and the next most. */
  let [end, parent] = [-1, -1]
  for (const other of names) {
    const shared = sharedLength(other, name)
    if (shared > end) [end, parent] = [shared, end]
    else if (shared < end && shared > parent) parent = shared
  }
  if (end <= 0 || (parent < 0 && !isRoot)) return ''
  return name.slice(0, Math.max(parent, 0) + 1)
}

/** Tables whose rows may be of peers: who they are of stands in front of the names in Consul's trees. */
const OF_PEERS: readonly TableName[] = ['nodes', 'services', 'checks']

/** Lets a query for rows by the beginning of their key wait for what comes near them. */
export function watchRows(view: View, table: TableName, prefix: string): void {
  if (!view.blocks) return
  const watched = watchedRows(view, table, prefix)
  view.watchPrefix(table, watched)
  watchEdge(view, table, watched)
}

/** The prefix of the rows whose writes reach such a query. */
export const watchedRows = (view: View, table: TableName, prefix: string): string =>
  watchedPrefix(prefix, name => view.ceiling(table, name), isRootOf(table))

/** Lets a query wait until deletions join the edge that it watches to the one above. */
export function watchEdge(view: View, table: TableName, watched: string): void {
  if (hasNodeAbove(table, watched)) view.watchEdge(table, watched)
}

/** The same for rows that are found by an index. */
export function watchKey(view: View, table: TableName, index: string, key: string): void {
  if (!view.blocks) return
  const names = Array.from(view.peek.indexKeys(table, index), name => name + SEP)
  watchPrefixOfKey(view, { table, index, key, prefix: prefixAmong(key + SEP, names, isRootOf(table)) })
}

/** The same for many, which sorts the names once rather than go through them for each. */
export function watchEachKey(view: View, table: TableName, index: string, keys: readonly string[]): void {
  if (!view.blocks || keys.length === 0) return
  const [only] = keys
  if (only !== undefined && keys.length === 1) return watchKey(view, table, index, only)
  const names = new SortedKeys()
  for (const name of view.peek.indexKeys(table, index)) names.add(name + SEP)
  const ceiling: Ceiling = name => names.ceiling(name)
  for (const key of keys) {
    watchPrefixOfKey(view, { table, index, key, prefix: watchedPrefix(key + SEP, ceiling, isRootOf(table)) })
  }
}

interface WatchedKey {
  readonly table: TableName
  readonly index: string
  readonly key: string
  readonly prefix: string
}

function watchPrefixOfKey(view: View, { table, index, key, prefix }: WatchedKey): void {
  // otherwise there is no way to the key but its own, and who reads the key watches that already
  if (prefix.length <= key.length) view.watchKeys(table, index, prefix)
  if (hasNodeAbove(table, prefix)) view.watchKeysEdge(table, index, prefix)
}

/** Whether names begin at the root of their tree. */
const isRootOf = (table: TableName): boolean => !OF_PEERS.includes(table)

/** Whether the edge of a prefix parts from a node that is not the root, which is joined to nothing. */
const hasNodeAbove = (table: TableName, prefix: string): boolean => prefix.length > (isRootOf(table) ? 1 : 0)
