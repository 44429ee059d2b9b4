import { int, map, omitEmpty, string, stringList, stringMap, struct, uint64 } from '../../go/decode.ts'

/** Small structures that several others have. */

export const STRICT = { unknown: 'reject' } as const

/** What rows bear that were written; read and passed over. */
export const indexFields = { CreateIndex: uint64(), ModifyIndex: uint64() } as const

/** What a check says of itself, in the catalog's structure and in that of Consul's Go client. */
export const checkFields = {
  Name: string(),
  Status: string(),
  Notes: string(),
  Output: string(),
  ServiceID: string(),
  ServiceName: string(),
  ServiceTags: stringList(),
  Type: string(),
} as const

/** Another address of a service. */
export const serviceAddressSchema = struct(
  { Address: string(), Port: int() },
  { ...STRICT, name: 'structs.ServiceAddress' },
)

/** Where an instance of a service is and what it is tagged with, in all forms in which a service is written. */
export const instanceFields = {
  Tags: stringList(),
  Address: string(),
  TaggedAddresses: map(serviceAddressSchema),
  Meta: stringMap(),
  Port: int(),
  SocketPath: string(),
} as const

/** The share of an instance in DNS answers. */
export const weightsSchema = struct({ Passing: int(), Warning: int() }, { ...STRICT, name: 'structs.Weights' })

/** Where a node or a service is. */
export const localitySchema = struct(
  { Region: omitEmpty(string()), Zone: omitEmpty(string()) },
  { ...STRICT, name: 'structs.Locality' },
)

/** Which gateways stand between datacenters. */
export const meshGatewaySchema = struct(
  { Mode: omitEmpty(string('structs.MeshGatewayMode')) },
  { ...STRICT, name: 'structs.MeshGatewayConfig' },
)

/** What a peer says of a service that it exports. */
export const peerMetaSchema = struct(
  { SNI: omitEmpty(stringList()), SpiffeID: omitEmpty(stringList()), Protocol: omitEmpty(string()) },
  { ...STRICT, name: 'structs.PeeringServiceMeta' },
)

/** What Go calls a structure with its own decoder around it: its other names stand in its type. */
export const decoderOf = (...members: readonly string[]): string =>
  `struct { ${[...members, '*structs.Alias'].join('; ')} }`

/** A member of such a type that is there for another spelling. */
export const snakeMember = (field: string, type: string, name: string): string =>
  `${field}Snake ${type} ${tagged(name)}`

export const tagged = (name: string): string => JSON.stringify(`json:${JSON.stringify(name)}`)
