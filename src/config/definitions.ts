import { checkDefinitionSchema, toCheckDefinition } from '../api/schemas/check-definition.ts'
import {
  type ServiceDefinitionBody,
  serviceDefinitionSchema,
  toServiceRegistration,
} from '../api/schemas/service-definition.ts'
import { decode, DecodeError, type Schema } from '../go/decode.ts'
import { isObject } from '../lib/equal.ts'
import type { Settings } from '../model/settings.ts'
import type { Config } from './decode.ts'
import { definitionProblems } from './definition-problems.ts'
import type { ConfigReader } from './reader.ts'

/** The services and checks that a configuration defines; what is wrong with them is added to the problems of its reader. */
export function readDefinitions(reader: ConfigReader): Pick<Settings, 'services' | 'checks'> {
  // durations that are none were reported when all were looked at; without them nothing can be decoded
  const decoded = <T>(read: () => T): T[] => {
    try {
      return [read()]
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      if (reader.problems.length === 0) reader.problems.push(error.message)
      return []
    }
  }
  const services = reader.blocks('services').flatMap(block => {
    const found = decoded(() => serviceBodyOf(block))
    reader.problems.push(...(found.length > 0 ? found.flatMap(definitionProblems) : problemsOf(block)))
    return found
  })
  const checks = reader.blocks('checks').flatMap(block => decoded(() => decodeLoosely(checkDefinitionSchema, block)))
  return { services: services.map(toServiceRegistration), checks: checks.map(toCheckDefinition) }
}

/** What is wrong with a service besides its checks, which may be such that they cannot be decoded. */
function problemsOf(block: Config): readonly string[] {
  const { check: _, checks: __, ...rest } = block
  try {
    return definitionProblems(serviceBodyOf(rest))
  } catch (error) {
    if (error instanceof DecodeError) return []
    throw error
  }
}

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
