import {
  bool,
  type Decoded,
  type Filled,
  int,
  list,
  notNull,
  omitEmpty,
  pointer,
  type Schema,
  string,
  stringMap,
  struct,
} from '../../go/decode.ts'
import { weightsProblem } from '../../model/weights.ts'
import type { NewCheck } from '../../state/check.ts'
import type { NewNode } from '../../state/node.ts'
import type { NewService } from '../../state/service.ts'
import { type FilledHealthCheckDefinition, healthCheckDefinitionSchema } from './check-definition.ts'
import { checkFields, indexFields, instanceFields, localitySchema, STRICT, weightsSchema } from './parts.ts'
import { proxySchema } from './proxy.ts'
import { connectWith, serviceDefinitionSchema } from './service-definition.ts'

/** Services and checks as the catalog has them, and the rows they become. */

const nodeServiceStruct = struct(
  {
    Kind: string('structs.ServiceKind'),
    ID: string(),
    Service: string(),
    ...instanceFields,
    Weights: pointer(weightsSchema),
    EnableTagOverride: bool(),
    Proxy: proxySchema,
    Connect: connectWith(serviceDefinitionSchema),
    Locality: pointer(localitySchema),
    PeerName: omitEmpty(string()),
    ...indexFields,
  },
  { ...STRICT, name: 'structs.NodeService' },
)

export interface NodeServiceBody extends Decoded<typeof nodeServiceStruct> {}
export interface FilledNodeService extends Filled<typeof nodeServiceStruct> {}
export const nodeServiceSchema: Schema<NodeServiceBody, FilledNodeService> = nodeServiceStruct

const healthCheckStruct = struct(
  {
    Node: string(),
    CheckID: string('types.CheckID'),
    ...checkFields,
    Interval: string(),
    Timeout: string(),
    ExposedPort: int(),
    PeerName: omitEmpty(string()),
    Definition: notNull(healthCheckDefinitionSchema),
    ...indexFields,
  },
  { ...STRICT, name: 'structs.HealthCheck' },
)

export interface HealthCheckBody extends Decoded<typeof healthCheckStruct> {}
export interface FilledHealthCheck extends Filled<typeof healthCheckStruct> {}
export const healthCheckSchema: Schema<HealthCheckBody, FilledHealthCheck> = healthCheckStruct

export const healthChecksSchema = list(healthCheckSchema, 'structs.HealthChecks')

/** The row of a service. Without an ID it goes by its name. */
export function toService(body: NodeServiceBody, node: string): NewService {
  const { PeerName: _peer, CreateIndex: _create, ModifyIndex: _modify, ...service } = nodeServiceSchema.fill(body)
  return {
    ...service,
    Node: node,
    ID: service.ID || service.Service,
    // what cannot be told in DNS, or would hide the instance there, makes both 1
    Weights:
      service.Weights && weightsProblem(service.Weights) === undefined ? service.Weights : { Passing: 1, Warning: 1 },
  } as NewService
}

/** The row of a check. Without an ID it goes by its name. */
export function toCheck(body: HealthCheckBody, node: string): NewCheck {
  const { PeerName: _peer, CreateIndex: _create, ModifyIndex: _modify, ...check } = healthCheckSchema.fill(body)
  return {
    ...check,
    Node: check.Node || node,
    CheckID: check.CheckID || check.Name,
    Status: check.Status || 'critical',
  }
}

/** What a definition with an interval says the check is, in Consul's order; without one there is less to say. */
const KINDS_WITH_INTERVAL = [
  ['GRPC', 'grpc'],
  ['HTTP', 'http'],
  ['TCP', 'tcp'],
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

/** A check of a registration whose type is not given has the one that its definition shows; durations below zero show none. */
export function withType(check: NewCheck): NewCheck {
  if (check.Type !== '') return check
  const { Definition } = check
  const { Interval, TTL } = Definition as FilledHealthCheckDefinition
  const kinds = Interval && !Interval.startsWith('-') ? KINDS_WITH_INTERVAL : KINDS_WITHOUT_INTERVAL
  const found = kinds.find(([field]) => (field === 'TTL' ? Number(TTL) > 0 : Definition[field] !== undefined))
  return found ? { ...check, Type: found[1] } : check
}

/** What of a registration is the row of its node. */
export interface NodeBody {
  readonly ID?: string | undefined
  readonly Node?: string | undefined
  readonly Address?: string | undefined
  readonly TaggedAddresses?: Record<string, string> | undefined
  readonly NodeMeta?: Record<string, string> | undefined
  readonly Locality?: Decoded<typeof localitySchema> | undefined
}

const strings = stringMap()

/** The row of a node. */
export function toNode(body: NodeBody, datacenter: string): NewNode {
  return {
    ID: body.ID ?? '',
    Node: body.Node ?? '',
    Address: body.Address ?? '',
    Datacenter: datacenter,
    TaggedAddresses: strings.fill(body.TaggedAddresses),
    Meta: strings.fill(body.NodeMeta),
    ...(body.Locality && { Locality: localitySchema.fill(body.Locality) }),
  }
}
