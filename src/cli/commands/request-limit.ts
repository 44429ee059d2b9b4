import { map, pointer, struct } from '../../go/mapstructure/containers.ts'
import { decodeWeakly, MapstructureError } from '../../go/mapstructure/decode.ts'
import { float64, string, uint64 } from '../../go/mapstructure/scalars.ts'
import { onlyCamel } from '../../go/mapstructure/type.ts'
import { multierror } from '../../go/multierror.ts'

const rates = { ReadRate: float64, WriteRate: float64 }
const ofCalls = onlyCamel(pointer(struct(rates)))

const type = struct({
  ...rates,
  Name: string,
  Mode: string,
  Meta: map(string),
  ACL: ofCalls,
  Catalog: ofCalls,
  ConfigEntry: ofCalls,
  ConnectCA: ofCalls,
  Coordinate: ofCalls,
  DiscoveryChain: ofCalls,
  ServerDiscovery: ofCalls,
  Health: ofCalls,
  Intention: ofCalls,
  KV: ofCalls,
  Tenancy: ofCalls,
  PreparedQuery: ofCalls,
  Session: ofCalls,
  Txn: ofCalls,
  AutoConfig: ofCalls,
  FederationState: ofCalls,
  Internal: ofCalls,
  PeerStream: ofCalls,
  Peering: ofCalls,
  DataPlane: ofCalls,
  DNS: ofCalls,
  Subscribe: ofCalls,
  Resource: ofCalls,
  Partition: string,
  Namespace: string,
  CreateIndex: onlyCamel(uint64),
  ModifyIndex: onlyCamel(uint64),
})

/** What is wrong with the fields of a `control-plane-request-limit` in the words of the official client, if anything. */
export function requestLimitProblem(fields: object): string | undefined {
  try {
    const { unknown } = decodeWeakly(type, fields)
    return unknown.length === 0 ? undefined : multierror(unknown.map(key => `invalid config key "${key}"`))
  } catch (error) {
    if (error instanceof MapstructureError) return error.message
    throw error
  }
}
