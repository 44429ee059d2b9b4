import { list, map, struct } from '../../go/mapstructure/containers.ts'
import { string } from '../../go/mapstructure/scalars.ts'
import type { ValueOf } from '../../go/mapstructure/type.ts'
import { resourceReference } from './conditions.ts'
import { defineKind, entryType } from './kind.ts'

/** What a gateway's listeners are bound to; the server keeps it. */
const type = entryType({
  Listeners: list(struct({ Name: string, Routes: list(resourceReference), Certificates: list(resourceReference) })),
  Services: map(list(resourceReference)),
})
export type BoundApiGateway = ValueOf<typeof type>

export const boundApiGateway = defineKind<BoundApiGateway>({ kind: 'bound-api-gateway', type })
