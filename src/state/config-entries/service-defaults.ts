import { list, pointer, struct } from '../../go/mapstructure/containers.ts'
import { int, named, string } from '../../go/mapstructure/scalars.ts'
import { hidden, omit, type ValueOf } from '../../go/mapstructure/type.ts'
import {
  envoyExtensions,
  expose,
  meshGateway,
  transparentProxy,
  type UpstreamConfig,
  upstreamConfig,
} from './common.ts'
import { envoyExtensionProblems } from './envoy-extensions.ts'
import { defineKind, entryType, OF_SERVICE, refuseEntry, requireName } from './kind.ts'
import { metaProblems, refuseAll } from './problems.ts'
import { multierror } from '../../go/multierror.ts'
import { L7_PROTOCOLS } from './protocols.ts'
import { quoteGo } from '../../go/quote.ts'

const rate = { RequestsPerSecond: int, RequestsMaxBurst: int }
const rateLimits = struct({
  InstanceLevel: struct({
    ...rate,
    Routes: list(struct({ PathExact: string, PathPrefix: string, PathRegex: string, ...rate })),
  }),
})

/** https://developer.hashicorp.com/consul/docs/connect/config-entries/service-defaults */
const type = entryType({
  Protocol: string,
  Mode: omit(named('structs.ProxyMode')),
  TransparentProxy: transparentProxy,
  MutualTLSMode: omit(named('structs.MutualTLSMode')),
  MeshGateway: meshGateway,
  Expose: expose,
  ExternalSNI: omit(string),
  UpstreamConfig: omit(
    pointer(struct({ Overrides: omit(list(upstreamConfig)), Defaults: omit(pointer(upstreamConfig)) })),
  ),
  Destination: omit(pointer(struct({ Addresses: omit(list(string)), Port: omit(int) }))),
  MaxInboundConnections: omit(int),
  LocalConnectTimeoutMs: omit(int),
  LocalRequestTimeoutMs: omit(int),
  BalanceInboundConnections: omit(string),
  RateLimits: hidden(pointer(rateLimits)),
  EnvoyExtensions: omit(envoyExtensions),
})
export type ServiceDefaults = ValueOf<typeof type>

const PROTOCOLS: ReadonlySet<string> = new Set(['', 'tcp', ...L7_PROTOCOLS])
const BALANCES: ReadonlySet<string> = new Set(['', 'exact_balance'])

export const serviceDefaults = defineKind<ServiceDefaults>({
  kind: 'service-defaults',
  type,
  access: OF_SERVICE,
  normalize: entry => ({
    ...entry,
    Protocol: entry.Protocol.toLowerCase(),
    UpstreamConfig: entry.UpstreamConfig && {
      Overrides: entry.UpstreamConfig.Overrides?.map(normalizeUpstream) ?? null,
      Defaults: entry.UpstreamConfig.Defaults && normalizeUpstream(entry.UpstreamConfig.Defaults),
    },
  }),
  validate(entry) {
    requireName(entry)
    if (entry.Name === '*') refuseEntry('service-defaults name must be the name of a service, and not a wildcard')
    checkMutualTlsMode(entry.MutualTLSMode)
    refuseAll(problems(entry))
  },
})

const normalizeUpstream = (upstream: UpstreamConfig): UpstreamConfig => ({
  ...upstream,
  Protocol: upstream.Protocol.toLowerCase(),
  ConnectTimeoutMs: Math.max(0, upstream.ConnectTimeoutMs),
})

export function checkMutualTlsMode(mode: string): void {
  if (!['', 'strict', 'permissive'].includes(mode)) {
    refuseEntry(`Invalid MutualTLSMode ${quoteGo(mode)}. Must be one of "", "strict", or "permissive".`)
  }
}

