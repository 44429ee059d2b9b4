/** A service of a configuration file as the HTTP API wants it. */
export interface ServiceDefinition {
  readonly ID?: string
  readonly Name?: string
}

type Members = Readonly<Record<string, unknown>>

/** Gives the keys of the API for those of a configuration file. */
export function definitionOf(service: Members): ServiceDefinition {
  const { check, checks, ...rest } = service
  const all = [...(Array.isArray(checks) ? (checks as Members[]) : []), ...(check ? [check as Members] : [])]
  return { ...rename(rest), Checks: all.map(checkOf) } as ServiceDefinition
}

/** What a check runs is lost on the way: the official client does not send it either. */
function checkOf({ args: _args, id, ...check }: Members): Members {
  return { ...rename(check), ...(id !== undefined && { CheckID: id }) }
}

/** Members whose keys mean nothing to Consul. */
const VERBATIM: ReadonlySet<string> = new Set(['meta', 'header', 'config'])

function rename(members: Members): Members {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [apiName(name), renameValue(name, value)]))
}

function renameValue(name: string, value: unknown): unknown {
  if (VERBATIM.has(name)) return value
  if (name === 'tagged_addresses') return mapValues(value as Members, address => rename(address as Members))
  if (name === 'sidecar_service') return definitionOf(value as Members)
  if (Array.isArray(value)) return value.map((item: unknown) => (isObject(item) ? rename(item) : item))
  return isObject(value) ? rename(value) : value
}

const mapValues = (members: Members, fn: (value: unknown) => unknown): Members =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, fn(value)]))

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const IRREGULAR: Readonly<Record<string, string>> = { h2ping: 'H2PING', h2ping_use_tls: 'H2PingUseTLS' }
const ACRONYM = /^(?:id|http|tcp|udp|ttl|grpc|tls|os)$/

/** `local_bind_port` is `LocalBindPort`, `tls_skip_verify` is `TLSSkipVerify`. */
function apiName(name: string): string {
  const word = (part: string): string =>
    ACRONYM.test(part) ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1)
  return IRREGULAR[name] ?? name.split('_').map(word).join('')
}
