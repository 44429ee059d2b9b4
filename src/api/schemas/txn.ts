import { base64, type Decoded, list, string, struct, uint64 } from '../../go/decode.ts'
import { bytesToString, encodeText } from '../../lib/bytes.ts'
import type { TxnOp } from '../../state/txn.ts'
import { checkSchema, nodeSchema, serviceSchema, toCheck, toNode, toService } from './catalog.ts'

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

/** The operations of a transaction. */
export const txnSchema = list(operation)

export type TxnOperationBody = Decoded<typeof operation>

/** An operation in the state's terms; undefined for one that names nothing, which Consul passes over. */
export function toTxnOp({ KV, Node, Service, Check }: TxnOperationBody, datacenter: string): TxnOp | undefined {
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
