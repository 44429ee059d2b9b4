import { compareBytes } from '../lib/compare-bytes.ts'
import { SEP, type TableName } from './schema.ts'
import type { View } from './view.ts'

/** What is asked of names in order: the first at or behind one, `after`: behind it. */
export type Ceiling = (name: string, after?: boolean) => string | undefined

/**
 * What a write's name must begin with to reach a query that blocks on a name that is not there. Consul holds its rows in
 * radix trees, and such a query watches the node where the way to the name ends: it reads again, and learns how far the
 * index got, when something below that node's edge is written, and not when it is elsewhere.
 */
export function watchedPrefix(name: string, ceiling: Ceiling): string {
  let end = 0
  while (end < name.length && isUsed(ceiling, name.slice(0, end + 1))) end++
  if (end === 0) return ''
  let parent = end - 1
  while (parent > 0 && !branches(ceiling, name, parent)) parent--
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

/** Lets a query for rows of a key that has none wait for what comes near it. */
export function watchMissingRows(view: View, table: TableName, prefix: string): void {
  view.keys(
    table,
    watchedPrefix(prefix, (name, after) => view.ceiling(table, name, after)),
  )
}

/** The same for rows that are found by an index. */
export function watchMissingKey(view: View, table: TableName, index: string, key: string): void {
  const keys = [...view.peek.indexKeys(table, index)].map(key => key + SEP).sort(compareBytes)
  const prefix = watchedPrefix(key + SEP, from => keys.find(other => compareBytes(other, from) >= 0))
  view.watchKeys(table, index, prefix.endsWith(SEP) ? key : prefix)
}
