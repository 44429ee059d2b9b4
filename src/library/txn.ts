import type { Agent } from '../agent/agent.ts'
import { renderOutcome, runTransaction, toTransaction } from '../api/operations/run-transaction.ts'
import { txnSchema } from '../api/schemas/txn.ts'
import { decode } from '../go/decode.ts'
import { copy } from './catalog.ts'
import { translateRefusals } from './refusal.ts'

/**
 * One operation, as the HTTP API takes it: exactly one of the members, values in base64.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/txn
 */
export interface TxnOperation {
  /** An operation on a key: `{ Verb: 'set', Key: 'a', Value: 'Yg==' }`. */
  readonly KV?: Readonly<Record<string, unknown>>
  /** An operation on a node. */
  readonly Node?: Readonly<Record<string, unknown>>
  /** An operation on a service. */
  readonly Service?: Readonly<Record<string, unknown>>
  /** An operation on a check. */
  readonly Check?: Readonly<Record<string, unknown>>
}

/** The outcome of a transaction: results if it was committed, errors if it was not. */
export interface TxnOutcome {
  /** The rows that operations returned; null if the transaction failed. */
  readonly Results: readonly Readonly<Record<string, unknown>>[] | null
  /** The operations that failed, by their position; null if none did. */
  readonly Errors: readonly { readonly OpIndex: number; readonly What: string }[] | null
}

/** Runs operations on an agent's state as one transaction, without HTTP. */
export function directTxn(agent: Agent): (operations: readonly TxnOperation[]) => TxnOutcome {
  return given =>
    translateRefusals('run a transaction', () => {
      const ops = toTransaction(decode(txnSchema, structuredClone([...given])), agent.settings)
      return copy(renderOutcome(runTransaction(agent, ops)))
    })
}
