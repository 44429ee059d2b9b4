import type { Schema } from '../../go/bexpr/filter.ts'
import { SERVICE_SCALARS } from '../../model/rows.ts'

// What `?filter=` can select, as the "Filtering" tables of the API documentation name it and as Consul 1.21.4 takes it.
// Everything else in the answers (indexes, locality, definitions, opaque configuration) is no selector.

const string = { kind: 'string' } as const
const bool = { kind: 'bool' } as const
const int = { kind: 'int' } as const
const uint8 = { kind: 'uint', bits: 8 } as const
const strings = { kind: 'list', of: string } as const
const stringMap = { kind: 'map', of: string } as const
const struct = <F extends Readonly<Record<string, Schema>>>(fields: F): { kind: 'struct'; fields: F } => ({
  kind: 'struct',
  fields,
})

/** Selectors for what has these types. */
const selectorsLike = (
  scalars: Readonly<Record<string, string | number | boolean>>,
): Readonly<Record<string, Schema>> =>
  Object.fromEntries(
    Object.entries(scalars).map(([name, value]) => [
      name,
      typeof value === 'string' ? string : typeof value === 'number' ? int : bool,
    ]),
  )

const node = struct({
  ID: string,
  Node: string,
  Address: string,
  Datacenter: string,
  Partition: string,
  PeerName: string,
  TaggedAddresses: stringMap,
  Meta: stringMap,
})

const meshGateway = struct({ Mode: string })

const proxy = struct({
  DestinationServiceName: string,
  DestinationServiceID: string,
  LocalServiceAddress: string,
  LocalServicePort: int,
  LocalServiceSocketPath: string,
  Mode: string,
  MeshGateway: meshGateway,
  TransparentProxy: struct({ OutboundListenerPort: int, DialedDirectly: bool }),
  Expose: struct({
    Checks: bool,
    Paths: {
      kind: 'list',
      of: struct({ ListenerPort: int, Path: string, LocalPathPort: int, Protocol: string, ParsedFromCheck: bool }),
    },
  }),
  AccessLogs: struct({
    Enabled: bool,
    DisableListenerLogs: bool,
    Type: string,
    Path: string,
    JSONFormat: string,
    TextFormat: string,
  }),
  EnvoyExtensions: {
    kind: 'list',
    of: struct({ Name: string, Required: bool, ConsulVersion: string, EnvoyVersion: string }),
  },
  Upstreams: {
    kind: 'list',
    of: struct({
      DestinationType: string,
      DestinationNamespace: string,
      DestinationPartition: string,
      DestinationPeer: string,
      DestinationName: string,
      Datacenter: string,
      LocalBindAddress: string,
      LocalBindPort: int,
      LocalBindSocketPath: string,
      LocalBindSocketMode: string,
      MeshGateway: meshGateway,
    }),
  },
})

const weights = struct({ Passing: int, Warning: int })
const connect = struct({ Native: bool })
const serviceAddresses = { kind: 'map', of: struct({ Address: string, Port: int }) } as const

const nodeService = struct({
  ...selectorsLike(SERVICE_SCALARS),
  Tags: strings,
  TaggedAddresses: serviceAddresses,
  Meta: stringMap,
  Weights: weights,
  Proxy: proxy,
  Connect: connect,
  PeerName: string,
})

const serviceNode = struct({
  ID: string,
  Node: string,
  Address: string,
  Datacenter: string,
  TaggedAddresses: stringMap,
  NodeMeta: stringMap,
  ServiceKind: string,
  ServiceID: string,
  ServiceName: string,
  ServiceTags: strings,
  ServiceAddress: string,
  ServiceTaggedAddresses: serviceAddresses,
  ServiceWeights: weights,
  ServiceMeta: stringMap,
  ServicePort: int,
  ServiceSocketPath: string,
  ServiceEnableTagOverride: bool,
  ServiceProxy: proxy,
  ServiceConnect: connect,
  PeerName: string,
})

