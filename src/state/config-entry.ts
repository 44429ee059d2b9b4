import { equal } from '../lib/equal.ts'
import type { ConfigEntry } from '../model/rows.ts'
import type { EntryFields, Kind } from './config-entries/index.ts'
import { CONFIG_ENTRY, entryAt } from './config-entries/read.ts'
import { checkAccessOfPermissive, checkDependents } from './config-entries/dependents.ts'
import type { EntryName } from './config-entries/judging.ts'
import { contentHash } from './config-entries/content-hash.ts'
import { StateError } from './errors.ts'
import { refreshGatewayServices } from './follow-services.ts'
import type { Read } from './kv.ts'
import { keyOf, prefixOf } from './schema.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'
import { releaseVirtualIp, virtualIp } from './virtual-ip.ts'
import { MESH_KINDS } from './virtual-ip-use.ts'
import { quoteGo } from '../go/quote.ts'

/** All entries bear the index of their whole table. */
const tableIndex = (view: View): number => view.max(CONFIG_ENTRY)

/** The entries of a kind; of all kinds where none is named. As in Consul, a reader of one kind is woken by the others, too. */
export function listEntries(view: View, kind: string): Read<readonly ConfigEntry[]> {
  view.watchPrefix('configEntries', '')
  return { index: tableIndex(view), value: view.scan('configEntries', kind === '' ? '' : prefixOf(kind)) }
}

export function readEntry(view: View, kind: string, name: string): Read<ConfigEntry | undefined> {
  return { index: tableIndex(view), value: entryAt(view, keyOf(kind, name)) }
}

/**
 * Writes an entry whose fields were validated; false where `cas` names another index than it has (0: than none). Throws where
 * anything would no longer fit.
 */
export function putEntry(tx: Tx, kind: Kind, fields: EntryFields, cas?: bigint): boolean {
  const old = tx.get('configEntries', keyOf(kind.kind, fields.Name))
  const written = withStatus(fields, old)
  // as in Consul, what is there already is written whatever its index; one without the status that it has by now is not
  if (old && equal(contentOf(old), contentOf(fields))) return true
  if (cas !== undefined && cas !== BigInt(old?.ModifyIndex ?? 0)) return false
  overwriteEntry(tx, kind, written)
  return true
}

/** What the server says of an entry outlives a write of it. */
function withStatus(fields: EntryFields, old: ConfigEntry | undefined): EntryFields {
  const status = (fields as { Status?: { Conditions: unknown } }).Status
  return old && status?.Conditions === null ? ({ ...fields, Status: old['Status'] } as EntryFields) : fields
}

/** The number that changes with what an entry says; those that Consul itself writes have none. */
export const hashOfEntry = (kind: Kind, fields: EntryFields): bigint | number =>
  kind.kind === 'bound-api-gateway' ? 0 : contentHash(hashed(kind, fields))

/** Writes an entry, be it unchanged. */
export function overwriteEntry(tx: Tx, kind: Kind, fields: EntryFields): void {
  const old = tx.get('configEntries', keyOf(kind.kind, fields.Name))
  if (kind.kind === 'ingress-gateway' && fields.Name === '') {
    throw new StateError('failed inserting config entry: object missing primary index')
  }
  checkGatewayName(tx, kind, fields.Name)
  checkAccessOfPermissive(tx, kind.kind, fields)
  const row = {
    ...fields,
    Kind: kind.kind,
    Hash: hashOfEntry(kind, fields),
    CreateIndex: old?.CreateIndex ?? tx.index,
    ModifyIndex: tx.index,
  }
  tx.put('configEntries', row)
  changed(tx, row, row, old)
}

/** Removes an entry; false where `cas` names another index than it has. One that is not there is no error. */
export function deleteEntry(tx: Tx, kind: string, name: string, cas?: bigint): boolean {
  const key = keyOf(kind, name)
  const old = tx.get('configEntries', key)
  if (!old) return true
  if (cas !== undefined && cas !== BigInt(old.ModifyIndex)) return false
  tx.delete('configEntries', key)
  changed(tx, old, { Kind: kind, Name: name }, old)
  return true
}

/**
 * What follows from a change of an entry: indexes, addresses, services of gateways, and the check that all still fits. `by`: the
 * name that the change was asked by; `old`: what was there before.
 */
function changed(tx: Tx, row: ConfigEntry, by: EntryName, old: ConfigEntry | undefined): void {
  tx.bump(CONFIG_ENTRY)
  const isThere = tx.get('configEntries', keyOf(row.Kind, row.Name)) !== undefined
  const inMesh = MESH_KINDS.has(row.Kind)
  if (inMesh && isThere && !(row.Kind === 'service-intentions' && row.Name === '*')) virtualIp(tx, row.Name)
  checkDependents(tx, by, old)
  refreshGatewayServices(tx, row, old)
  // what a gateway's wildcard took in because of the entry needs its address no more
  if (inMesh && !isThere) releaseVirtualIp(tx, row.Name, { withoutProxies: true })
}

/** What the server says of an entry is not counted. */
function hashed(kind: Kind, fields: EntryFields): object {
  const { Status: _status, ...own } = kind.type.show(fields) as { Status?: unknown }
  return own
}

const LOG_FIELDS: ReadonlySet<string> = new Set(['Kind', 'Hash', 'CreateIndex', 'ModifyIndex'])

/** What it holds besides its place in the log. */
function contentOf(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !LOG_FIELDS.has(name)))
}

const GATEWAYS = ['ingress-gateway', 'terminating-gateway'] as const

/** A gateway is of one kind. */
function checkGatewayName(view: View, { kind }: Kind, name: string): void {
  if (!GATEWAYS.some(gateway => gateway === kind)) return
  for (const other of GATEWAYS) {
    if (other === kind || !view.get('configEntries', keyOf(other, name))) continue
    const named = `config entry with name ${quoteGo(name)}`
    throw new StateError(`cannot create a "${kind}" ${named}, a "${other}" config entry with that name already exists`)
  }
}
