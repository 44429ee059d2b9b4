import { checkDefinitionSchema, toCheckDefinition } from '../api/schemas/check-definition.ts'
import { serviceDefinitionSchema, toServiceRegistration } from '../api/schemas/service-definition.ts'
import { decode } from '../go/decode.ts'
import type { CheckDefinition as DecodedCheck, ServiceRegistration } from '../model/registration.ts'
import { type Duration, durationText } from './duration.ts'

/** What a check says of what it looks at. */
export type CheckStatus = 'passing' | 'warning' | 'critical'

/** What all kinds of checks have. */
export interface CheckBase {
  /** Default `service:ID`, or the name for a check of the node. */
  readonly id?: string
  /** Default `Service 'NAME' check`; a check of the node must have one. */
  readonly name?: string
  /** The status until the first result. Default `critical`. */
  readonly status?: CheckStatus
  /** Anything, for people to read. */
  readonly notes?: string
  /** How long the service may be critical before it is deregistered; at least a minute. */
  readonly deregisterCriticalServiceAfter?: Duration
  /** How often it must pass before it is `passing`. Default 0. */
  readonly successBeforePassing?: number
  /** How often it must fail before it is `critical`. Default 0. */
  readonly failuresBeforeCritical?: number
}

/** A check that runs again and again. */
export interface PeriodicCheck extends CheckBase {
  /** How long from one run to the next. */
  readonly interval: Duration
  /** How long a run may take. Default 10 s. */
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
 * A service as it is registered with the agent.
 *
 * @example { name: 'web', port: 8080, tags: ['v1'], check: 'passing' }
 * @see https://developer.hashicorp.com/consul/api-docs/agent/service#register-service
 */
export interface ServiceDefinition {
  /** The name of the service. */
  readonly name: string
  /** Unique on the node. Default: the name. */
  readonly id?: string
  /** Default: the address of the node. */
  readonly address?: string
  /** Default 0: none. */
  readonly port?: number
  /** Default: none. */
  readonly tags?: readonly string[]
  /** Metadata. Default: none. */
  readonly meta?: Readonly<Record<string, string>>
  /** Its share of answers in DNS, while passing and while warning. Default 1 and 1. */
  readonly weights?: { readonly passing?: number; readonly warning?: number }
  /** Further addresses by tag, such as `lan`. */
  readonly taggedAddresses?: Readonly<Record<string, { readonly address: string; readonly port?: number }>>
  /** Whether others may change its tags in the catalog. Default false. */
  readonly enableTagOverride?: boolean
  /** Such as `connect-proxy`. Default: a plain service. */
  readonly kind?: string
  /** The proxy's settings, in the API's own form. */
  readonly proxy?: Readonly<Record<string, unknown>>
  /** The mesh settings, in the API's own form. */
  readonly connect?: Readonly<Record<string, unknown>>
  /** One check; a status alone is a check that only `pass`, `warn` and `fail` move. */
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
