import { checkKeys, serviceKeys } from './definition-keys.ts'
import { listOf, one, type Section, section } from './keys.ts'

const acl = section(
  {
    string: 'default_policy down_policy',
    duration: 'policy_ttl role_ttl token_ttl',
    bool: 'enable_key_list_policy enable_token_persistence enable_token_replication enabled msp_disable_bootstrap',
  },
  {
    tokens: one(
      section(
        {
          string:
            'initial_management master replication agent_recovery agent_master default agent config_file_service_registration dns',
        },
        { managed_service_provider: listOf(section({ string: 'accessor_id secret_id' })) },
      ),
    ),
  },
)

const authorization = section(
  { bool: 'enabled' },
  {
    static: one(
      section({
        string: 'jwks_url jwks_ca_cert oidc_discovery_url oidc_discovery_ca_cert bound_issuer',
        duration: 'expiration_leeway not_before_leeway clock_skew_leeway',
        strings: 'jwt_validation_pub_keys bound_audiences jwt_supported_algs claim_assertions',
        'string map': 'claim_mappings list_claim_mappings',
        bool: 'allow_reuse',
      }),
    ),
  },
)

const dns = section(
  {
    string: 'recursor_strategy',
    duration: 'max_stale node_ttl recursor_timeout cache_max_age',
    'string map': 'service_ttl',
    int: 'a_record_limit udp_answer_limit',
    bool: `allow_stale disable_compression enable_truncate only_passing use_cache prefer_namespace
      enable_additional_node_meta_txt`,
  },
  { soa: one(section({ uint32: 'expire min_ttl refresh retry' })) },
)

const gossip = section({
  int: 'gossip_nodes suspicion_mult retransmit_mult',
  duration: 'gossip_interval probe_interval probe_timeout',
})

const limits = section(
  {
    int: 'http_max_conns_per_client rpc_max_burst rpc_max_conns_per_client',
    float: 'rpc_rate',
    uint64: 'kv_max_value_size txn_max_req_len',
    duration: 'https_handshake_timeout rpc_client_timeout rpc_handshake_timeout',
  },
  { request_limits: one(section({ string: 'mode', float: 'read_rate write_rate' })) },
)

const raftLogStore = section(
  { string: 'backend', bool: 'disable_log_cache' },
  {
    verification: one(section({ bool: 'enabled', duration: 'interval' })),
    boltdb: one(section({ bool: 'no_freelist_sync' })),
    wal: one(section({ int: 'segment_size_mb' })),
  },
)

const telemetry = section({
  string: `circonus_api_app circonus_api_token circonus_api_url circonus_broker_id circonus_broker_select_tag
    circonus_check_display_name circonus_check_force_metric_activation circonus_check_id circonus_check_instance_id
    circonus_check_search_tag circonus_check_tags circonus_submission_interval circonus_submission_url dogstatsd_addr
    metrics_prefix statsd_address statsite_address`,
  duration: 'prometheus_retention_time',
  strings: 'dogstatsd_tags prefix_filter',
  bool: 'disable_hostname disable_per_tenancy_usage_metrics enable_host_metrics filter_default retry_failed_connection',
})

const tlsListener = section({
  string: 'ca_file ca_path cert_file key_file tls_min_version tls_cipher_suites',
  bool: 'verify_incoming verify_outgoing verify_server_hostname use_auto_cert',
})

const ui = section(
  {
    string: 'dir content_path metrics_provider metrics_provider_options_json',
    // what begins with test_bench is our own, and so are history and read_only
    strings: 'metrics_provider_files test_bench_allow',
    'string map': 'dashboard_url_templates',
    int: 'history',
    bool: 'enabled read_only test_bench',
  },
  {
    metrics_proxy: one(
      section(
        { string: 'base_url', strings: 'path_allowlist' },
        { add_headers: listOf(section({ string: 'name value' })) },
      ),
    ),
  },
)

