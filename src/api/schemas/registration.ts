import { bool, type Decoded, list, string, stringMap, struct } from '../../go/decode.ts'
import { checkSchema, localitySchema, serviceSchema } from './catalog.ts'

const STRICT = { unknown: 'reject' } as const

/** A node with a service and checks, as clients register them. */
export const registrationSchema = struct(
  {
    ID: string(),
    Node: string(),
    Address: string(),
    Datacenter: string(),
    TaggedAddresses: stringMap(),
    NodeMeta: stringMap(),
    Service: serviceSchema,
    Check: checkSchema,
    Checks: list(checkSchema),
    SkipNodeUpdate: bool(),
    Locality: localitySchema,
    WriteRequest: struct({ Token: string() }, STRICT),
  },
  { ...STRICT, name: 'structs.RegisterRequest' },
)

/** What is to go from the catalog: a service, a check, or the whole node when neither is named. */
export const deregistrationSchema = struct(
  {
    Datacenter: string(),
    Node: string(),
    ServiceID: string(),
    CheckID: string(),
    Namespace: string(),
    WriteRequest: struct({ Token: string() }),
  },
  { name: 'structs.DeregisterRequest', custom: true },
)

export type RegistrationBody = Decoded<typeof registrationSchema>
export type DeregistrationBody = Decoded<typeof deregistrationSchema>
