import { isObject } from '../lib/equal.ts'
import type { Config } from './decode.ts'

/** Keys that are accepted and change nothing, and why. */
interface Group {
  readonly reason: string
  /** Nothing is said of them when an agent starts. */
  readonly silent?: boolean
  /** Dotted paths, white space between them; `a.*` stands for a whole block, `a=true` for a key whose default is true. */
  readonly keys: string
}

/** All of Consul's keys are read (`settings.ts`) or stand here, where COMPATIBILITY.md and the warnings of an agent have them from. */
export const WITHOUT_EFFECT: readonly Group[] = [
  {
    reason: 'Servers share one state: there is no Raft between them.',
    keys: `
      autopilot.cleanup_dead_servers=true
      autopilot.last_contact_threshold
      autopilot.max_trailing_logs
      autopilot.min_quorum
      autopilot.server_stabilization_time
      consul.raft.*
      consul.server.health_interval
      performance.*
      protocol
      raft_boltdb.*
      raft_logstore.*
      raft_prevote_disabled
      raft_protocol
      raft_snapshot_interval
      raft_snapshot_threshold
      raft_trailing_logs
      server_rejoin_age_max`,
  },
  {
    reason: 'Agents find and watch each other by a protocol of their own, not by gossip.',
    keys: `
      advertise_reconnect_timeout
      consul.coordinate.*
      encrypt_verify_incoming=true
      encrypt_verify_outgoing=true
      gossip_lan.*
      gossip_wan.*
      reconnect_timeout
      reconnect_timeout_wan
      serf_lan_allowed_cidrs
      serf_wan_allowed_cidrs
      sync_coordinate_interval_min
      sync_coordinate_rate_target`,
  },
  {
    reason: 'What agents ask of each other goes over the same protocol: there is no RPC, and no cache in front of it.',
    keys: `
      ae_interval
      auto_config.*
      auto_encrypt.*
      cache.*
      dns_config.allow_stale=true
      dns_config.cache_max_age
      dns_config.max_stale
      dns_config.use_cache
      limits.rpc_client_timeout
      limits.rpc_handshake_timeout
      limits.rpc_max_burst
      limits.rpc_max_conns_per_client
      limits.rpc_rate
      rpc.*
      server_name
      tls.defaults.use_auto_cert
      tls.defaults.verify_outgoing
      tls.defaults.verify_server_hostname
      tls.grpc.*
      tls.https.use_auto_cert
      tls.https.verify_outgoing
      tls.https.verify_server_hostname
      tls.internal_rpc.tls_cipher_suites
      tls.internal_rpc.tls_min_version
      tls.internal_rpc.use_auto_cert
      tls.internal_rpc.verify_incoming
      tls.internal_rpc.verify_outgoing
      tls.internal_rpc.verify_server_hostname
      use_streaming_backend=true
      verify_incoming_rpc
      verify_outgoing
      verify_server_hostname`,
  },
  {
    reason: 'No Envoy is configured, and certificates come from the built-in authority.',
    keys: `
      addresses.grpc
      connect.ca_config.csr_max_concurrent
      connect.ca_config.csr_max_per_second
      connect.ca_config.intermediate_cert_ttl
      connect.ca_provider
      connect.enable_mesh_gateway_wan_federation
      connect.test_ca_leaf_root_change_spread
      peering.test_allow_peer_registrations
      ports.proxy_max_port
      ports.proxy_min_port
      primary_gateways
      primary_gateways_interval
      xds.*`,
  },
  {
    reason:
      'Nothing is sent to others: metrics are answered over HTTP, lines of the log go to the output and to files.',
    keys: `
      cloud.*
      enable_syslog
      syslog_facility
      telemetry.circonus_api_app
      telemetry.circonus_api_token
      telemetry.circonus_api_url
      telemetry.circonus_broker_id
      telemetry.circonus_broker_select_tag
      telemetry.circonus_check_display_name
      telemetry.circonus_check_force_metric_activation
      telemetry.circonus_check_id
      telemetry.circonus_check_instance_id
      telemetry.circonus_check_search_tag
      telemetry.circonus_check_tags
      telemetry.circonus_submission_interval
      telemetry.circonus_submission_url
      telemetry.disable_per_tenancy_usage_metrics
      telemetry.dogstatsd_addr
      telemetry.dogstatsd_tags
      telemetry.enable_host_metrics
      telemetry.retry_failed_connection=true
      telemetry.statsd_address
      telemetry.statsite_address`,
  },
  {
    reason: 'Datacenters replicate no ACLs: they ask the primary one.',
    keys: `
      acl.enable_token_replication
      acl.tokens.replication
      acl_replication_token
      enable_acl_replication`,
  },
  {
    reason: 'The page is our own.',
    keys: `
      ui_config.dashboard_url_templates
      ui_config.metrics_provider
      ui_config.metrics_provider_files
      ui_config.metrics_provider_options_json`,
  },
  {
    reason: 'Not built.',
    keys: `
      auto_reload_config
      check_deregister_interval_min
      check_reap_interval
      disable_host_node_id=true
      enable_central_service_config=true
      experiments
      segments
      snapshot_agent.*
      version
      version_metadata
      version_prerelease
      revision
      build_date.*`,
  },
  {
    reason: 'It is so here anyway.',
    silent: true,
    keys: `
      disable_anonymous_signature
      disable_update_check`,
  },
  {
    reason: 'Of the enterprise edition, or without effect in Consul itself, which says so in warnings of its own.',
    silent: true,
    keys: `
      acl.msp_disable_bootstrap
      acl.tokens.managed_service_provider
      acl_enforce_version_8
      audit.*
      dns_config.prefer_namespace
      license_path
      partition
      read_replica
      reporting.*
      segment
      tls_prefer_server_cipher_suites`,
  },
]

/** How one key of the table is looked at: the value that asks for nothing, and whether it is named when an agent starts. */
interface Entry {
  readonly standard: boolean
  readonly silent: boolean
}

const ENTRIES: ReadonlyMap<string, Entry> = new Map(
  WITHOUT_EFFECT.flatMap(({ keys, silent = false }) =>
    keysOf(keys).map(({ path, standard }) => [path, { standard, silent }] as const),
  ),
)

/** The keys of a group: `path` may end with a `*`, `standard` is the value of a switch that asks for nothing. */
export function keysOf(keys: string): { readonly path: string; readonly standard: boolean }[] {
  const words = keys.trim().split(/\s+/)
  return words.map(word => ({ path: word.replace('=true', ''), standard: word.endsWith('=true') }))
}

/** Undefined for a key that has an effect. */
export function withoutEffect(path: string): Entry | undefined {
  for (let key = path, at = path.length; ; at = path.lastIndexOf('.', at - 1), key = `${path.slice(0, at)}.*`) {
    const entry = ENTRIES.get(key)
    if (entry || at <= 0) return entry
  }
}

/** Values that ask for nothing. */
const NOTHING: ReadonlySet<unknown> = new Set([false, '', 0, -1])

/** The keys of a decoded configuration that ask for something that is not done here. */
export const ignoredKeys = (config: Readonly<Config>): string[] => walk(config, '')

function walk(block: Readonly<Config>, prefix: string): string[] {
  return Object.entries(block).flatMap(([name, value]) => {
    const path = prefix + name
    if (isObject(value)) return walk(value, `${path}.`)
    const entry = withoutEffect(path)
    if (!entry || entry.silent || (Array.isArray(value) && value.length === 0)) return []
    return (entry.standard ? value === true : NOTHING.has(value)) ? [] : [path]
  })
}
