import { bool, type Decoded, duration, int, map, raw, string, stringList, stringMap, struct } from '../lib/decode.ts'
import { formatDuration } from '../lib/duration.ts'
import { isObject } from '../lib/equal.ts'
import type { NewCheck } from '../state/check.ts'
import type { NewNode } from '../state/node.ts'
import type { NewService } from '../state/service.ts'

/** The bodies that describe nodes, services and checks to the catalog, and the rows they become. */

const STRICT = { unknown: 'reject' } as const
const address = struct({ Address: string(), Port: int() }, STRICT)
const indexes = { CreateIndex: int(), ModifyIndex: int() }

export const nodeSchema = struct(
  {
    ID: string(),
    Node: string(),
    Address: string(),
    Datacenter: string(),
    TaggedAddresses: stringMap(),
    Meta: stringMap(),
    Partition: string(),
    PeerName: string(),
    Locality: raw(),
    ...indexes,
  },
  { ...STRICT, name: 'structs.Node' },
)

export const serviceSchema = struct(
  {
    Kind: string(),
    ID: string(),
    Service: string(),
    Tags: stringList(),
    Address: string(),
    TaggedAddresses: map(address),
    Meta: stringMap(),
    Port: int(),
    SocketPath: string(),
    Weights: struct({ Passing: int(), Warning: int() }, STRICT),
    EnableTagOverride: bool(),
    Proxy: raw(),
    Connect: raw(),
    Locality: raw(),
    PeerName: string(),
    ...indexes,
  },
  { ...STRICT, name: 'structs.NodeService' },
)

const definitionSchema = struct(
  {
    Interval: duration(),
    Timeout: duration(),
    DeregisterCriticalServiceAfter: duration(),
    HTTP: string(),
    Header: map(stringList()),
    Method: string(),
    Body: string(),
    DisableRedirects: bool(),
    TLSServerName: string(),
    TLSSkipVerify: bool(),
    TCP: string(),
    TCPUseTLS: bool(),
    UDP: string(),
    H2PING: string(),
    H2PingUseTLS: bool(),
    OSService: string(),
    OutputMaxSize: int(),
    ScriptArgs: stringList(),
    DockerContainerID: string(),
    Shell: string(),
    GRPC: string(),
    GRPCUseTLS: bool(),
    AliasNode: string(),
    AliasService: string(),
    TTL: duration(),
    SessionName: string(),
  },
  { name: 'structs.HealthCheckDefinition', custom: true },
)

export const checkSchema = struct(
  {
    Node: string(),
    CheckID: string(),
    Name: string(),
    Status: string(),
    Notes: string(),
    Output: string(),
    ServiceID: string(),
    ServiceName: string(),
    ServiceTags: stringList(),
    Type: string(),
    Interval: string(),
    Timeout: string(),
    ExposedPort: int(),
    PeerName: string(),
    Definition: definitionSchema,
    ...indexes,
  },
  { ...STRICT, name: 'structs.HealthCheck' },
)

export type NodeBody = Decoded<typeof nodeSchema>
export type ServiceBody = Decoded<typeof serviceSchema>
export type CheckBody = Decoded<typeof checkSchema>

export function toNode(body: NodeBody, datacenter: string): NewNode {
  return {
    ID: body.ID ?? '',
    Node: body.Node ?? '',
    Address: body.Address ?? '',
    Datacenter: datacenter,
    TaggedAddresses: body.TaggedAddresses ?? null,
    Meta: body.Meta ?? null,
  }
}

/** A service without an ID goes by its name. */
export function toService(body: ServiceBody, node: string): NewService {
  const name = body.Service ?? ''
  const weights = { Passing: body.Weights?.Passing ?? 0, Warning: body.Weights?.Warning ?? 0 }
  return {
    Node: node,
    Kind: body.Kind ?? '',
    ID: body.ID || name,
    Service: name,
    Tags: body.Tags ?? null,
    Address: body.Address ?? '',
    TaggedAddresses: body.TaggedAddresses
      ? Object.fromEntries(
          Object.entries(body.TaggedAddresses).map(([tag, a]) => [
            tag,
            { Address: a.Address ?? '', Port: a.Port ?? 0 },
          ]),
        )
      : null,
    Meta: body.Meta ?? null,
    Port: body.Port ?? 0,
    SocketPath: body.SocketPath ?? '',
    // a passing weight below 1 would take the instance out of DNS: then both are 1
    Weights: weights.Passing < 1 ? { Passing: 1, Warning: 1 } : weights,
    EnableTagOverride: body.EnableTagOverride ?? false,
    Proxy: toProxy(body.Proxy),
    Connect: isObject(body.Connect) ? withoutEmpty(body.Connect) : {},
    Locality: isObject(body.Locality) ? body.Locality : null,
  }
}

/** The settings of a proxy with what Consul fills in. */
export function toProxy(given: unknown): NewService['Proxy'] {
  const { Upstreams, MeshGateway, Expose, Mode, ...rest } = isObject(given) ? given : {}
  return {
    ...withoutEmpty(rest),
    Mode: Mode ?? '',
    ...(Array.isArray(Upstreams) && {
      Upstreams: Upstreams.filter(isObject).map(upstream => ({
        DestinationType: '',
        DestinationName: '',
        Datacenter: '',
        MeshGateway: {},
        ...upstream,
      })),
    }),
    MeshGateway: MeshGateway ?? {},
    Expose: Expose ?? {},
  }
}

/** A check without an ID goes by its name. */
export function toCheck(body: CheckBody, node: string): NewCheck {
  return {
    Node: body.Node || node,
    CheckID: body.CheckID || (body.Name ?? ''),
    Name: body.Name ?? '',
    Status: body.Status || 'critical',
    Notes: body.Notes ?? '',
    Output: body.Output ?? '',
    ServiceID: body.ServiceID ?? '',
    Type: body.Type ?? '',
    Interval: body.Interval ?? '',
    Timeout: body.Timeout ?? '',
    ExposedPort: body.ExposedPort ?? 0,
    Definition: toDefinition(body.Definition ?? {}),
  }
}

const WRITTEN_OUT: ReadonlySet<string> = new Set(['Interval', 'Timeout', 'DeregisterCriticalServiceAfter'])

/** Durations written out, all but the TTL, which Consul shows in nanoseconds. */
function toDefinition(body: Decoded<typeof definitionSchema>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(body).map(([name, value]) => [
    name,
    WRITTEN_OUT.has(name) && typeof value === 'number' && value !== 0 ? formatDuration(value) : value,
  ])
  return withoutEmpty(Object.fromEntries(entries) as Record<string, unknown>)
}

/** Without members that Go would leave out: empty, zero, false. */
function withoutEmpty(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => {
      if (value === undefined || value === null || value === '' || value === 0 || value === false) return false
      return !Array.isArray(value) || value.length > 0
    }),
  )
}
