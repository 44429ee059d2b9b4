/** Messages of clusters, each with its fields. */
export const CLUSTER_MESSAGES: Readonly<Record<string, string>> = {
  'envoy.config.cluster.v3.Cluster': `
    transport_socket_matches repeated envoy.config.cluster.v3.Cluster.TransportSocketMatch
    name string
    alt_stat_name string
    type enum STATIC STRICT_DNS LOGICAL_DNS EDS ORIGINAL_DST
    cluster_type envoy.config.cluster.v3.Cluster.CustomClusterType
    eds_cluster_config envoy.config.cluster.v3.Cluster.EdsClusterConfig
    connect_timeout google.protobuf.Duration
    per_connection_buffer_limit_bytes google.protobuf.UInt32Value
    lb_policy enum ROUND_ROBIN LEAST_REQUEST RING_HASH RANDOM MAGLEV CLUSTER_PROVIDED LOAD_BALANCING_POLICY_CONFIG
    load_assignment envoy.config.endpoint.v3.ClusterLoadAssignment
    health_checks repeated envoy.config.core.v3.HealthCheck
    max_requests_per_connection google.protobuf.UInt32Value
    circuit_breakers envoy.config.cluster.v3.CircuitBreakers
    upstream_http_protocol_options envoy.config.core.v3.UpstreamHttpProtocolOptions
    common_http_protocol_options envoy.config.core.v3.HttpProtocolOptions
    http_protocol_options envoy.config.core.v3.Http1ProtocolOptions
    http2_protocol_options envoy.config.core.v3.Http2ProtocolOptions
    typed_extension_protocol_options map
    dns_refresh_rate google.protobuf.Duration
    dns_failure_refresh_rate envoy.config.cluster.v3.Cluster.RefreshRate
    respect_dns_ttl bool
    dns_lookup_family enum AUTO V4_ONLY V6_ONLY V4_PREFERRED ALL
    dns_resolvers repeated envoy.config.core.v3.Address
    use_tcp_for_dns_lookups bool
    dns_resolution_config envoy.config.core.v3.DnsResolutionConfig
    typed_dns_resolver_config envoy.config.core.v3.TypedExtensionConfig
    wait_for_warm_on_init google.protobuf.BoolValue
    outlier_detection envoy.config.cluster.v3.OutlierDetection
    cleanup_interval google.protobuf.Duration
    upstream_bind_config envoy.config.core.v3.BindConfig
    lb_subset_config envoy.config.cluster.v3.Cluster.LbSubsetConfig
    ring_hash_lb_config envoy.config.cluster.v3.Cluster.RingHashLbConfig
    maglev_lb_config envoy.config.cluster.v3.Cluster.MaglevLbConfig
    original_dst_lb_config envoy.config.cluster.v3.Cluster.OriginalDstLbConfig
    least_request_lb_config envoy.config.cluster.v3.Cluster.LeastRequestLbConfig
    round_robin_lb_config envoy.config.cluster.v3.Cluster.RoundRobinLbConfig
    common_lb_config envoy.config.cluster.v3.Cluster.CommonLbConfig
    transport_socket envoy.config.core.v3.TransportSocket
    metadata envoy.config.core.v3.Metadata
    protocol_selection enum USE_CONFIGURED_PROTOCOL USE_DOWNSTREAM_PROTOCOL
    upstream_connection_options envoy.config.cluster.v3.UpstreamConnectionOptions
    close_connections_on_host_health_failure bool
    ignore_health_on_host_removal bool
    filters repeated envoy.config.cluster.v3.Filter
    load_balancing_policy envoy.config.cluster.v3.LoadBalancingPolicy
    lrs_server envoy.config.core.v3.ConfigSource
    track_timeout_budgets bool
    upstream_config envoy.config.core.v3.TypedExtensionConfig
    track_cluster_stats envoy.config.cluster.v3.TrackClusterStats
    preconnect_policy envoy.config.cluster.v3.Cluster.PreconnectPolicy
    connection_pool_per_downstream_connection bool`,
  'envoy.config.cluster.v3.Cluster.CustomClusterType': `
    name string
    typed_config google.protobuf.Any`,
  'envoy.config.cluster.v3.Cluster.EdsClusterConfig': `
    eds_config envoy.config.core.v3.ConfigSource
    service_name string`,
  'envoy.config.cluster.v3.CircuitBreakers': `
    thresholds repeated envoy.config.cluster.v3.CircuitBreakers.Thresholds
    per_host_thresholds repeated envoy.config.cluster.v3.CircuitBreakers.Thresholds`,
  'envoy.config.cluster.v3.Cluster.RefreshRate': `
    base_interval google.protobuf.Duration
    max_interval google.protobuf.Duration`,
  'envoy.config.cluster.v3.OutlierDetection': `
    consecutive_5xx google.protobuf.UInt32Value
    interval google.protobuf.Duration
    base_ejection_time google.protobuf.Duration
    max_ejection_percent google.protobuf.UInt32Value
    enforcing_consecutive_5xx google.protobuf.UInt32Value
    enforcing_success_rate google.protobuf.UInt32Value
    success_rate_minimum_hosts google.protobuf.UInt32Value
    success_rate_request_volume google.protobuf.UInt32Value
    success_rate_stdev_factor google.protobuf.UInt32Value
    consecutive_gateway_failure google.protobuf.UInt32Value
    enforcing_consecutive_gateway_failure google.protobuf.UInt32Value
    split_external_local_origin_errors bool
    consecutive_local_origin_failure google.protobuf.UInt32Value
    enforcing_consecutive_local_origin_failure google.protobuf.UInt32Value
    enforcing_local_origin_success_rate google.protobuf.UInt32Value
    failure_percentage_threshold google.protobuf.UInt32Value
    enforcing_failure_percentage google.protobuf.UInt32Value
    enforcing_failure_percentage_local_origin google.protobuf.UInt32Value
    failure_percentage_minimum_hosts google.protobuf.UInt32Value
    failure_percentage_request_volume google.protobuf.UInt32Value
    max_ejection_time google.protobuf.Duration
    max_ejection_time_jitter google.protobuf.Duration
    successful_active_health_check_uneject_host google.protobuf.BoolValue`,
  'envoy.config.cluster.v3.Cluster.LbSubsetConfig': `
    fallback_policy enum NO_FALLBACK ANY_ENDPOINT DEFAULT_SUBSET
    default_subset google.protobuf.Struct
    subset_selectors repeated envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector
    locality_weight_aware bool
    scale_locality_weight bool
    panic_mode_any bool
    list_as_any bool
    metadata_fallback_policy enum METADATA_NO_FALLBACK FALLBACK_LIST`,
  'envoy.config.cluster.v3.Cluster.RingHashLbConfig': `
    minimum_ring_size google.protobuf.UInt64Value
    hash_function enum XX_HASH MURMUR_HASH_2
    maximum_ring_size google.protobuf.UInt64Value`,
  'envoy.config.cluster.v3.Cluster.MaglevLbConfig': `
    table_size google.protobuf.UInt64Value`,
  'envoy.config.cluster.v3.Cluster.OriginalDstLbConfig': `
    use_http_header bool
    http_header_name string
    upstream_port_override google.protobuf.UInt32Value
    metadata_key envoy.type.metadata.v3.MetadataKey`,
  'envoy.config.cluster.v3.Cluster.LeastRequestLbConfig': `
    choice_count google.protobuf.UInt32Value
    active_request_bias envoy.config.core.v3.RuntimeDouble
    slow_start_config envoy.config.cluster.v3.Cluster.SlowStartConfig`,
  'envoy.config.cluster.v3.Cluster.RoundRobinLbConfig': `
    slow_start_config envoy.config.cluster.v3.Cluster.SlowStartConfig`,
  'envoy.config.cluster.v3.Cluster.CommonLbConfig': `
    healthy_panic_threshold envoy.type.v3.Percent
    zone_aware_lb_config envoy.config.cluster.v3.Cluster.CommonLbConfig.ZoneAwareLbConfig
    locality_weighted_lb_config envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig
    update_merge_window google.protobuf.Duration
    ignore_new_hosts_until_first_hc bool
    close_connections_on_host_set_change bool
    consistent_hashing_lb_config envoy.config.cluster.v3.Cluster.CommonLbConfig.ConsistentHashingLbConfig
    override_host_status envoy.config.core.v3.HealthStatusSet`,
  'envoy.config.cluster.v3.UpstreamConnectionOptions': `
    tcp_keepalive envoy.config.core.v3.TcpKeepalive
    set_local_interface_name_on_upstream_connections bool`,
  'envoy.config.cluster.v3.LoadBalancingPolicy': `
    policies repeated envoy.config.cluster.v3.LoadBalancingPolicy.Policy`,
  'envoy.config.cluster.v3.TrackClusterStats': `
    timeout_budgets bool
    request_response_sizes bool
    per_endpoint_stats bool`,
  'envoy.config.cluster.v3.Cluster.PreconnectPolicy': `
    per_upstream_preconnect_ratio google.protobuf.DoubleValue
    predictive_preconnect_ratio google.protobuf.DoubleValue`,
  'envoy.config.cluster.v3.Cluster.SlowStartConfig': `
    slow_start_window google.protobuf.Duration
    aggression envoy.config.core.v3.RuntimeDouble
    min_weight_percent envoy.type.v3.Percent`,
  'envoy.config.cluster.v3.Cluster.CommonLbConfig.ZoneAwareLbConfig': `
    routing_enabled envoy.type.v3.Percent
    min_cluster_size google.protobuf.UInt64Value
    fail_traffic_on_panic bool`,
  'envoy.config.cluster.v3.Cluster.CommonLbConfig.ConsistentHashingLbConfig': `
    use_hostname_for_hashing bool
    hash_balance_factor google.protobuf.UInt32Value`,
  'envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig': '',
}
