import { checkDefinitionSchema, toCheckDefinition } from '../api/schemas/check-definition.ts'
import { serviceDefinitionSchema, toServiceRegistration } from '../api/schemas/service-definition.ts'
import { decode } from '../go/decode.ts'
import type { CheckDefinition as DecodedCheck, ServiceRegistration } from '../model/registration.ts'
import { type Duration, durationText } from './duration.ts'

/** The status of a check. */
export type CheckStatus = 'passing' | 'warning' | 'critical'

/** Options of all kinds of checks. */
export interface CheckBase {
  /** Unique on the node. Default: `service:ID`; for a check of the node, its name. */
  readonly id?: string
  /** The name. Default: `Service 'NAME' check`; required for a check of the node. */
  readonly name?: string
  /** The status until the first result. Default `critical`. */
  readonly status?: CheckStatus
  /** A human-readable note. */
  readonly notes?: string
  /** How long the check may be critical before its service is deregistered, at least 1 min. Default: never. */
  readonly deregisterCriticalServiceAfter?: Duration
  /** How many successes in a row make it `passing`. Default 0: the first one. */
  readonly successBeforePassing?: number
  /** How many failures in a row make it `critical`. Default 0: the first one. */
  readonly failuresBeforeCritical?: number
}

/** A check that runs periodically. */
export interface PeriodicCheck extends CheckBase {
  /** The time between two runs. */
  readonly interval: Duration
  /** The time limit of a run. Default 10 s. */
  readonly timeout?: Duration
}

/**
 * A check, one of these kinds.
 *
 * @example { ttl: '30s', status: 'passing' }
 * @example { http: 'http://127.0.0.1:8080/health', interval: '10s' }
 * @see https://developer.hashicorp.com/consul/docs/services/usage/checks
 */
export type CheckDefinition =
  | (CheckBase & { readonly ttl: Duration })
  | (PeriodicCheck & {
      readonly http: string
      readonly method?: string
      readonly header?: Readonly<Record<string, readonly string[]>>
      readonly body?: string
    })
  | (PeriodicCheck & { readonly tcp: string })
  | (PeriodicCheck & { readonly udp: string })
  | (PeriodicCheck & { readonly grpc: string; readonly grpcUseTLS?: boolean })
  | (PeriodicCheck & { readonly scriptArgs: readonly string[] })
  | (CheckBase & { readonly aliasService: string; readonly aliasNode?: string })

/**
 * A service to register with the agent.
 *
 * @example { name: 'web', port: 8080, tags: ['v1'], check: 'passing' }
 * @see https://developer.hashicorp.com/consul/api-docs/agent/service#register-service
 */
export interface ServiceDefinition {
  /** The name of the service. */
  readonly name: string
  /** Unique on the node. Default: the name. */
  readonly id?: string
  /** Its address. Default: that of the node. */
  readonly address?: string
  /** Its port. Default 0: none. */
  readonly port?: number
  /** Its tags. Default: none. */
  readonly tags?: readonly string[]
  /** Metadata. Default: none. */
  readonly meta?: Readonly<Record<string, string>>
  /** Its weights in DNS answers while passing and while warning. Default 1 and 1. */
  readonly weights?: { readonly passing?: number; readonly warning?: number }
  /** Further addresses by tag, such as `lan`. */
  readonly taggedAddresses?: Readonly<Record<string, { readonly address: string; readonly port?: number }>>
  /** Whether others may change its tags in the catalog. Default false. */
  readonly enableTagOverride?: boolean
  /** The kind of service, such as `connect-proxy`. Default: a regular service. */
  readonly kind?: string
  /** Settings of a proxy, as the HTTP API takes them. */
  readonly proxy?: Readonly<Record<string, unknown>>
  /** Settings for the mesh, as the HTTP API takes them. */
  readonly connect?: Readonly<Record<string, unknown>>
  /** A check; a status alone is a check that only `pass`, `warn` and `fail` change. */
  readonly check?: CheckDefinition | CheckStatus
  /** Several checks. */
  readonly checks?: readonly CheckDefinition[]
}

/** What checks and services can say: for hints where Consul does not know a field. */
const CHECK_FIELDS = [
  ...['id', 'name', 'serviceId', 'status', 'notes', 'ttl', 'interval', 'timeout', 'http', 'method', 'header', 'body'],
  ...['tcp', 'udp', 'grpc', 'grpcUseTLS', 'scriptArgs', 'aliasService', 'aliasNode', 'h2ping', 'tlsSkipVerify'],
  ...['deregisterCriticalServiceAfter', 'successBeforePassing', 'failuresBeforeCritical', 'failuresBeforeWarning'],
]
const SERVICE_FIELDS = [
  ...['name', 'id', 'address', 'port', 'tags', 'meta', 'weights', 'taggedAddresses', 'enableTagOverride'],
  ...['kind', 'proxy', 'connect', 'check', 'checks', 'passing', 'warning'],
]
export const DEFINITION_FIELDS: readonly string[] = [...SERVICE_FIELDS, ...CHECK_FIELDS]

/**
 * Long enough for no test's clock to get there: what a status alone stands for is a TTL check, so that `pass` and `fail` work, over
 * HTTP as well.
 */
const FOREVER = '876000h'

/** A service in the API's own form, which does not tell `deregisterCriticalServiceAfter` from its own spelling. */
export function serviceBodyOf({ check, checks, ...service }: ServiceDefinition): object {
  return {
    ...service,
    ...(check !== undefined && {
      check: checkBodyOf(typeof check === 'string' ? { ttl: FOREVER, status: check } : check),
    }),
    ...(checks && { checks: checks.map(check => checkBodyOf(check)) }),
  }
}

const DURATIONS = ['ttl', 'interval', 'timeout', 'deregisterCriticalServiceAfter'] as const
const ID: Readonly<Record<'service' | 'node', string>> = { service: 'checkId', node: 'id' }

/** A check in the API's own form: of a service it is called `CheckID`, of its own `ID`. */
export function checkBodyOf(check: CheckDefinition, of: 'service' | 'node' = 'service'): object {
  const { id, ...rest } = check as CheckBase & Partial<Record<(typeof DURATIONS)[number], Duration>>
  const durations = DURATIONS.filter(name => rest[name] !== undefined)
  return {
    ...rest,
    ...(id !== undefined && { [ID[of]]: id }),
    ...Object.fromEntries(durations.map(name => [name, durationText(rest[name] as Duration)])),
  }
}

/** A service, decoded. Throws DecodeError. */
export const serviceRegistrationOf = (service: ServiceDefinition): ServiceRegistration =>
  toServiceRegistration(decode(serviceDefinitionSchema, structuredClone(serviceBodyOf(service))))

/** A check of the node, or with `serviceId` of a service, decoded. Throws DecodeError. */
export const ownCheckOf = (check: CheckDefinition): DecodedCheck =>
  toCheckDefinition(decode(checkDefinitionSchema, structuredClone(checkBodyOf(check, 'node'))))
