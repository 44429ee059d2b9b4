import { refuse, StateError } from './errors.ts'
import type { Read } from './kv.ts'
import { checkTemplate, renderQuery } from './query-template.ts'
import { fold } from './schema.ts'
import type { Tx } from './store.ts'
import type { PreparedQuery } from '../model/rows.ts'
import { uuidProblem } from './uuid.ts'
import type { View } from './view.ts'

export type NewQuery = Omit<PreparedQuery, 'CreateIndex' | 'ModifyIndex'>

/** All reads of queries carry the index of the whole table. */
const tableIndex = (view: View): number => view.max('queries')

export function listQueries(view: View): Read<readonly PreparedQuery[]> {
  return { index: tableIndex(view), value: [...view.scan('queries')] }
}

/** A query by its ID alone; what is no UUID is refused. */
export function getQuery(view: View, id: string): Read<PreparedQuery | undefined> {
  const problem = uuidProblem(id)
  if (problem !== undefined) throw new StateError(`failed prepared query lookup: index error: ${problem}`)
  const value = view.get('queries', fold(id))
  // its spelling is that of the request
  return { index: tableIndex(view), value: value && { ...value, ID: id } }
}

/** Writes a query. Two must not have the same name, nor may two templates cover the same prefix. */
export function putQuery(tx: Tx, query: NewQuery): void {
  const old = tx.get('queries', fold(query.ID))
  refuseTaken(tx, query)
  if (query.Session !== '' && !tx.get('sessions', query.Session)) throw refuse.invalidSession(query.Session)
  checkTemplate(query)
  tx.put('queries', { ...query, CreateIndex: old?.CreateIndex ?? tx.index, ModifyIndex: tx.index })
  tx.bump('queries')
}

function refuseTaken(tx: Tx, query: NewQuery): void {
  for (const other of tx.by('queries', 'name', fold(query.Name))) {
    if (fold(other.ID) === fold(query.ID)) continue
    if (query.Name !== '') throw new StateError(`name '${query.Name}' aliases an existing query name`)
    if (query.Template.Type !== '') throw new StateError('a query template with an empty name already exists')
  }
}

export function deleteQuery(tx: Tx, id: string): void {
  if (!tx.get('queries', fold(id))) return
  tx.delete('queries', fold(id))
  tx.bump('queries')
}

const BY_NAME_ONLY = 'prepared query templates can only be resolved up by name, not by ID'

/**
 * The query that a name or an ID stands for: itself, else the template with the longest prefix of the name, filled in.
 * Names ignore case.
 */
export function resolveQuery(view: View, nameOrId: string): PreparedQuery | undefined {
  const byId = uuidProblem(nameOrId) === undefined ? view.get('queries', fold(nameOrId)) : undefined
  if (byId && byId.Template.Type !== '') throw new StateError(BY_NAME_ONLY)
  const found = byId ?? byName(view, nameOrId) ?? longestTemplate(view, nameOrId)
  return found && renderQuery(found, nameOrId)
}

function byName(view: View, name: string): PreparedQuery | undefined {
  for (const query of view.by('queries', 'name', fold(name))) if (query.Template.Type === '') return query
  return undefined
}

function longestTemplate(view: View, name: string): PreparedQuery | undefined {
  let longest: string | undefined
  for (const prefix of view.indexKeys('queries', 'template')) {
    if (fold(name).startsWith(prefix) && prefix.length >= (longest?.length ?? 0)) longest = prefix
  }
  return longest === undefined ? undefined : view.first('queries', 'template', longest)
}
