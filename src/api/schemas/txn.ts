import {
  base64,
  bool,
  type Decoded,
  duration,
  int,
  list,
  map,
  notNull,
  nullable,
  pointer,
  readableDuration,
  string,
  stringList,
  stringMap,
  struct,
  uint64,
} from '../../go/decode.ts'
import { bytesToString, encodeText } from '../../lib/bytes.ts'
import type { TxnOp } from '../../state/txn.ts'
import { type HealthCheckBody, type NodeServiceBody, toCheck, toNode, toService } from './catalog.ts'
import { clientLocalitySchema, type ClientServiceBody, clientServiceSchema } from './client-service.ts'
import { checkFields, indexFields, STRICT } from './parts.ts'

/**
 * The operations of a transaction. Consul reads them as its Go client's own structures (`api.AgentService` and the like), which know
 * other fields than the catalog's, and takes over only a part of them.
 */

const enterprise = { Namespace: string(), Partition: string() }
const node = struct(
  {
    ID: string(),
    Node: string(),
    Address: string(),
    Datacenter: string(),
    TaggedAddresses: stringMap(),
    Meta: stringMap(),
    ...indexFields,
    Partition: string(),
    PeerName: string(),
    Locality: clientLocalitySchema,
  },
  { ...STRICT, name: 'api.Node' },
)

/** No pointer in Go, so that its decoder is given null, too, which it does not take. */
const interval = { ...readableDuration(), readsNull: true }

const definition = struct(
  {
    HTTP: string(),
    Header: map(nullable(stringList())),
    Method: string(),
    Body: string(),
    TLSServerName: string(),
    TLSSkipVerify: bool(),
    TCP: string(),
    TCPUseTLS: bool(),
    UDP: string(),
    GRPC: string(),
    OSService: string(),
    GRPCUseTLS: bool(),
    SessionName: string(),
    IntervalDuration: duration(),
    TimeoutDuration: duration(),
    DeregisterCriticalServiceAfterDuration: duration(),
    Interval: interval,
    Timeout: interval,
    DeregisterCriticalServiceAfter: interval,
  },
  {
    custom: 'lenient',
    name:
      'struct { IntervalDuration interface {}; TimeoutDuration interface {}; ' +
      'DeregisterCriticalServiceAfterDuration interface {}; *api.Alias }',
  },
)

const check = struct(
  {
    Node: string(),
    CheckID: string(),
    ...checkFields,
    ...enterprise,
    ExposedPort: int(),
    PeerName: string(),
    Definition: notNull(definition),
    ...indexFields,
  },
  { ...STRICT, name: 'api.HealthCheck' },
)

const key = struct(
  {
    Verb: string('api.KVOp'),
    Key: string(),
    Value: base64(),
    Flags: uint64(),
    Index: uint64(),
    Session: string(),
    ...enterprise,
  },
  { ...STRICT, name: 'api.KVTxnOp' },
)

const operation = struct(
  {
    KV: pointer(key),
    Node: pointer(struct({ Verb: string('api.NodeOp'), Node: node }, { ...STRICT, name: 'api.NodeTxnOp' })),
    Service: pointer(
      struct(
        { Verb: string('api.ServiceOp'), Node: string(), Service: clientServiceSchema },
        { ...STRICT, name: 'api.ServiceTxnOp' },
      ),
    ),
    Check: pointer(struct({ Verb: string('api.CheckOp'), Check: check }, { ...STRICT, name: 'api.CheckTxnOp' })),
  },
  { ...STRICT, name: 'api.TxnOp' },
)

/** The operations of a transaction. */
export const txnSchema = list(notNull(operation), 'api.TxnOps')

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
    const { Locality: _locality, Meta, ...body } = Node.Node ?? {}
    return {
      kind: 'node',
      verb: Node.Verb ?? '',
      node: toNode({ ...body, NodeMeta: Meta }, body.Datacenter || datacenter),
      peer: body.PeerName ?? '',
      index: Number(body.ModifyIndex ?? 0),
    }
  }
  if (Service) {
    const body = Service.Service ?? {}
    return {
      kind: 'service',
      verb: Service.Verb ?? '',
      service: toService(nodeServiceOf(body), Service.Node ?? ''),
      givenId: body.ID ?? '',
      index: Number(body.ModifyIndex ?? 0),
    }
  }
  if (Check) {
    const body = Check.Check ?? {}
    return {
      kind: 'check',
      verb: Check.Verb ?? '',
      check: toCheck(healthCheckOf(body), ''),
      peer: body.PeerName ?? '',
      givenId: body.CheckID ?? '',
      index: Number(body.ModifyIndex ?? 0),
    }
  }
  return undefined
}

/** What a transaction takes over of a service: of its proxy where it leads to, nothing of its part in the mesh. */
function nodeServiceOf(body: ClientServiceBody): NodeServiceBody {
  const { Connect: _connect, Locality: _locality, PeerName: _peer, SocketPath: _path, Proxy = {}, ...rest } = body
  return {
    ...rest,
    Proxy: {
      TransparentProxy: Proxy.TransparentProxy,
      DestinationServiceName: Proxy.DestinationServiceName,
      DestinationServiceID: Proxy.DestinationServiceID,
      LocalServiceAddress: Proxy.LocalServiceAddress,
      LocalServicePort: Proxy.LocalServicePort,
      LocalServiceSocketPath: Proxy.LocalServiceSocketPath,
      MeshGateway: Proxy.MeshGateway,
    },
  }
}

/** What a transaction takes over of a check. */
function healthCheckOf(given: Decoded<typeof check>): HealthCheckBody {
  const { Definition = {}, PeerName: _peer, ...body } = given
  const { IntervalDuration, TimeoutDuration, DeregisterCriticalServiceAfterDuration, UDP: _udp, ...rest } = Definition
  const { SessionName: _session, ...definition } = rest
  // one that is given wins, even if it is no duration
  const wins = (name: keyof typeof Definition): boolean => name in Definition
  return {
    ...body,
    Definition: {
      ...definition,
      Interval: wins('IntervalDuration') ? IntervalDuration : rest.Interval,
      Timeout: wins('TimeoutDuration') ? TimeoutDuration : rest.Timeout,
      DeregisterCriticalServiceAfter: wins('DeregisterCriticalServiceAfterDuration')
        ? DeregisterCriticalServiceAfterDuration
        : rest.DeregisterCriticalServiceAfter,
    },
  }
}
