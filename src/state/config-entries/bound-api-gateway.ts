import { list, map, struct } from '../../go/mapstructure/containers.ts'
import { string } from '../../go/mapstructure/scalars.ts'
import { isObject } from '../../lib/equal.ts'
import type { Type, ValueOf } from '../../go/mapstructure/type.ts'
import { resourceReference } from './conditions.ts'
import { defineKind, entryType } from './kind.ts'

/** The real agent's keys are structs there, into which no name can be decoded. */
const byServiceName = <T>(of: Type<T | null>): Type<T | null> => ({
  ...of,
  read(value, path, notes) {
    if (!isObject(value)) return of.read(value, path, notes)
    for (const key of Object.keys(value)) notes.errors.push(`'${path}[${key}]' expected a map, got 'string'`)
    return of.zero()
  },
})

const references = map(list(resourceReference))
const typeWith = (Services: typeof references) =>
  entryType({
    Listeners: list(struct({ Name: string, Routes: list(resourceReference), Certificates: list(resourceReference) })),
    Services,
  })

/** What a gateway's listeners are bound to; the server keeps it. */
const type = typeWith(byServiceName(references))
export type BoundApiGateway = ValueOf<typeof type>

export const boundApiGateway = defineKind<BoundApiGateway>({
  kind: 'bound-api-gateway',
  type,
  stored: { type: typeWith(references) },
})
