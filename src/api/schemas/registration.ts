import { bool, type Decoded, pointer, string, stringMap, struct } from '../../go/decode.ts'
import { healthChecksSchema, healthCheckSchema, nodeServiceSchema } from './catalog.ts'
import { decoderOf, localitySchema, STRICT } from './parts.ts'

/** A node with a service and checks, as clients register them. */
export const registrationSchema = struct(
  {
    Datacenter: string(),
    ID: string('types.NodeID'),
    Node: string(),
    Address: string(),
    TaggedAddresses: stringMap(),
    NodeMeta: stringMap(),
    Service: pointer(nodeServiceSchema),
    Check: pointer(healthCheckSchema),
    Checks: healthChecksSchema,
    SkipNodeUpdate: bool(),
    PeerName: string(),
    Locality: localitySchema,
    Token: string(),
  },
  { ...STRICT, name: 'structs.RegisterRequest' },
)

/** What is to go from the catalog: a service, a check, or the whole node when neither is named. */
export const deregistrationSchema = struct(
  {
    Datacenter: string(),
    Node: string(),
    Address: string(),
    ServiceID: string(),
    CheckID: string('types.CheckID'),
    PeerName: string(),
    Token: string(),
  },
  { ...STRICT, custom: true, name: decoderOf('Address string') },
)

export type RegistrationBody = Decoded<typeof registrationSchema>
export type DeregistrationBody = Decoded<typeof deregistrationSchema>
