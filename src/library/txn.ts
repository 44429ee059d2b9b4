import type { Agent } from '../agent/agent.ts'
import { operations, runOps, toOps } from '../http/routes/txn.ts'
import { decode } from '../go/decode.ts'
import { copy } from './catalog.ts'
import { translateRefusals } from './refusal.ts'

/**
 * One operation, in the API's own form: one of the members, values in base64.
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

/** What came of a transaction: results when all was done, errors when nothing was. */
export interface TxnOutcome {
  /** One for each operation that gives something; null when it failed. */
  readonly Results: readonly Readonly<Record<string, unknown>>[] | null
  /** Every operation that failed, by its place; null when none did. */
  readonly Errors: readonly { readonly OpIndex: number; readonly What: string }[] | null
}

/** Runs operations of an agent's state as one, by hand. */
export function directTxn(agent: Agent): (operations: readonly TxnOperation[]) => TxnOutcome {
  return given =>
    translateRefusals('run a transaction', () => {
      const { answer } = runOps(toOps(decode(operations, structuredClone([...given])), agent), agent)
      return copy(answer)
    })
}
