import type { UpstreamConfig } from '../config-entries/common.ts'
import { said } from './fill-empty.ts'

/** The settings of one upstream, as proxies are given them. */
export type UpstreamSettings = Readonly<Record<string, unknown>>

/** How limits are written: without what they leave open, or, as they reach the catalog from an agent, with all of it. */
export type Spelling = 'brief' | 'complete'

/** Members that are structs to Consul, not maps. */
export const STRUCTS: ReadonlySet<string> = new Set(['limits', 'passive_health_check', 'mesh_gateway'])

/** What an `UpstreamConfig` of service-defaults says, under the names that proxies know. */
export function settingsOf(config: UpstreamConfig, spelling: Spelling): UpstreamSettings {
  const { Limits, PassiveHealthCheck } = config
  return {
    ...said({
      envoy_listener_json: config.EnvoyListenerJSON,
      envoy_cluster_json: config.EnvoyClusterJSON,
      protocol: config.Protocol,
      connect_timeout_ms: config.ConnectTimeoutMs,
      balance_outbound_connections: config.BalanceOutboundConnections,
    }),
    ...(config.MeshGateway.Mode !== '' && { mesh_gateway: { Mode: config.MeshGateway.Mode } }),
    ...(Limits && { limits: spelled(Limits, NO_LIMITS, spelling) }),
    ...(PassiveHealthCheck && { passive_health_check: spelled(PassiveHealthCheck, NO_CHECK, spelling) }),
  }
}

const NO_LIMITS = { MaxConnections: null, MaxPendingRequests: null, MaxConcurrentRequests: null }
const NO_CHECK = {
  Interval: 0,
  MaxFailures: 0,
  EnforcingConsecutive5xx: null,
  MaxEjectionPercent: null,
  BaseEjectionTime: null,
}

/** `nothing`: what each member is where it is left open. */
function spelled(values: object, nothing: UpstreamSettings, spelling: Spelling): UpstreamSettings {
  const all: UpstreamSettings = { ...nothing, ...values }
  if (spelling === 'complete') return all
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== nothing[name]))
}
