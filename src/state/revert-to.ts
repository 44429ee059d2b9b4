import { sameItems, sameRow } from '../lib/equal.ts'
import { deleteCheck, ensureCheck } from './check.ts'
import { deleteEntries } from './kv.ts'
import { deleteNode, ensureNode } from './node.ts'
import {
  deleteImportedCheck,
  deleteImportedNode,
  deleteImportedService,
  putImportedCheck,
  putImportedNode,
  putImportedService,
} from './peering/imported-rows.ts'
import { fold, type Rows, schema, type TableName, tableNames } from './schema.ts'
import { deleteService, ensureService } from './service.ts'
import { destroySession } from './session.ts'
import type { StateSnapshot, Tx } from './store.ts'
import type { KvEntry, Session } from '../model/rows.ts'

/** Tables whose rows depend on each other, each with its own way to come and go; deletions stay as they are. */
const SPECIAL: ReadonlySet<TableName> = new Set([
  'kv',
  'sessions',
  'nodes',
  'services',
  'checks',
  'tombstones',
  'importedNodes',
  'importedServices',
  'importedChecks',
])

/**
 * Makes the state what it was, as one change among others: rows that differ get this transaction's index, so that readers who wait
 * see the index rise. Rows that are as they were stay as they are, and those that are still the same objects are not looked at.
 */
export function revertTo(tx: Tx, { tables }: StateSnapshot): void {
  removeOthers(tx, tables)
  for (const name of tableNames) if (!SPECIAL.has(name)) copyTable(tx, name, tables[name] ?? [])
  for (const node of unlike(tx, tables, 'nodes')) {
    const there = tx.node(node.Node)
    // another node took the name: it would not give it up
    if (there && fold(there.ID) !== fold(node.ID)) deleteNode(tx, there.Node)
    ensureNode(tx, node)
  }
  for (const service of unlike(tx, tables, 'services')) ensureService(tx, service)
  for (const check of unlike(tx, tables, 'checks')) ensureCheck(tx, check)
  for (const session of unlike(tx, tables, 'sessions')) putSession(tx, session)
  for (const entry of unlike(tx, tables, 'kv')) putEntry(tx, entry)
  for (const node of tables.importedNodes ?? []) putImportedNode(tx, node)
  for (const service of tables.importedServices ?? []) putImportedService(tx, service)
  for (const check of tables.importedChecks ?? []) putImportedCheck(tx, check)
}

type Tables = StateSnapshot['tables']

/** What was not there goes, with all that follows from it. */
function removeOthers(tx: Tx, tables: Tables): void {
  for (const { ID } of others(tx, tables, 'sessions')) destroySession(tx, ID)
  deleteEntries(tx, others(tx, tables, 'kv'))
  for (const { Node } of others(tx, tables, 'nodes')) deleteNode(tx, Node)
  for (const { Node, ID } of others(tx, tables, 'services')) deleteService(tx, Node, ID)
  for (const { Node, CheckID } of others(tx, tables, 'checks')) deleteCheck(tx, Node, CheckID)
  for (const check of others(tx, tables, 'importedChecks')) deleteImportedCheck(tx, check)
  for (const service of others(tx, tables, 'importedServices')) deleteImportedService(tx, service)
  for (const node of others(tx, tables, 'importedNodes')) deleteImportedNode(tx, node)
}

/** The rows that were not there, in order. */
function others<T extends TableName>(tx: Tx, tables: Tables, name: T): readonly Rows[T][] {
  const rows: readonly Rows[T][] = tx.scan(name)
  const were = (tables[name] ?? []) as readonly Rows[T][]
  if (sameItems(rows, were)) return []
  const key = keyOfRow(name)
  const wanted = new Set(were.map(key))
  return rows.filter(row => !wanted.has(key(row)))
}

/** The rows that were there in whose place there are others, or none. One after the other, because each may change what follows. */
function* unlike<T extends TableName>(tx: Tx, tables: Tables, name: T): Generator<Rows[T]> {
  const key = keyOfRow(name)
  for (const row of (tables[name] ?? []) as readonly Rows[T][]) if (tx.get(name, key(row)) !== row) yield row
}

function keyOfRow<T extends TableName>(name: T): (row: Rows[T]) => string {
  return schema[name].key as (row: Rows[T]) => string
}

function copyTable<T extends TableName>(tx: Tx, name: T, rows: readonly Rows[T][]): void {
  const key = keyOfRow(name)
  const wanted = new Map(rows.map(row => [key(row), row]))
  for (const known of [...tx.keys(name)]) {
    if (wanted.has(known)) continue
    tx.delete(name, known)
    tx.bump(name)
  }
  for (const [known, row] of wanted) {
    const old = tx.get(name, known)
    if (old && sameRow(old, row)) continue
    tx.put(name, placed(tx, row, old))
    tx.bump(name)
  }
}

function placed<R extends object>(tx: Tx, row: R, old: R | undefined): R {
  if (!('CreateIndex' in row)) return { ...row }
  const created = old as { CreateIndex?: number } | undefined
  return { ...row, CreateIndex: created?.CreateIndex ?? tx.index, ModifyIndex: tx.index }
}

function putSession(tx: Tx, session: Session): void {
  const old = tx.get('sessions', session.ID)
  if (old && sameRow(old, session)) return
  tx.put('sessions', placed(tx, session, old))
  tx.bump('sessions')
}

function putEntry(tx: Tx, entry: KvEntry): void {
  const old = tx.get('kv', entry.Key)
  if (old && sameRow(old, entry)) return
  tx.put('kv', placed(tx, entry, old))
  tx.bump('kv')
}