function problems(entry: ServiceDefaults): readonly string[] {
  const { Protocol, BalanceInboundConnections: balance, UpstreamConfig, Destination } = entry
  const found = [...metaProblems(entry.Meta)]
  if (!BALANCES.has(balance)) found.push(`invalid value for balance_inbound_connections: ${balance}`)
  if (!PROTOCOLS.has(Protocol)) found.push(`invalid value for protocol: ${Protocol}`)
  // the rest is not looked at then
  if (UpstreamConfig && Destination) {
    return [...found, 'UpstreamConfig and Destination are mutually exclusive for service defaults']
  }
  return [
    ...found,
    ...upstreamProblems(entry),
    ...destinationProblems(entry),
    ...rateLimitProblems(entry.RateLimits),
    ...envoyExtensionProblems(entry.EnvoyExtensions),
  ]
}

function upstreamProblems({ UpstreamConfig }: ServiceDefaults): readonly string[] {
  const { Overrides, Defaults } = UpstreamConfig ?? { Overrides: null, Defaults: null }
  const overrides = (Overrides ?? []).flatMap(upstream => {
    const problem = overrideProblem(upstream)
    // as in Consul a peer without a service is nothing
    const peer = upstream.Name && upstream.Peer
    return problem === undefined ? [] : [`error in upstream override for ${upstream.Name}:${peer}: ${problem}`]
  })
  const problem = Defaults && defaultsProblem(Defaults)
  return problem ? [...overrides, `error in upstream defaults: ${problem}`] : overrides
}

function overrideProblem(upstream: UpstreamConfig): string | undefined {
  if (upstream.Name === '') return 'Name is required'
  if (upstream.Name === '*') return 'Wildcard name is not supported'
  return limitsProblem(upstream)
}

function defaultsProblem(upstream: UpstreamConfig): string | undefined {
  if (upstream.Name !== '') return 'Name must be empty'
  return limitsProblem(upstream)
}

const negative = (value: number | null | undefined): boolean => typeof value === 'number' && value < 0

const aboveHundred = (value: number | null | undefined): boolean => typeof value === 'number' && value > 100
const percentage = (field: string): string => `passive health check ${field} must be a percentage between 0 and 100`

function limitsProblem({ Limits, PassiveHealthCheck, BalanceOutboundConnections }: UpstreamConfig): string | undefined {
  const found: string[] = []
  if (negative(PassiveHealthCheck?.Interval)) found.push('passive health check interval cannot be negative')
  else if (aboveHundred(PassiveHealthCheck?.EnforcingConsecutive5xx))
    found.push(percentage('enforcing_consecutive_5xx'))
  else if (aboveHundred(PassiveHealthCheck?.MaxEjectionPercent)) found.push(percentage('max_ejection_percent'))
  else if (negative(PassiveHealthCheck?.BaseEjectionTime)) {
    found.push('passive health check base_ejection_time cannot be negative')
  }
  if (negative(Limits?.MaxConnections)) found.push('max connections cannot be negative')
  else if (negative(Limits?.MaxPendingRequests)) found.push('max pending requests cannot be negative')
  else if (negative(Limits?.MaxConcurrentRequests)) found.push('max concurrent requests cannot be negative')
  if (!BALANCES.has(BalanceOutboundConnections)) {
    found.push(`invalid value for balance_outbound_connections: ${BalanceOutboundConnections}`)
  }
  return found.length > 0 ? multierror(found) : undefined
}

function destinationProblems({ Destination }: ServiceDefaults): readonly string[] {
  if (!Destination) return []
  const found: string[] = []
  const addresses = Destination.Addresses ?? []
  if (addresses.length === 0) found.push('Destination must contain at least one valid address')
  const seen = new Set<string>()
  for (const address of addresses) {
    if (seen.has(address)) found.push(`Duplicate address '${address}' is not allowed`)
    else if (!isAddress(address)) {
      found.push(
        `Destination address '${address}' is invalid Could not validate address ${address} as an IP or Hostname`,
      )
    }
    seen.add(address)
  }
  if (Destination.Port < 1 || Destination.Port > 65535) found.push(`Invalid Port number ${BigInt(Destination.Port)}`)
  return found
}

/** Much goes as a name: labels that are not empty, of which none is a wildcard. */
function isAddress(text: string): boolean {
  return text !== '' && !text.includes('*') && !text.includes('..') && text.length < 256
}

function rateLimitProblems(limits: unknown): readonly string[] {
  return limits === null ? [] : ['invalid rate_limits config. Rate limiting is a consul enterprise feature']
}
