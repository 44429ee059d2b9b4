import { quoteGo } from '../go/quote.ts'
import { multierror } from '../go/multierror.ts'
import { isCidr } from './node.ts'
import type { ConfigReader } from './reader.ts'

/** Values of keys without a meaning here that Consul refuses, among the problems of all values. */
export function readUnused(reader: ConfigReader): void {
  for (const [key, min, shown] of MIN_DURATIONS) {
    const value = reader.duration(key)
    if (value === undefined || value >= min) continue
    reader.problems.push(`${key}: duration '${reader.string(key) ?? ''}' cannot be less than: ${shown}`)
  }
}

/** In milliseconds. */
const MIN_DURATIONS = [
  ['server_rejoin_age_max', 6 * 3_600_000, '6h0m0s'],
  ['performance.grpc_keepalive_interval', 1000, '1s'],
  ['performance.grpc_keepalive_timeout', 1000, '1s'],
] as const

/** What is wrong with a configuration; undefined where nothing is. */
type Rule = (reader: ConfigReader) => string | undefined

const rule =
  (isBroken: (reader: ConfigReader) => boolean, text: (reader: ConfigReader) => string): Rule =>
  reader =>
    isBroken(reader) ? text(reader) : undefined

const int = (path: string, absent: number) => (reader: ConfigReader) => reader.int(path) ?? absent
const multiplier = int('performance.raft_multiplier', 1)
const trailingLogs = int('autopilot.max_trailing_logs', 0)
const raftProtocol = int('raft_protocol', 3)
const caProvider = (reader: ConfigReader): string => reader.string('connect.ca_provider') || 'consul'
const CA_PROVIDERS: ReadonlySet<string> = new Set(['consul', 'vault', 'aws-pca'])

const isClient = (reader: ConfigReader): boolean => !(reader.bool('server') ?? reader.isDev)
const federatesByGateways = (reader: ConfigReader): boolean =>
  reader.bool('connect.enable_mesh_gateway_wan_federation') === true
const isSecondary = (reader: ConfigReader): boolean => {
  const primary = (reader.string('primary_datacenter') || reader.string('acl_datacenter') || '').toLowerCase()
  return primary !== '' && primary !== (reader.string('datacenter') ?? 'dc1').toLowerCase()
}

const cidrRule =
  (key: string): Rule =>
  reader => {
    const bad = reader.strings(key).filter(cidr => !isCidr(cidr))
    return bad.length > 0 ? `${key}: ${multierror(bad.map(cidr => `invalid cidr: ${cidr}`))}` : undefined
  }

const portless = (reader: ConfigReader): string | undefined =>
  reader
    .blocks('segments')
    .filter(({ port }) => typeof port !== 'number' || port <= 0)
    .map(({ name = '' }) => String(name))[0]

/** What Consul refuses of keys that have no meaning here. The order is that of `validate.ts`. */
export const UNUSED = {
  lanCidrs: cidrRule('serf_lan_allowed_cidrs'),
  wanCidrs: cidrRule('serf_wan_allowed_cidrs'),
  segmentPort: rule(
    reader => portless(reader) !== undefined,
    reader => `Port for segment ${quoteGo(portless(reader) ?? '')} cannot be <= 0`,
  ),
  raftProtocol: rule(
    reader => raftProtocol(reader) !== 3,
    reader => `raft_protocol version ${raftProtocol(reader)} is not supported by this version of Consul`,
  ),
  raftMultiplier: rule(
    reader => multiplier(reader) < 1 || multiplier(reader) > 10,
    reader => `performance.raft_multiplier cannot be ${multiplier(reader)}. Must be between 1 and 10`,
  ),
  trailingLogs: rule(
    reader => trailingLogs(reader) < 0,
    reader => `autopilot.max_trailing_logs cannot be ${trailingLogs(reader)}. Must be greater than or equal to zero`,
  ),
  segments: rule(
    reader => Boolean(reader.string('segment')) || reader.blocks('segments').length > 0,
    () => 'Network segments are not supported in this version of Consul',
  ),
  allowTls: rule(
    reader => isClient(reader) && reader.bool('auto_encrypt.allow_tls') === true,
    () => 'auto_encrypt.allow_tls can only be used on a server.',
  ),
  meshFederation: rule(
    reader => isClient(reader) && federatesByGateways(reader),
    () => "'connect.enable_mesh_gateway_wan_federation = true' requires 'server = true'",
  ),
  meshFederationName: rule(
    reader => federatesByGateways(reader) && (reader.string('node_name') ?? '').includes('/'),
    () => "'connect.enable_mesh_gateway_wan_federation = true' requires that 'node_name' not contain '/' characters",
  ),
  primaryGatewaysOfClient: rule(
    reader => isClient(reader) && reader.strings('primary_gateways').length > 0,
    () => "'primary_gateways' requires 'server = true'",
  ),
  primaryGateways: rule(
    reader => reader.strings('primary_gateways').length > 0 && !isSecondary(reader),
    () => "'primary_gateways' should only be configured in a secondary datacenter",
  ),
  caProvider: rule(
    reader => !CA_PROVIDERS.has(caProvider(reader)),
    reader => `${caProvider(reader)} is not a valid CA provider`,
  ),
  autoConfig: rule(
    reader => reader.bool('auto_config.enabled') === true,
    () => 'auto_config.enabled cannot be set without configuring TLS for server communications',
  ),
  locality: rule(
    reader => Boolean(reader.string('locality.zone')) && !reader.string('locality.region'),
    () => 'locality is invalid: zone cannot be set without region',
  ),
} as const