/** Every key that an agent of Consul 1.21 takes from its configuration files. */
export const agentKeys: Section = section(
  {
    string: `acl_agent_master_token acl_agent_token acl_datacenter acl_default_policy acl_down_policy acl_master_token
      acl_replication_token acl_token advertise_addr advertise_addr_ipv4 advertise_addr_ipv6 advertise_addr_wan
      advertise_addr_wan_ipv4 advertise_addr_wan_ipv6 alt_domain bind_addr ca_file ca_path cert_file client_addr data_dir
      datacenter default_intention_policy domain encrypt key_file license_path log_file log_level node_id node_name
      partition pid_file primary_datacenter revision segment serf_lan serf_wan server_name syslog_facility
      tls_cipher_suites tls_min_version ui_content_path ui_dir version version_metadata version_prerelease`,
    duration: `acl_ttl advertise_reconnect_timeout ae_interval check_deregister_interval_min check_reap_interval
      check_update_interval default_query_time discovery_max_stale log_rotate_duration max_query_time
      primary_gateways_interval raft_snapshot_interval reconnect_timeout reconnect_timeout_wan retry_interval
      retry_interval_wan server_rejoin_age_max session_ttl_min sync_coordinate_interval_min`,
    int: `bootstrap_expect check_output_max_size log_rotate_bytes log_rotate_max_files protocol raft_protocol
      raft_snapshot_threshold raft_trailing_logs retry_max retry_max_wan sync_coordinate_rate_target`,
    bool: `acl_enable_key_list_policy auto_reload_config bootstrap disable_anonymous_signature disable_coordinates
      disable_host_node_id disable_http_unprintable_char_filter disable_keyring_file disable_remote_exec
      disable_update_check discard_check_output enable_acl_replication enable_agent_tls_for_checks
      enable_central_service_config enable_debug enable_local_script_checks enable_script_checks enable_syslog
      encrypt_verify_incoming encrypt_verify_outgoing leave_on_terminate log_json
      raft_prevote_disabled read_replica rejoin_after_leave server skip_leave_on_interrupt
      tls_prefer_server_cipher_suites translate_wan_addrs ui use_streaming_backend verify_incoming
      verify_incoming_https verify_incoming_rpc verify_outgoing verify_server_hostname`,
    strings: `experiments primary_gateways recursors retry_join retry_join_wan serf_lan_allowed_cidrs
      serf_wan_allowed_cidrs start_join start_join_wan`,
    'string map': 'node_meta tagged_addresses',
    any: 'acl_enforce_version_8',
    'any map': 'build_date snapshot_agent',
    'any maps': 'watches',
    aliases: 'non_voting_server=read_replica',
  },
  {
    acl: one(acl),
    addresses: one(section({ string: 'dns http https grpc grpc_tls' })),
    audit: one(section({ bool: 'enabled rpc_enabled', 'any map': 'sink' })),
    auto_config: one(
      section(
        { string: 'intro_token intro_token_file', strings: 'server_addresses dns_sans ip_sans', bool: 'enabled' },
        { authorization: one(authorization) },
      ),
    ),
    auto_encrypt: one(section({ bool: 'tls allow_tls', strings: 'dns_san ip_san' })),
    autopilot: one(
      section({
        string: 'redundancy_zone_tag upgrade_version_tag',
        duration: 'last_contact_threshold server_stabilization_time',
        int: 'max_trailing_logs',
        uint64: 'min_quorum',
        bool: 'cleanup_dead_servers disable_upgrade_migration',
      }),
    ),
    cache: one(section({ int: 'entry_fetch_max_burst', float: 'entry_fetch_rate' })),
    check: one(checkKeys),
    checks: listOf(checkKeys),
    cloud: one(section({ string: 'resource_id client_id client_secret hostname auth_url scada_address' })),
    config_entries: one(section({ 'any maps': 'bootstrap' })),
    consul: one(
      section(
        {},
        {
          coordinate: one(section({ int: 'update_batch_size update_max_batches', duration: 'update_period' })),
          raft: one(section({ duration: 'election_timeout heartbeat_timeout leader_lease_timeout' })),
          server: one(section({ duration: 'health_interval' })),
        },
      ),
    ),
    connect: one(
      section({
        string: 'ca_provider',
        duration: 'test_ca_leaf_root_change_spread',
        'any map': 'ca_config',
        bool: 'enabled enable_mesh_gateway_wan_federation',
      }),
    ),
    dns_config: one(dns),
    gossip_lan: one(gossip),
    gossip_wan: one(gossip),
    http_config: one(
      section({
        strings: 'allow_write_http_from block_endpoints',
        'string map': 'response_headers',
        bool: 'use_cache',
        int: 'max_header_bytes',
      }),
    ),
    limits: one(limits),
    locality: one(section({ string: 'region zone' })),
    peering: one(section({ bool: 'enabled test_allow_peer_registrations' })),
    performance: one(
      section({
        duration: 'leave_drain_time rpc_hold_timeout grpc_keepalive_interval grpc_keepalive_timeout',
        int: 'raft_multiplier',
        bool: 'enable_xds_load_balancing',
      }),
    ),
    ports: one(
      section({
        int: `dns grpc grpc_tls http https serf_lan serf_wan server expose_min_port expose_max_port sidecar_min_port
          sidecar_max_port proxy_min_port proxy_max_port`,
      }),
    ),
    raft_boltdb: one(section({ bool: 'NoFreelistSync' })),
    raft_logstore: one(raftLogStore),
    reporting: one(section({}, { license: one(section({ bool: 'enabled' })) })),
    rpc: one(section({ bool: 'enable_streaming' })),
    segments: listOf(section({ string: 'name bind advertise', bool: 'rpc_listener', int: 'port' })),
    service: one(serviceKeys),
    services: listOf(serviceKeys),
    telemetry: one(telemetry),
    tls: one(
      section(
        {},
        { defaults: one(tlsListener), internal_rpc: one(tlsListener), https: one(tlsListener), grpc: one(tlsListener) },
      ),
    ),
    ui_config: one(ui),
    unix_sockets: one(section({ string: 'group mode user' })),
    xds: one(section({ float: 'update_max_per_second' })),
  },
)
