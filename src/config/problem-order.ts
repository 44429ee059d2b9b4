/** What Consul says of services among the problems: their texts begin with no key. */
const SERVICES = ''

/**
 * Keys in the order in which Consul tells of what is wrong with their values: what a real agent said of all of them at once. One
 * that stands here twice is told twice.
 */
const ORDER: readonly string[] = [
  'dns_config.service_ttl',
  'check',
  SERVICES,
  ...under('ports', 'dns http https server grpc grpc_tls serf_lan serf_wan'),
  ...under('ports', 'proxy_min_port proxy_max_port sidecar_min_port sidecar_max_port expose_min_port expose_max_port'),
  ...words('advertise_addr serf_lan serf_wan advertise_addr advertise_addr_ipv4 advertise_addr_ipv6'),
  ...words('advertise_addr_wan advertise_addr_wan_ipv4 advertise_addr_wan_ipv6 client_addr'),
  ...under('addresses', 'dns http https grpc grpc_tls'),
  ...under('auto_config.authorization.static', 'expiration_leeway not_before_leeway clock_skew_leeway'),
  ...['gossip_lan.', 'gossip_wan.'].flatMap(area => under(area, 'gossip_interval probe_interval probe_timeout')),
  ...under('acl', 'policy_ttl token_ttl role_ttl'),
  ...under('autopilot', 'last_contact_threshold server_stabilization_time'),
  ...under('dns_config', 'max_stale node_ttl recursor_strategy'),
  'recursor_timeout',
  'dns_config.cache_max_age',
  ...words('allow_write_http_from prometheus_retention_time advertise_reconnect_timeout check_update_interval'),
  ...words('default_query_time discovery_max_stale'),
  ...under('performance', 'grpc_keepalive_interval grpc_keepalive_timeout'),
  'limits.https_handshake_timeout',
  'performance.leave_drain_time',
  ...words('log_rotate_duration max_query_time primary_gateways_interval limits.rpc_handshake_timeout'),
  ...words('performance.rpc_hold_timeout limits.rpc_client_timeout raft_snapshot_interval'),
  ...words('raft_logstore.verification.interval reconnect_timeout reconnect_timeout_wan limits.request_limits.mode'),
  ...words('retry_interval retry_interval_wan retry_join retry_join_wan server_rejoin_age_max session_ttl_min'),
  ...['defaults', 'internal_rpc', 'https', 'grpc'].flatMap(listener =>
    under(`tls.${listener}`, 'tls_min_version tls_cipher_suites'),
  ),
  // ours
  'ui_config.test_bench_allow',
]

function words(text: string): readonly string[] {
  return text.split(' ')
}

function under(block: string, names: string): readonly string[] {
  return words(names).map(name => `${block}.${name}`)
}

/** The problems of values in Consul's order. */
export function inOrder(problems: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  const ranked = problems.map(text => {
    const key = keyOf(text)
    const before = seen.get(key) ?? -1
    const again = ORDER.indexOf(key, before + 1)
    const rank = again < 0 ? before : again
    seen.set(key, rank)
    return { text, rank }
  })
  return ranked.sort((a, b) => a.rank - b.rank).map(({ text }) => text)
}

const KEYS: ReadonlySet<string> = new Set(ORDER)

function keyOf(text: string): string {
  const [key = ''] = /^[\w.]+/.exec(text) ?? []
  return KEYS.has(key) ? key : SERVICES
}
