import { quoteGo } from '../go/quote.ts'
import { sameRow } from '../lib/equal.ts'
import { bumpUnder, entry } from './entries.ts'
import { refuse } from './errors.ts'
import { fold, keyOf, prefixOf } from './schema.ts'
import { deleteService } from './service.ts'
import { deleteCheck } from './check.ts'
import { endSessionsOfNode } from './session.ts'
import type { Tx } from './store.ts'
import type { Node } from '../model/rows.ts'

export type NewNode = Omit<Node, 'CreateIndex' | 'ModifyIndex'>

/** Writes a node. An ID that is known under another name renames that node, whose services go. */
export function ensureNode(tx: Tx, node: NewNode): Node {
  const byName = tx.node(node.Node)
  const byId = node.ID === '' ? undefined : tx.first('nodes', 'id', fold(node.ID))
  if (byName && node.ID !== '' && byName.ID !== '' && fold(byName.ID) !== fold(node.ID)) {
    // a node that is known shows where it is to be found from now on
    refuseIfAlive(tx, node, byName, byId ? ` (${node.Address})` : '')
  }
  let created = byName?.CreateIndex
  if (byId && fold(byId.Node) !== fold(node.Node)) {
    deleteNode(tx, byId.Node)
    created = byId.CreateIndex
  }
  const row: Node = { ...node, CreateIndex: created ?? tx.index, ModifyIndex: tx.index }
  // another locality alone is no change to Consul
  if (byName && sameRow(byName, row, ['Node', 'Locality'])) return byName
  tx.put('nodes', row)
  tx.bump('nodes', entry.node(node.Node))
  for (const service of tx.scan('services', prefixOf(node.Node))) bumpUnder(tx, service)
  return row
}

/** A name can be taken over from another node ID only when that node does not answer. */
function refuseIfAlive(tx: Tx, { ID, Node }: NewNode, owner: Node, where: string): void {
  const serf = tx.get('checks', keyOf(owner.Node, 'serfHealth'))
  if (serf?.Status === 'passing') {
    throw refuse.nodeNameReserved(`${quoteGo(ID)}${where}`, Node, owner)
  }
}

/** Removes a node with its services, checks, sessions and coordinates. */
export function deleteNode(tx: Tx, name: string): void {
  const node = tx.node(name)
  if (!node) return
  for (const check of [...tx.scan('checks', prefixOf(name))]) deleteCheck(tx, name, check.CheckID)
  for (const service of [...tx.scan('services', prefixOf(name))]) deleteService(tx, name, service.ID)
  for (const key of [...tx.keys('coordinates', prefixOf(name))]) {
    tx.delete('coordinates', key)
    tx.bump('coordinates')
  }
  endSessionsOfNode(tx, name)
  tx.delete('nodes', fold(name))
  tx.bump('nodes', entry.nodeExtinction)
  tx.dropEntry(entry.node(name))
}
