import type { Config } from './decode.ts'

/** The keys that mean something here, by their dotted paths; all others are accepted and ignored. A `*` stands for a whole block. */
export const HONOURED: ReadonlySet<string> = new Set(
  `acl.default_policy acl.down_policy acl.enable_key_list_policy acl.enable_token_persistence acl.enabled
  acl.policy_ttl acl.role_ttl acl.token_ttl acl.tokens.* acl_agent_master_token acl_agent_token acl_datacenter
  acl_default_policy acl_down_policy acl_enable_key_list_policy acl_master_token acl_token acl_ttl addresses.dns addresses.grpc_tls addresses.http addresses.https ca_file ca_path cert_file key_file tls_min_version tls_cipher_suites verify_incoming
  verify_incoming_https enable_agent_tls_for_checks tls.* advertise_addr advertise_addr_ipv4 advertise_addr_ipv6 advertise_addr_wan
  advertise_addr_wan_ipv4 alt_domain bind_addr bootstrap bootstrap_expect check.* check_output_max_size
  check_update_interval checks.* client_addr connect.ca_config.cluster_id connect.enabled data_dir datacenter
  default_query_time disable_http_unprintable_char_filter disable_remote_exec discard_check_output discovery_max_stale dns_config.a_record_limit dns_config.disable_compression
  dns_config.enable_additional_node_meta_txt dns_config.enable_truncate dns_config.node_ttl
  dns_config.only_passing dns_config.recursor_timeout dns_config.service_ttl.* dns_config.soa.*
  dns_config.udp_answer_limit domain enable_local_script_checks enable_script_checks encrypt http_config.*
  leave_on_terminate limits.http_max_conns_per_client limits.kv_max_value_size limits.request_limits.* limits.txn_max_req_len log_file
  log_json log_level log_rotate_bytes log_rotate_duration log_rotate_max_files max_query_time node_id node_meta.*
  node_name peering.enabled pid_file ports.dns ports.expose_max_port ports.expose_min_port ports.grpc ports.grpc_tls ports.http ports.https ports.serf_lan ports.serf_wan
  ports.server ports.sidecar_max_port ports.sidecar_min_port primary_datacenter recursors rejoin_after_leave retry_interval
  retry_interval_wan retry_join retry_join_wan retry_max retry_max_wan serf_lan serf_wan server service.*
  services.* session_ttl_min telemetry.disable_hostname telemetry.metrics_prefix telemetry.prometheus_retention_time skip_leave_on_interrupt start_join start_join_wan tagged_addresses.* translate_wan_addrs
  unix_sockets.* ui
  ui_config.content_path ui_config.dir ui_config.metrics_proxy.* ui_content_path ui_dir ui_config.enabled ui_config.read_only ui_config.test_bench ui_config.test_bench_allow watches`.split(
    /\s+/,
  ),
)

/** Values that say what is so here anyway, hence nothing is ignored with them. */
const NOTHING: ReadonlySet<unknown> = new Set([false, '', 0, -1])

/** The keys of a decoded configuration that ask for something that is not done here. */
export function ignoredKeys(config: Readonly<Config>): string[] {
  return walk(config, '')
}

function walk(block: Readonly<Config>, prefix: string): string[] {
  if (HONOURED.has(`${prefix}*`)) return []
  return Object.entries(block).flatMap(([name, value]) => {
    const path = prefix + name
    if (HONOURED.has(path) || HONOURED.has(`${path}.*`) || NOTHING.has(value)) return []
    if (Array.isArray(value)) return value.length === 0 ? [] : [path]
    return typeof value === 'object' && value !== null ? walk(value as Config, `${path}.`) : [path]
  })
}
