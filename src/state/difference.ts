import { decodeText } from '../lib/bytes.ts'
import { sameRow } from '../lib/equal.ts'
import { type Rows, schema, type TableName, tableNames } from './schema.ts'
import type { Committed, StateSnapshot } from './store.ts'

/** A row that differs between two states. */
export interface Difference {
  readonly table: TableName
  /** What the row is called: a key, a node, `node/service`, an ID. */
  readonly key: string
  readonly change: 'added' | 'removed' | 'changed'
  /** The row as it was; missing when it was added. */
  readonly before?: object
  /** The row as it is; missing when it was removed. */
  readonly after?: object
}

/**
 * What tells a reader nothing: deletions are seen by what is missing, names, pairs and states of federations by their services, and
 * secrets are never shown.
 */
const HIDDEN: ReadonlySet<TableName> = new Set([
  'tombstones',
  'kindServiceNames',
  'meshPairs',
  'federationStates',
  'peeringSecrets',
])

/** The rows that differ, by table and key. Indexes do not count. */
export function differences(before: StateSnapshot, after: StateSnapshot): readonly Difference[] {
  return tableNames.filter(name => !HIDDEN.has(name)).flatMap(name => ofTable(name, before, after))
}

function ofTable<T extends TableName>(table: T, before: StateSnapshot, after: StateSnapshot): Difference[] {
  const old = byKey(table, before)
  const now = byKey(table, after)
  const found: Difference[] = []
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [a, b] = [old.get(key), now.get(key)]
    if (a && b && sameRow(a, b)) continue
    found.push(difference(table, key, a, b))
  }
  return found
}

/** The rows that a commit changed, in the order in which it first did. */
export function differencesOf(changes: Committed['rows']): readonly Difference[] {
  const found = new Map<string, Committed['rows'][number]>()
  for (const change of changes) {
    const name = `${change.table} ${change.key}`
    found.set(name, { ...change, before: found.has(name) ? found.get(name)?.before : change.before })
  }
  return [...found.values()]
    .filter(({ table, before, after }) => !HIDDEN.has(table) && !(before && after && sameRow(before, after)))
    .filter(({ before, after }) => before ?? after)
    .map(({ table, key, before, after }) => difference(table, decodeText(key), before, after))
}

function difference(table: TableName, key: string, before: object | undefined, after: object | undefined): Difference {
  return {
    table,
    key: table === 'aclTokens' ? accessorOf(after ?? before) : key.replaceAll('\u0000', '/'),
    change: before && after ? 'changed' : before ? 'removed' : 'added',
    ...(before && { before: shown(table, before) }),
    ...(after && { after: shown(table, after) }),
  }
}

function byKey<T extends TableName>(table: T, { tables }: StateSnapshot): Map<string, Rows[T]> {
  const key = schema[table].key as (row: Rows[T]) => string
  return new Map((tables[table] as readonly Rows[T][]).map(row => [decodeText(key(row)), row]))
}

/** A row without its places in the log; keys and values as text. */
function shown(table: TableName, row: object): object {
  const { CreateIndex: _created, ModifyIndex: _modified, ...rest } = row as Record<string, unknown>
  if (table !== 'kv') return Object.fromEntries(Object.entries(rest).map(hideSecret))
  return { ...rest, Key: decodeText(String(rest['Key'])), Value: decodeText(String(rest['Value'])) }
}

/** The key of a token is its secret. */
const accessorOf = (row: object | undefined): string =>
  String((row as { AccessorID?: unknown } | undefined)?.AccessorID)

const SECRETS: ReadonlySet<string> = new Set(['SecretID', 'Token'])

const hideSecret = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  SECRETS.has(name) && value !== '' ? '<hidden>' : value,
]
