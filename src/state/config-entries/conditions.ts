import { camelStruct, list, struct } from '../../go/mapstructure/containers.ts'
import { string, time } from '../../go/mapstructure/scalars.ts'
import { type Type, type ValueOf } from '../../go/mapstructure/type.ts'

/** What a route, a gateway or a certificate is named by. */
export const resourceReference = camelStruct({ Kind: string, Name: string, SectionName: string })
export type ResourceReference = ValueOf<typeof resourceReference>

const condition = camelStruct({
  Type: string,
  Status: string,
  Reason: string,
  Message: string,
  Resource: resourceReference,
  LastTransitionTime: time,
})
export type Condition = ValueOf<typeof condition>

/** What the server says of a gateway or a route. It writes it itself, so what clients send is dropped. */
export const entryStatus: Type<{ readonly Conditions: readonly Condition[] | null }> = struct({
  Conditions: list(condition),
})

/** Jwt filters are for Consul Enterprise; keys within are refused by name. */
export const jwtFilter = struct({})
