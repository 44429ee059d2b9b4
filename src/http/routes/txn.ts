import { type Decoded, base64, list, string, struct, uint64 } from '../../go/decode.ts'
import { bytesToString, encodeText } from '../../lib/bytes.ts'
import type { Agent } from '../../agent/agent.ts'
import { runTxn, type TxnError, type TxnOp, type TxnOutcome, type TxnResult } from '../../state/txn.ts'
import type { KvEntry } from '../../model/rows.ts'
import { readOptions } from '../blocking-parameters.ts'
import { decodeBody } from '../../api/decode-body.ts'
import { checkSchema, nodeSchema, serviceSchema, toCheck, toNode, toService } from '../../api/catalog-schemas.ts'
import { HttpError } from '../../api/refusals.ts'
import { writeKvResults } from '../../api/kv-results.ts'
import { plainKvOps } from '../../api/plain-kv-ops.ts'
import { renderCheck, renderKv, renderNode, renderService } from '../../api/render.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, route } from '../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/txn */
export const txnRoutes = [
  route('/v1/txn', {
    PUT: action(transact, { limit: req => ({ bytes: req.settings.limits.txnMaxReqLen, setting: 'txn_max_req_len' }) }),
  }),
]

const STRICT = { unknown: 'reject' } as const
const operation = struct(
  {
    KV: struct(
      { Verb: string(), Key: string(), Value: base64(), Flags: uint64(), Index: uint64(), Session: string() },
      STRICT,
    ),
    Node: struct({ Verb: string(), Node: nodeSchema }, STRICT),
    Service: struct({ Verb: string(), Node: string(), Service: serviceSchema }, STRICT),
    Check: struct({ Verb: string(), Check: checkSchema }, STRICT),
  },
  STRICT,
)
export const operations = list(operation)

const MAX_OPERATIONS = 128

function transact(req: Request, agent: Agent): Reply {
  const ops = readOps(req.body, agent)
  const readOnly = ops.every(isRead)
  if (readOnly) readOptions(req)
  req.checkDatacenter()
  const outcome = run(ops, agent)
  const written = readOnly || outcome.errors.length > 0 ? undefined : writtenEntries(outcome.results)
  if (written) return { text: indent => writeKvResults(written, indent) }
  const { answer, refused } = render(outcome)
  const status = answer.Errors ? 409 : 200
  return readOnly ? readOnlyReply(status, answer, refused) : { status, json: answer }
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

const PREFIX = 'Failed to parse body: '

function readOps(bytes: Buffer, agent: Agent): readonly TxnOp[] {
  const plain = plainKvOps(bytes, { operations: MAX_OPERATIONS, value: agent.settings.limits.kvMaxValueSize })
  return plain ?? toOps(decodeBody(operations, bytes, PREFIX), agent)
}

/** The operations of a body; refuses too many and too long ones. */
export function toOps(body: readonly Operation[], { settings }: Agent): readonly TxnOp[] {
  if (body.length > MAX_OPERATIONS) {
    throw new HttpError(413, `Transaction contains too many operations (${body.length} > ${MAX_OPERATIONS})`)
  }
  for (const { KV } of body) checkValueSize(KV, settings.limits.kvMaxValueSize)
  return body.flatMap(op => toOp(op, settings.datacenter) ?? [])
}

interface Outcome {
  readonly answer: { readonly Results: readonly object[] | null; readonly Errors: readonly TxnError[] | null }
  readonly refused: boolean
}

/** Runs them as one, and tells in Consul's own form what came of it. */
export const runOps = (ops: readonly TxnOp[], agent: Agent): Outcome => render(run(ops, agent))

const run = (ops: readonly TxnOp[], agent: Agent): TxnOutcome =>
  runTxn(agent.store, ops, key => agent.lockDelays.has(key))

function render({ results, errors, refused }: TxnOutcome): Outcome {
  const failed = errors.length > 0
  return { answer: { Results: failed ? null : results.map(renderResult), Errors: failed ? errors : null }, refused }
}

/** A transaction that only reads is answered in the shape of a query; one that was refused knows no leader. */
function readOnlyReply(status: number, answer: object, refused: boolean): Reply {
  return {
    status,
    json: {
      ...answer,
      Index: refused ? 0 : 1,
      LastContact: 0,
      KnownLeader: !refused,
      ConsistencyLevel: '',
      NotModified: false,
      Backend: 0,
      ResultsFilteredByACLs: false,
    },
    headers: [
      ['X-Consul-Knownleader', String(!refused)],
      ['X-Consul-Lastcontact', '0'],
    ],
  }
}

type Operation = Decoded<typeof operation>

function checkValueSize(kv: Operation['KV'], limit: number): void {
  const size = kv?.Value?.length ?? 0
  if (size <= limit) return
  throw new HttpError(413, `Value for key "${kv?.Key ?? ''}" is too large (${size} > ${limit} bytes)`)
}

/** An operation in the state's terms; one that names nothing is passed over. */
function toOp({ KV, Node, Service, Check }: Operation, datacenter: string): TxnOp | undefined {
  if (KV) {
    return {
      kind: 'kv',
      verb: KV.Verb ?? '',
      key: encodeText(KV.Key ?? ''),
      value: KV.Value ? bytesToString(KV.Value) : '',
      flags: KV.Flags ?? 0,
      index: KV.Index ?? 0,
      session: KV.Session ?? '',
    }
  }
  if (Node) {
    const body = Node.Node ?? {}
    return { kind: 'node', verb: Node.Verb ?? '', node: toNode(body, datacenter), index: body.ModifyIndex ?? 0 }
  }
  if (Service) {
    const body = Service.Service ?? {}
    const service = toService(body, Service.Node ?? '')
    return { kind: 'service', verb: Service.Verb ?? '', service, givenId: body.ID ?? '', index: body.ModifyIndex ?? 0 }
  }
  if (Check) {
    const body = Check.Check ?? {}
    return { kind: 'check', verb: Check.Verb ?? '', check: toCheck(body, ''), index: body.ModifyIndex ?? 0 }
  }
  return undefined
}

const KV_WRITES: ReadonlySet<string> = new Set(['set', 'cas', 'lock', 'unlock', 'delete', 'delete-cas', 'delete-tree'])

function isRead({ kind, verb }: TxnOp): boolean {
  return kind === 'kv' ? !KV_WRITES.has(verb) : verb === 'get'
}

function renderResult(result: TxnResult): object {
  if (result.kind === 'kv') return { KV: renderKv(result.entry, result.withValue) }
  if (result.kind === 'node') return { Node: renderNode(result.node) }
  if (result.kind === 'service') return { Service: renderService(result.service, true) }
  return { Check: renderCheck(result.check, true) }
}
