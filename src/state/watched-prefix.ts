import { sharedLength } from '../lib/shared-length.ts'
import { SEP, type TableName } from './schema.ts'
import type { View } from './view.ts'

/** What is asked of names in order: the first at or behind one, `after`: behind it. */
export type Ceiling = (name: string, after?: boolean) => string | undefined

/**
 * What a write's name must begin with to reach a query that blocks on a name. Consul holds its rows in radix trees, and such a
 * query watches the node where the way to the name ends: it reads again, and learns how far the index got, when something on
 * that node's edge or below it is written, and not when it is elsewhere: but see `joiningName`. `isRoot`: names begin at the root of
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

/**
 * The name whose deletion joins the edge of a watched prefix to the one above it, which reaches the query, too: the only one that
 * parts from the prefix at its last unit. Undefined where there is none or several, and below the root, which joins nothing.
 */
export function joiningName(watched: string, ceiling: Ceiling): string | undefined {
  if (watched.length < 2) return undefined
  const shared = watched.slice(0, -1)
  const next = shared + String.fromCharCode(watched.charCodeAt(shared.length) + 1)
  const among = (name: string | undefined): string | undefined => (name?.startsWith(shared) === true ? name : undefined)
  const first = among(ceiling(shared))
  const behind = among(ceiling(next))
  if (first === undefined || first.startsWith(watched)) {
    return behind !== undefined && among(ceiling(behind, true)) === undefined ? behind : undefined
  }
  return behind === undefined && ceiling(first, true)?.startsWith(watched) === true ? first : undefined
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
  const ceiling: Ceiling = (name, after) => view.ceiling(table, name, after)
  const watched = watchedPrefix(prefix, ceiling, !OF_PEERS.includes(table))
  view.watchPrefix(table, watched)
  const joining = joiningName(watched, ceiling)
  if (joining !== undefined) view.watchDeletion(table, joining)
}

/** The same for rows that are found by an index. */
export function watchKey(view: View, table: TableName, index: string, key: string): void {
  const names = Array.from(view.peek.indexKeys(table, index), name => name + SEP)
  const prefix = prefixAmong(key + SEP, names, !OF_PEERS.includes(table))
  // otherwise there is no way to the key but its own
  if (prefix.length <= key.length) view.watchKeys(table, index, prefix)
}
