import type { Agent } from '../../agent/agent.ts'
import type { Settings } from '../../model/settings.ts'
import { runTxn, type TxnError, type TxnOp, type TxnOutcome, type TxnResult } from '../../state/txn.ts'
import { allowAll, type Authorizer } from '../../state/acl/authorizer.ts'
import { deniedOperation, visibleOutcome } from '../acl/vet-transaction.ts'
import { decodePlainBody } from '../decode-body.ts'
import { Refusal } from '../refusals.ts'
import { renderCheck, renderKv, renderNode, renderService } from '../render/rows.ts'
import { plainKvOps } from '../schemas/plain-kv-ops.ts'
import { toTxnOp, type TxnOperationBody, txnSchema } from '../schemas/txn.ts'

const MAX_OPERATIONS = 128

/** The operations of a JSON body; refuses what is no transaction, too many operations and too long values. */
export function decodeTransaction(bytes: Buffer, settings: Settings): readonly TxnOp[] {
  const limits = { operations: MAX_OPERATIONS, value: settings.limits.kvMaxValueSize }
  return (
    plainKvOps(bytes, limits) ?? toTransaction(decodePlainBody(txnSchema, bytes, 'Failed to parse body: '), settings)
  )
}

/** The same of operations that were decoded. */
export function toTransaction(body: readonly TxnOperationBody[], { limits, datacenter }: Settings): readonly TxnOp[] {
  if (body.length > MAX_OPERATIONS) {
    throw new Refusal(413, `Transaction contains too many operations (${body.length} > ${MAX_OPERATIONS})`)
  }
  for (const { KV } of body) validateValueSize(KV, limits.kvMaxValueSize)
  return body.flatMap(op => toTxnOp(op, datacenter) ?? [])
}

function validateValueSize(kv: TxnOperationBody['KV'], limit: number): void {
  const size = kv?.Value?.length ?? 0
  if (size <= limit) return
  throw new Refusal(413, `Value for key "${kv?.Key ?? ''}" is too large (${size} > ${limit} bytes)`)
}

/** Runs all operations or none. */
export function runTransaction(
  { store, lockDelays }: Agent,
  ops: readonly TxnOp[],
  authorizer: Authorizer = allowAll,
): TxnOutcome {
  const isDelayed = (key: string): boolean => lockDelays.has(key)
  if (authorizer.allowsAll) return runTxn(store, ops, isDelayed)
  const denied = (op: TxnOp): string | undefined => deniedOperation(authorizer, store.view, op)
  return visibleOutcome(authorizer, runTxn(store, ops, isDelayed, denied))
}

/** An outcome in Consul's own form. */
export interface RenderedOutcome {
  readonly Results: readonly object[] | null
  readonly Errors: readonly TxnError[] | null
}

export function renderOutcome({ results, errors }: TxnOutcome): RenderedOutcome {
  return errors.length > 0 ? { Results: null, Errors: errors } : { Results: results.map(renderResult), Errors: null }
}

function renderResult(result: TxnResult): object {
  if (result.kind === 'kv') return { KV: renderKv(result.entry, result.withValue) }
  if (result.kind === 'node') return { Node: renderNode(result.node) }
  if (result.kind === 'service') return { Service: renderService(result.service, true) }
  return { Check: renderCheck(result.check, true) }
}
