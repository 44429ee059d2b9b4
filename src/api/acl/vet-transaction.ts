import type { Authorizer } from '../../state/acl/authorizer.ts'
import { keyOf } from '../../state/schema.ts'
import type { TxnOp, TxnOutcome, TxnResult } from '../../state/txn.ts'
import type { View } from '../../state/view.ts'
import { findCheck, findService } from '../../state/peering/of-peer.ts'
import { denial } from './permission.ts'
import { seesCheck, seesKey, seesNode, type Sees, seesService, visible } from './visible.ts'

/** Reads of keys whose result is left out rather than refused. */
const FILTERED: ReadonlySet<string> = new Set(['get', 'get-tree', 'get-or-empty'])
/** Of those that check something, one wants more than others. */
const CHECKS: ReadonlySet<string> = new Set(['check-index', 'check-session'])

/** Why an operation of a transaction is not permitted; undefined where it is. */
export function deniedOperation(authorizer: Authorizer, view: View, op: TxnOp): string | undefined {
  if (op.kind === 'kv') return deniedKv(authorizer, op)
  if (op.verb === 'get') return undefined
  if (op.kind === 'node') return deniedName(authorizer, 'node', op.node.Node)
  if (op.kind === 'service') {
    const { Node, ID, Service } = op.service
    return deniedName(authorizer, 'service', Service || (view.get('services', keyOf(Node, ID))?.Service ?? ''))
  }
  const { Node } = op.check
  const serviceId = op.check.ServiceID || (findCheck(view, op.peer, Node, op.check.CheckID)?.ServiceID ?? '')
  if (serviceId === '') return deniedName(authorizer, 'node', Node)
  return deniedName(authorizer, 'service', findService(view, op.peer, Node, serviceId)?.Service ?? '')
}

function deniedKv(authorizer: Authorizer, { verb, key }: Extract<TxnOp, { kind: 'kv' }>): string | undefined {
  if (FILTERED.has(verb)) return undefined
  const access = CHECKS.has(verb) ? 'read' : 'write'
  const allowed = verb === 'delete-tree' ? authorizer.allowsTree(key) : authorizer.allows('key', access, key)
  return allowed ? undefined : denial(authorizer, 'key', access, key)
}

const deniedName = (authorizer: Authorizer, resource: 'node' | 'service', name: string): string | undefined =>
  authorizer.allows(resource, 'write', name) ? undefined : denial(authorizer, resource, 'write', name)

const seesResult: Sees<TxnResult> = (authorizer, result) => {
  if (result.kind === 'kv') return seesKey(authorizer, result.entry.Key)
  if (result.kind === 'node') return seesNode(authorizer, result.node)
  if (result.kind === 'service') return seesService(authorizer, result.service)
  return seesCheck(authorizer, result.check)
}

/** An outcome without the results that the token may not see; one that failed has none. */
export function visibleOutcome(authorizer: Authorizer, outcome: TxnOutcome): TxnOutcome {
  if (outcome.errors.length > 0) return outcome
  const { rows, filtered } = visible(authorizer, outcome.results, seesResult)
  return { ...outcome, results: rows, filtered }
}
