import { bool, type Decoded, duration, int, map, raw, string, stringList, stringMap, struct } from '../../go/decode.ts'
import { formatDuration } from '../../go/duration.ts'
import { isObject } from '../../lib/equal.ts'
import type { NewCheck } from '../../state/check.ts'
import type { NewNode } from '../../state/node.ts'
import type { NewService } from '../../state/service.ts'

/** The bodies that describe nodes, services and checks to the catalog, and the rows they become. */

const STRICT = { unknown: 'reject' } as const
const address = struct({ Address: string(), Port: int() }, STRICT)
/** Where a node or a service is. */
export const localitySchema = struct({ Region: string(), Zone: string() }, { ...STRICT, name: 'structs.Locality' })
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
    Locality: localitySchema,
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
    Locality: localitySchema,
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
    ...(body.Locality && { Locality: withoutEmpty(body.Locality) }),
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
    Locality: body.Locality ? withoutEmpty(body.Locality) : null,
  }
}

/** The settings of a proxy with what Consul fills in. */
function toProxy(given: unknown): NewService['Proxy'] {
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

/** What a definition with an interval says the check is, in Consul's order; without one there is less to say. */
const KINDS_WITH_INTERVAL = [
  ['HTTP', 'http'],
  ['TCP', 'tcp'],
  ['GRPC', 'grpc'],
  ['UDP', 'udp'],
  ['H2PING', 'h2ping'],
  ['OSService', 'os_service'],
  ['DockerContainerID', 'docker'],
  ['ScriptArgs', 'script'],
  ['TTL', 'ttl'],
] as const
const KINDS_WITHOUT_INTERVAL = [
  ['TTL', 'ttl'],
  ['AliasNode', 'alias'],
  ['AliasService', 'alias'],
  ['ScriptArgs', 'script'],
] as const

/** A check of a registration whose type is not given has the one that its definition shows. */
export function withType(check: NewCheck): NewCheck {
  if (check.Type !== '') return check
  const { Definition } = check
  const kinds = Definition['Interval'] === undefined ? KINDS_WITHOUT_INTERVAL : KINDS_WITH_INTERVAL
  const found = kinds.find(([field]) => Definition[field] !== undefined)
  return found ? { ...check, Type: found[1] } : check
}

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
