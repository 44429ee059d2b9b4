import { checkDefinitionSchema, toCheckDefinition } from '../api/schemas/check-definition.ts'
import {
  type ServiceDefinitionBody,
  serviceDefinitionSchema,
  toServiceRegistration,
} from '../api/schemas/service-definition.ts'
import { decode, type Schema } from '../go/decode.ts'
import { isObject } from '../lib/equal.ts'
import type { CheckDefinition, ServiceRegistration } from '../model/registration.ts'
import type { Config } from './decode.ts'

/** The service that a body of the API's own form registers. */
export const serviceOf = (body: ServiceDefinitionBody): ServiceRegistration => toServiceRegistration(body)

/** The check of a block of a configuration file. */
export const checkOf = (block: Config): CheckDefinition =>
  toCheckDefinition(decodeLoosely(checkDefinitionSchema, block))

/** A service of a configuration file in the API's own form; a check on its own stands behind the list of checks there. */
export const serviceBodyOf = (block: Config): ServiceDefinitionBody =>
  decodeLoosely(serviceDefinitionSchema, inOneList(block))

const decodeLoosely = <T>(schema: Schema<T, unknown>, block: Config): T => decode(schema, block, { loose: true })

/** Whatever else is said of a service, it is an ordinary one. */
const KINDS: ReadonlySet<unknown> = new Set([
  'connect-proxy',
  'mesh-gateway',
  'terminating-gateway',
  'ingress-gateway',
  'api-gateway',
])

function inOneList({ kind, check, checks, weights, connect, ...rest }: Config): Config {
  const all = [...(Array.isArray(checks) ? (checks as unknown[]) : []), ...(check === undefined ? [] : [check])]
  const sidecar = isObject(connect) ? connect['sidecar_service'] : undefined
  return {
    ...rest,
    ...(KINDS.has(kind) && { kind }),
    ...(all.length > 0 && { checks: all }),
    ...(isObject(weights) && { weights: { passing: 1, warning: 1, ...weights } }),
    ...(isObject(connect) && {
      connect: { ...connect, ...(isObject(sidecar) && { sidecar_service: inOneList(sidecar) }) },
    }),
  }
}