const check = struct({
  Node: string,
  CheckID: string,
  Name: string,
  Status: string,
  Notes: string,
  Output: string,
  ServiceID: string,
  ServiceName: string,
  ServiceTags: strings,
  Type: string,
  Interval: string,
  Timeout: string,
  ExposedPort: int,
  PeerName: string,
})

const member = struct({
  Name: string,
  // the bytes of the address
  Addr: { kind: 'list', of: uint8 },
  Port: { kind: 'uint', bits: 16 },
  Tags: stringMap,
  Status: int,
  ProtocolMin: uint8,
  ProtocolMax: uint8,
  ProtocolCur: uint8,
  DelegateMin: uint8,
  DelegateMax: uint8,
  DelegateCur: uint8,
})

const passiveHealthCheck = struct({ MaxFailures: int })
const upstreamConfig = struct({
  Name: string,
  Peer: string,
  EnvoyListenerJSON: string,
  EnvoyClusterJSON: string,
  Protocol: string,
  ConnectTimeoutMs: int,
  PassiveHealthCheck: passiveHealthCheck,
  MeshGateway: meshGateway,
  BalanceOutboundConnections: string,
})

const serviceDefaults = struct({
  Kind: string,
  Name: string,
  Protocol: string,
  Mode: string,
  TransparentProxy: struct({ OutboundListenerPort: int, DialedDirectly: bool }),
  MutualTLSMode: string,
  MeshGateway: meshGateway,
  Expose: proxy.fields.Expose,
  ExternalSNI: string,
  UpstreamConfig: struct({ Overrides: { kind: 'list', of: upstreamConfig }, Defaults: upstreamConfig }),
  Destination: struct({ Addresses: strings, Port: int }),
  MaxInboundConnections: int,
  LocalConnectTimeoutMs: int,
  LocalRequestTimeoutMs: int,
  BalanceInboundConnections: string,
  EnvoyExtensions: proxy.fields.EnvoyExtensions,
  Meta: stringMap,
})

const intention = struct({
  ID: string,
  Description: string,
  SourcePeer: string,
  SourceNS: string,
  SourceName: string,
  DestinationNS: string,
  DestinationName: string,
  SourceType: string,
  Action: string,
  Precedence: int,
  Meta: stringMap,
})

/**
 * The kinds of rows that are filtered, each in the shape of its endpoints' JSON:
 * - `node`: /v1/catalog/nodes
 * - `serviceNode`: /v1/catalog/service/:name, /v1/catalog/connect/:name, and each instance behind /v1/catalog/services
 * - `nodeService`: /v1/catalog/node/:node, /v1/catalog/node-services/:node, /v1/agent/services
 * - `check`: /v1/health/node/:node, /v1/health/checks/:service, /v1/health/state/:state, /v1/agent/checks
 * - `health`: /v1/health/service/:name, /v1/health/connect/:name, /v1/health/ingress/:name
 * - `nodeOverview`: /v1/internal/ui/nodes
 * - `member`: /v1/agent/members
 * - `serviceDefaults`: /v1/config/service-defaults
 * - `intention`: /v1/connect/intentions
 *
 * All complain of a filter before they look at rows. Only /v1/agent/checks holds it against its rows `late`: what is
 * wrong with the syntax has the usual text, but what is wrong with selectors, operators and values comes without
 * "Failed to create boolean expression evaluator: ", and only once there is a check to look at.
 */
export const filterSchemas = {
  node,
  serviceNode,
  nodeService,
  check,
  health: struct({ Node: node, Service: nodeService, Checks: { kind: 'list', of: check } }),
  nodeOverview: struct({
    ID: string,
    Node: string,
    Address: string,
    PeerName: string,
    TaggedAddresses: stringMap,
    Meta: stringMap,
    Services: { kind: 'list', of: nodeService },
    Checks: { kind: 'list', of: check },
  }),
  member,
  serviceDefaults,
  intention,
} as const satisfies Readonly<Record<string, Schema>>
