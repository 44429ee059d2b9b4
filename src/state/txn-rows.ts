import type { Check, Node } from '../model/rows.ts'
import { deleteCheck, ensureCheck, isNamed, type NewCheck } from './check.ts'
import { refuse, StateError } from './errors.ts'
import { deleteNode, ensureNode, type NewNode } from './node.ts'
import { nodesByIdPrefix } from './node-id.ts'
import { deleteImportedCheck, deleteImportedNode, putImportedCheck, putImportedNode } from './peering/imported-rows.ts'
import { findCheck as checkOf } from './peering/of-peer.ts'
import { importedKey, keyOf } from './schema.ts'
import type { Tx } from './store.ts'
import { uuidPrefixProblem } from './uuid.ts'

/** The nodes and checks that operations of transactions are about: of this cluster, or, with `peer`, such as that one exports. */

/** By its ID or the beginning of it, if there is one. */
export function findNode(tx: Tx, { ID, Node }: Pick<NewNode, 'ID' | 'Node'>, peer: string): Node | undefined {
  if (ID === '') return peer === '' ? tx.node(Node) : tx.get('importedNodes', keyOf(peer, Node))
  const problem = uuidPrefixProblem(ID)
  if (problem !== undefined) throw new StateError(`node lookup by ID failed: index error: ${problem}`)
  return peer === '' ? nodesByIdPrefix(tx, ID)[0] : tx.first('importedNodes', 'id', keyOf(peer, ID))
}

export function putNode(tx: Tx, node: NewNode, peer: string): Node {
  return peer === '' ? ensureNode(tx, node) : putImportedNode(tx, { ...node, PeerName: peer })
}

export function removeNode(tx: Tx, name: string, peer: string): void {
  if (peer === '') return deleteNode(tx, name)
  const row = tx.get('importedNodes', keyOf(peer, name))
  if (row) deleteImportedNode(tx, row)
}

type CheckName = Pick<Check, 'Node' | 'CheckID'>

/** `what`: what the lookup of a check without a name is called when it is refused. */
export function findCheck(tx: Tx, check: CheckName, peer: string, what: string): Check | undefined {
  if (!isNamed(check)) throw refuse.checkLookup(what)
  return checkOf(tx, peer, check.Node, check.CheckID)
}

export function putCheck(tx: Tx, check: NewCheck, peer: string): Check {
  if (peer === '') return ensureCheck(tx, check)
  if (!isNamed(check)) throw refuse.checkLookup('failed health check lookup')
  if (!tx.get('importedNodes', keyOf(peer, check.Node))) throw refuse.missingNode()
  const { ServiceID, ServiceName = '', ServiceTags = null } = check
  const service = ServiceID === '' ? undefined : tx.get('importedServices', importedKey(peer, check.Node, ServiceID))
  if (ServiceID !== '' && !service) throw refuse.missingService()
  return putImportedCheck(tx, {
    ...check,
    ServiceName: service?.Service ?? ServiceName,
    ServiceTags: service?.Tags ?? ServiceTags,
    PeerName: peer,
  })
}

export function removeCheck(tx: Tx, { Node, CheckID }: CheckName, peer: string): void {
  if (peer === '') return deleteCheck(tx, Node, CheckID)
  const row = tx.get('importedChecks', importedKey(peer, Node, CheckID))
  if (row) deleteImportedCheck(tx, row)
}
