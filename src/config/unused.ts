import { quoteGo } from '../go/quote.ts'
import { ConfigError } from './errors.ts'
import { multierror } from '../go/multierror.ts'
import { isCidr } from './node.ts'
import type { ConfigReader } from './reader.ts'

/** Values of keys without a meaning here that Consul refuses, among the problems of all values. */
export function readUnused(reader: ConfigReader): void {
  const { problems } = reader
  const age = reader.duration('server_rejoin_age_max')
  if (age !== undefined && age < SIX_HOURS) {
    const given = reader.string('server_rejoin_age_max') ?? ''
    problems.push(`server_rejoin_age_max: duration '${given}' cannot be less than: 6h0m0s`)
  }
}

const SIX_HOURS = 6 * 3_600_000

/** The same for what Consul looks at once it has read everything; the first problem is reported. */
export function checkUnused(reader: ConfigReader): void {
  for (const [isBroken, text] of RULES) if (isBroken(reader)) throw new ConfigError(text(reader))
}

type Rule = readonly [isBroken: (reader: ConfigReader) => boolean, text: (reader: ConfigReader) => string]

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

const badCidrs = (reader: ConfigReader, key: string): string[] => reader.strings(key).filter(cidr => !isCidr(cidr))
const cidrRule = (key: string): Rule => [
  reader => badCidrs(reader, key).length > 0,
  reader => `${key}: ${multierror(badCidrs(reader, key).map(cidr => `invalid cidr: ${cidr}`))}`,
]

const portless = (reader: ConfigReader): string | undefined =>
  reader
    .blocks('segments')
    .filter(({ port }) => typeof port !== 'number' || port <= 0)
    .map(({ name = '' }) => String(name))[0]

const RULES: readonly Rule[] = [
  cidrRule('serf_lan_allowed_cidrs'),
  cidrRule('serf_wan_allowed_cidrs'),
  [
    reader => portless(reader) !== undefined,
    reader => `Port for segment ${quoteGo(portless(reader) ?? '')} cannot be <= 0`,
  ],
  [
    reader => raftProtocol(reader) !== 3,
    reader => `raft_protocol version ${raftProtocol(reader)} is not supported by this version of Consul`,
  ],
  [
    reader => multiplier(reader) < 1 || multiplier(reader) > 10,
    reader => `performance.raft_multiplier cannot be ${multiplier(reader)}. Must be between 1 and 10`,
  ],
  [
    reader => trailingLogs(reader) < 0,
    reader => `autopilot.max_trailing_logs cannot be ${trailingLogs(reader)}. Must be greater than or equal to zero`,
  ],
  [
    reader => Boolean(reader.string('segment')) || reader.blocks('segments').length > 0,
    () => 'Network segments are not supported in this version of Consul',
  ],
  [
    reader => isClient(reader) && reader.bool('auto_encrypt.allow_tls') === true,
    () => 'auto_encrypt.allow_tls can only be used on a server.',
  ],
  [
    reader => isClient(reader) && federatesByGateways(reader),
    () => "'connect.enable_mesh_gateway_wan_federation = true' requires 'server = true'",
  ],
  [
    reader => federatesByGateways(reader) && (reader.string('node_name') ?? '').includes('/'),
    () => "'connect.enable_mesh_gateway_wan_federation = true' requires that 'node_name' not contain '/' characters",
  ],
  [
    reader => isClient(reader) && reader.strings('primary_gateways').length > 0,
    () => "'primary_gateways' requires 'server = true'",
  ],
  [
    reader => reader.strings('primary_gateways').length > 0 && !isSecondary(reader),
    () => "'primary_gateways' should only be configured in a secondary datacenter",
  ],
  [reader => !CA_PROVIDERS.has(caProvider(reader)), reader => `${caProvider(reader)} is not a valid CA provider`],
  [
    reader => reader.bool('auto_config.enabled') === true,
    () => 'auto_config.enabled cannot be set without configuring TLS for server communications',
  ],
  [
    reader => Boolean(reader.string('locality.zone')) && !reader.string('locality.region'),
    () => 'locality is invalid: zone cannot be set without region',
  ],
]
