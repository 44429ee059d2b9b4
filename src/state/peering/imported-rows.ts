import { sameRow } from '../../lib/equal.ts'
import type { Imported } from '../../model/peering-rows.ts'
import type { Check, Node, Service } from '../../model/rows.ts'
import { connectName, importedKey, keyOf } from '../schema.ts'
import type { Tx } from '../store.ts'
import type { View } from '../view.ts'
import { releaseVirtualIp, virtualIp, withVirtual } from '../virtual-ip.ts'
import { importedEntry } from './entries.ts'

type New<R> = Omit<R, 'CreateIndex' | 'ModifyIndex'>
export type NewImportedNode = New<Imported<Node>>
export type NewImportedService = New<Imported<Service>>
export type NewImportedCheck = New<Imported<Check>>

/** Writes a node of a peer; the services on it have changed with it. */
export function putImportedNode(tx: Tx, node: NewImportedNode): Imported<Node> {
  const old = tx.get('importedNodes', keyOf(node.PeerName, node.Node))
  const row = indexed(tx, node, old)
  if (old && sameRow(old, row)) return old
  tx.put('importedNodes', row)
  bumpTable(tx, node.PeerName, 'nodes')
  for (const { Service: name } of servicesOn(tx, node)) tx.bump(importedEntry.service(node.PeerName, name))
  return row
}

/** Writes an instance of a peer's service. What stands before a service in the mesh brings that one an address. */
export function putImportedService(tx: Tx, service: NewImportedService): void {
  const { PeerName, Node, ID } = service
  const old = tx.get('importedServices', importedKey(PeerName, Node, ID))
  const row = indexed(tx, { ...service, TaggedAddresses: withVirtualAddress(tx, service) }, old)
  if (old && sameRow(old, row)) return
  tx.put('importedServices', row)
  if (old) left(tx, old)
  bumpTable(tx, PeerName, 'services')
  tx.bump(importedEntry.service(PeerName, row.Service))
}

export function putImportedCheck(tx: Tx, check: NewImportedCheck): Imported<Check> {
  const { PeerName, Node, CheckID } = check
  const old = tx.get('importedChecks', importedKey(PeerName, Node, CheckID))
  const row = indexed(tx, check, old)
  if (old && sameRow(old, row)) return old
  tx.put('importedChecks', row)
  bumpCheck(tx, row)
  return row
}

export function deleteImportedCheck(tx: Tx, check: Imported<Check>): void {
  tx.delete('importedChecks', importedKey(check.PeerName, check.Node, check.CheckID))
  bumpTable(tx, check.PeerName, 'services')
  bumpCheck(tx, check)
}

/** Removes an instance with its checks. */
export function deleteImportedService(tx: Tx, service: Imported<Service>): void {
  const key = importedKey(service.PeerName, service.Node, service.ID)
  for (const check of [...tx.by('importedChecks', 'instance', key)]) deleteImportedCheck(tx, check)
  tx.delete('importedServices', key)
  bumpTable(tx, service.PeerName, 'services')
  left(tx, service)
}

/** Removes a node with all that is on it. */
export function deleteImportedNode(tx: Tx, node: Imported<Node>): void {
  for (const service of [...servicesOn(tx, node)]) deleteImportedService(tx, service)
  for (const check of [...tx.scan('importedChecks', importedKey(node.PeerName, node.Node, ''))]) {
    deleteImportedCheck(tx, check)
  }
  tx.delete('importedNodes', keyOf(node.PeerName, node.Node))
  bumpTable(tx, node.PeerName, 'nodes')
}

/** Removes a service, a check, or the whole node when neither is named. What is not there is no error. */
export function deregisterImported(
  tx: Tx,
  { peer, node, serviceId, checkId }: { peer: string; node: string; serviceId: string; checkId: string },
): void {
  const service = serviceId === '' ? undefined : tx.get('importedServices', importedKey(peer, node, serviceId))
  if (service) deleteImportedService(tx, service)
  if (serviceId !== '') return
  const check = checkId === '' ? undefined : tx.get('importedChecks', importedKey(peer, node, checkId))
  if (check) deleteImportedCheck(tx, check)
  if (checkId !== '') return
  const row = tx.get('importedNodes', keyOf(peer, node))
  if (row) deleteImportedNode(tx, row)
}

/** The instances that a peer has on a node. */
export const servicesOn = (view: View, node: { PeerName: string; Node: string }): readonly Imported<Service>[] =>
  view.scan('importedServices', importedKey(node.PeerName, node.Node, ''))

function indexed<R extends object>(tx: Tx, row: R, old: { CreateIndex: number } | undefined) {
  return { ...row, CreateIndex: old?.CreateIndex ?? tx.index, ModifyIndex: tx.index }
}

function bumpTable(tx: Tx, peer: string, table: 'nodes' | 'services' | 'checks'): void {
  tx.bump(importedEntry.table(peer, table), importedEntry.any)
}

function bumpCheck(tx: Tx, { PeerName, ServiceName }: Imported<Check>): void {
  bumpTable(tx, PeerName, 'checks')
  const isThere = tx.first('importedServices', 'name', keyOf(PeerName, ServiceName)) !== undefined
  if (isThere) tx.bump(importedEntry.service(PeerName, ServiceName))
}

/** An instance no longer is what it was: the index of its service ends with the last one, and so does the address in the mesh. */
function left(tx: Tx, { PeerName, Service, ...service }: Imported<Service>): void {
  const isLast = tx.first('importedServices', 'name', keyOf(PeerName, Service)) === undefined
  const entry = importedEntry.service(PeerName, Service)
  if (isLast) tx.dropEntry(entry)
  else tx.bump(entry)
  const name = connectName({ ...service, Service })
  if (name === undefined || tx.first('importedServices', 'connect', keyOf(PeerName, name))) return
  releaseVirtualIp(tx, name, { peer: PeerName })
}

function withVirtualAddress(tx: Tx, service: NewImportedService): Service['TaggedAddresses'] {
  const name = connectName({ ...service, CreateIndex: 0, ModifyIndex: 0 })
  if (name === undefined) return service.TaggedAddresses
  const virtual = { Address: virtualIp(tx, name, service.PeerName), Port: service.Port }
  return withVirtual(service.TaggedAddresses, virtual)
}
