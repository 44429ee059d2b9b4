import { anything, bytes, flag, listOf, mapOf, number, omitEmpty, pointerTo, struct, text } from '../go/struct.ts'
import type { Read } from '../go/struct.ts'

/** What the official client knows of an answer and in which order it writes that, which is what watchers get. */

const optionalText = omitEmpty(text)
const optionalNumber = omitEmpty(number)
const optionalFlag = omitEmpty(flag)

/** A map that is left out when it has no members. */
const optionalMap = (read: Read) =>
  omitEmpty(value => {
    const map = mapOf(read)(value) ?? {}
    return Object.keys(map).length > 0 ? map : null
  })

const indexes = { CreateIndex: number, ModifyIndex: number }

const locality = omitEmpty(pointerTo(struct({ Region: text, Zone: text })))

const kvPair = struct({
  Key: text,
  ...indexes,
  LockIndex: number,
  Flags: number,
  Value: bytes,
  Session: text,
  Namespace: optionalText,
  Partition: optionalText,
})

const node = struct({
  ID: text,
  Node: text,
  Address: text,
  Datacenter: text,
  TaggedAddresses: mapOf(text),
  Meta: mapOf(text),
  ...indexes,
  Partition: optionalText,
  PeerName: optionalText,
  Locality: locality,
})

const duration: Read = value => (typeof value === 'string' && value !== '' ? value : '0s')

const check = struct({
  Node: text,
  CheckID: text,
  Name: text,
  Status: text,
  Notes: text,
  Output: text,
  ServiceID: text,
  ServiceName: text,
  ServiceTags: listOf(text),
  Type: text,
  Namespace: optionalText,
  Partition: optionalText,
  ExposedPort: number,
  PeerName: optionalText,
  Definition: struct({
    Interval: duration,
    Timeout: duration,
    DeregisterCriticalServiceAfter: duration,
    HTTP: text,
    Header: mapOf(listOf(text)),
    Method: text,
    Body: text,
    TLSServerName: text,
    TLSSkipVerify: flag,
    TCP: text,
    TCPUseTLS: flag,
    UDP: text,
    GRPC: text,
    OSService: text,
    GRPCUseTLS: flag,
    SessionName: optionalText,
  }),
  ...indexes,
})

const meshGateway = struct({ Mode: optionalText })

const upstream = struct({
  DestinationType: optionalText,
  DestinationPartition: optionalText,
  DestinationNamespace: optionalText,
  DestinationPeer: optionalText,
  DestinationName: text,
  Datacenter: optionalText,
  LocalBindAddress: optionalText,
  LocalBindPort: optionalNumber,
  LocalBindSocketPath: optionalText,
  LocalBindSocketMode: optionalText,
  Config: optionalMap(anything),
  MeshGateway: meshGateway,
  CentrallyConfigured: optionalFlag,
})

const exposePath = struct({
  ListenerPort: optionalNumber,
  Path: optionalText,
  LocalPathPort: optionalNumber,
  Protocol: optionalText,
  ParsedFromCheck: flag,
})

const envoyExtension = struct({
  Name: text,
  Required: flag,
  Arguments: mapOf(anything),
  ConsulVersion: text,
  EnvoyVersion: text,
})

const proxy = struct({
  EnvoyExtensions: omitEmpty(listOf(envoyExtension)),
  DestinationServiceName: optionalText,
  DestinationServiceID: optionalText,
  LocalServiceAddress: optionalText,
  LocalServicePort: optionalNumber,
  LocalServiceSocketPath: optionalText,
  Mode: optionalText,
  TransparentProxy: omitEmpty(
    pointerTo(struct({ OutboundListenerPort: optionalNumber, DialedDirectly: optionalFlag })),
  ),
  Config: optionalMap(anything),
  Upstreams: omitEmpty(listOf(upstream)),
  MeshGateway: meshGateway,
  Expose: struct({ Checks: optionalFlag, Paths: omitEmpty(listOf(exposePath)) }),
  AccessLogs: omitEmpty(
    pointerTo(
      struct({
        Enabled: optionalFlag,
        DisableListenerLogs: optionalFlag,
        Type: optionalText,
        Path: optionalText,
        JSONFormat: optionalText,
        TextFormat: optionalText,
      }),
    ),
  ),
})

const agentService = struct({
  Kind: optionalText,
  ID: text,
  Service: text,
  Tags: listOf(text),
  Meta: mapOf(text),
  Port: number,
  Address: text,
  SocketPath: optionalText,
  TaggedAddresses: optionalMap(struct({ Address: text, Port: number })),
  Weights: struct({ Passing: number, Warning: number }),
  EnableTagOverride: flag,
  CreateIndex: optionalNumber,
  ModifyIndex: optionalNumber,
  ContentHash: optionalText,
  Proxy: omitEmpty(pointerTo(proxy)),
  Connect: omitEmpty(pointerTo(struct({ Native: optionalFlag }))),
  PeerName: optionalText,
  Namespace: optionalText,
  Partition: optionalText,
  Datacenter: optionalText,
  Locality: locality,
})

const event = struct({
  ID: text,
  Name: text,
  Payload: bytes,
  NodeFilter: text,
  ServiceFilter: text,
  TagFilter: text,
  Version: number,
  LTime: number,
})

const root = struct({ ID: text, Name: text, RootCert: text, Active: flag, ...indexes })

const leaf = struct({
  SerialNumber: text,
  CertPEM: optionalText,
  PrivateKeyPEM: optionalText,
  Service: text,
  ServiceURI: text,
  ValidAfter: text,
  ValidBefore: text,
  ...indexes,
})

/** The first entry of the answer about a key. */
const firstPair: Read = value => (Array.isArray(value) && value.length > 0 ? kvPair(value[0]) : null)

/** What a watcher of each kind is given, made from the answer; an answer that is missing becomes null. */
export const shapes = {
  pair: firstPair,
  pairs: listOf(kvPair),
  services: mapOf(listOf(text)),
  nodes: listOf(node),
  instances: listOf(struct({ Node: pointerTo(node), Service: pointerTo(agentService), Checks: listOf(check) })),
  checks: listOf(check),
  events: listOf(event),
  roots: struct({ ActiveRootID: text, TrustDomain: text, Roots: listOf(root) }),
  leaf,
  agentService,
} as const satisfies Record<string, Read>
