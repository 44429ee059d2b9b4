import { isAnonymous } from '../../state/acl/builtin.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { Agent } from '../../agent/agent.ts'
import { decodeTransaction, renderOutcome, runTransaction } from '../../api/operations/run-transaction.ts'
import { writeKvResults } from '../../api/render/kv-results.ts'
import type { KvEntry } from '../../model/rows.ts'
import type { TxnOp, TxnOutcome, TxnResult } from '../../state/txn.ts'
import { readOptions } from '../blocking-parameters.ts'
import type { BodyLimit } from '../body.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, route } from '../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/txn */
export const txnRoutes = [route('/v1/txn', { PUT: action(transact, { limit, ownEnterpriseCheck: true }) })]

/** The larger of the two limits holds. */
function limit({ settings: { limits } }: Request): BodyLimit {
  return { bytes: Math.max(limits.txnMaxReqLen, limits.kvMaxValueSize), setting: 'txn_max_req_len' }
}

function transact(req: Request, agent: Agent): Reply {
  const ops = decodeTransaction(req.body, agent.settings)
  const readOnly = ops.every(isRead)
  if (readOnly) readOptions(req)
  req.checkDatacenter(readOnly ? 'read' : 'write')
  const outcome = runTransaction(agent, ops, req.authorizer)
  const written = readOnly || outcome.errors.length > 0 ? undefined : writtenEntries(outcome.results)
  if (written) return { text: indent => writeKvResults(written, indent) }
  const status = outcome.errors.length > 0 ? 409 : 200
  return readOnly ? readOnlyReply(status, outcome, req.authorizer) : { status, json: renderOutcome(outcome) }
}

const KV_WRITES: ReadonlySet<string> = new Set(['set', 'cas', 'lock', 'unlock', 'delete', 'delete-cas', 'delete-tree'])

function isRead({ kind, verb }: TxnOp): boolean {
  return kind === 'kv' ? !KV_WRITES.has(verb) : verb === 'get'
}

/** The entries of results that are nothing but KV writes. */
function writtenEntries(results: readonly TxnResult[]): readonly KvEntry[] | undefined {
  const entries: KvEntry[] = []
  for (const result of results) {
    if (result.kind !== 'kv' || result.withValue) return undefined
    entries.push(result.entry)
  }
  return entries
}

/** A transaction that only reads is answered in the shape of a query; one that was refused knows no leader. */
function readOnlyReply(status: number, outcome: TxnOutcome, authorizer: Authorizer): Reply {
  const { refused } = outcome
  return {
    status,
    json: {
      ...renderOutcome(outcome),
      Index: refused ? 0 : 1,
      LastContact: 0,
      KnownLeader: !refused,
      ConsistencyLevel: '',
      NotModified: false,
      Backend: 0,
      // as in the headers, the anonymous token is not told
      ResultsFilteredByACLs: outcome.filtered === true && !isAnonymous(authorizer),
    },
    headers: [
      ['X-Consul-Knownleader', String(!refused)],
      ['X-Consul-Lastcontact', '0'],
    ],
  }
}
