/** A field of a message of Envoy, by the type that Consul names. */
export interface EnvoyField {
  readonly name: string
  /** `string`, `enum`, `map`, the name of a message, …; without `repeated` in front of it. */
  readonly type: string
  readonly isRepeated: boolean
  /** The names that an enum knows. */
  readonly values: readonly string[]
}

/** The fields of a message, in their order; none where a path does not reach it. */
export function fieldsOf(message: string): readonly EnvoyField[] {
  const lines = MESSAGES[message]?.trim().split('\n') ?? []
  return lines.filter(line => line !== '').map(readField)
}

function readField(line: string): EnvoyField {
  const [name = '', first = '', ...rest] = line.trim().split(' ')
  const isRepeated = first === 'repeated'
  return { name, type: (isRepeated ? rest[0] : first) ?? '', isRepeated, values: isRepeated ? [] : rest }
}

/**
 * Every message that the path of a patch can reach, as an agent lists them where a path names no field. Paths end at repeated fields, maps and
 * google.protobuf.Any, so what those hold is not here.
 */
const MESSAGES: Readonly<Record<string, string>> = {
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
  'envoy.config.listener.v3.Listener': `
    name string
    address envoy.config.core.v3.Address
    additional_addresses repeated envoy.config.listener.v3.AdditionalAddress
    stat_prefix string
    filter_chains repeated envoy.config.listener.v3.FilterChain
    filter_chain_matcher xds.type.matcher.v3.Matcher
    use_original_dst google.protobuf.BoolValue
    default_filter_chain envoy.config.listener.v3.FilterChain
    per_connection_buffer_limit_bytes google.protobuf.UInt32Value
    metadata envoy.config.core.v3.Metadata
    deprecated_v1 envoy.config.listener.v3.Listener.DeprecatedV1
    drain_type enum DEFAULT MODIFY_ONLY
    listener_filters repeated envoy.config.listener.v3.ListenerFilter
    listener_filters_timeout google.protobuf.Duration
    continue_on_listener_filters_timeout bool
    transparent google.protobuf.BoolValue
    freebind google.protobuf.BoolValue
    socket_options repeated envoy.config.core.v3.SocketOption
    tcp_fast_open_queue_length google.protobuf.UInt32Value
    traffic_direction enum UNSPECIFIED INBOUND OUTBOUND
    udp_listener_config envoy.config.listener.v3.UdpListenerConfig
    api_listener envoy.config.listener.v3.ApiListener
    connection_balance_config envoy.config.listener.v3.Listener.ConnectionBalanceConfig
    reuse_port bool
    enable_reuse_port google.protobuf.BoolValue
    access_log repeated envoy.config.accesslog.v3.AccessLog
    tcp_backlog_size google.protobuf.UInt32Value
    max_connections_to_accept_per_socket_event google.protobuf.UInt32Value
    bind_to_port google.protobuf.BoolValue
    internal_listener envoy.config.listener.v3.Listener.InternalListenerConfig
    enable_mptcp bool
    ignore_global_conn_limit bool`,
  'envoy.config.route.v3.RouteConfiguration': `
    name string
    virtual_hosts repeated envoy.config.route.v3.VirtualHost
    vhds envoy.config.route.v3.Vhds
    internal_only_headers repeated string
    response_headers_to_add repeated envoy.config.core.v3.HeaderValueOption
    response_headers_to_remove repeated string
    request_headers_to_add repeated envoy.config.core.v3.HeaderValueOption
    request_headers_to_remove repeated string
    most_specific_header_mutations_wins bool
    validate_clusters google.protobuf.BoolValue
    max_direct_response_body_size_bytes google.protobuf.UInt32Value
    cluster_specifier_plugins repeated envoy.config.route.v3.ClusterSpecifierPlugin
    request_mirror_policies repeated envoy.config.route.v3.RouteAction.RequestMirrorPolicy
    ignore_port_in_host_matching bool
    ignore_path_parameters_in_path_matching bool
    typed_per_filter_config map
    metadata envoy.config.core.v3.Metadata`,
  'envoy.config.endpoint.v3.ClusterLoadAssignment': `
    cluster_name string
    endpoints repeated envoy.config.endpoint.v3.LocalityLbEndpoints
    named_endpoints map
    policy envoy.config.endpoint.v3.ClusterLoadAssignment.Policy`,
  'envoy.config.cluster.v3.Cluster.CustomClusterType': `
    name string
    typed_config google.protobuf.Any`,
  'envoy.config.cluster.v3.Cluster.EdsClusterConfig': `
    eds_config envoy.config.core.v3.ConfigSource
    service_name string`,
  'google.protobuf.Duration': `
    seconds int64
    nanos int32`,
  'google.protobuf.UInt32Value': `
    value uint32`,
  'envoy.config.cluster.v3.CircuitBreakers': `
    thresholds repeated envoy.config.cluster.v3.CircuitBreakers.Thresholds
    per_host_thresholds repeated envoy.config.cluster.v3.CircuitBreakers.Thresholds`,
  'envoy.config.core.v3.UpstreamHttpProtocolOptions': `
    auto_sni bool
    auto_san_validation bool
    override_auto_sni_header string`,
  'envoy.config.core.v3.HttpProtocolOptions': `
    idle_timeout google.protobuf.Duration
    max_connection_duration google.protobuf.Duration
    max_headers_count google.protobuf.UInt32Value
    max_stream_duration google.protobuf.Duration
    headers_with_underscores_action enum ALLOW REJECT_REQUEST DROP_HEADER
    max_requests_per_connection google.protobuf.UInt32Value`,
  'envoy.config.core.v3.Http1ProtocolOptions': `
    allow_absolute_url google.protobuf.BoolValue
    accept_http_10 bool
    default_host_for_http_10 string
    header_key_format envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat
    enable_trailers bool
    allow_chunked_length bool
    override_stream_error_on_invalid_http_message google.protobuf.BoolValue
    send_fully_qualified_url bool
    use_balsa_parser google.protobuf.BoolValue
    allow_custom_methods bool`,
  'envoy.config.core.v3.Http2ProtocolOptions': `
    hpack_table_size google.protobuf.UInt32Value
    max_concurrent_streams google.protobuf.UInt32Value
    initial_stream_window_size google.protobuf.UInt32Value
    initial_connection_window_size google.protobuf.UInt32Value
    allow_connect bool
    allow_metadata bool
    max_outbound_frames google.protobuf.UInt32Value
    max_outbound_control_frames google.protobuf.UInt32Value
    max_consecutive_inbound_frames_with_empty_payload google.protobuf.UInt32Value
    max_inbound_priority_frames_per_stream google.protobuf.UInt32Value
    max_inbound_window_update_frames_per_data_frame_sent google.protobuf.UInt32Value
    stream_error_on_invalid_http_messaging bool
    override_stream_error_on_invalid_http_message google.protobuf.BoolValue
    custom_settings_parameters repeated envoy.config.core.v3.Http2ProtocolOptions.SettingsParameter
    connection_keepalive envoy.config.core.v3.KeepaliveSettings
    use_oghttp2_codec google.protobuf.BoolValue`,
  'envoy.config.cluster.v3.Cluster.RefreshRate': `
    base_interval google.protobuf.Duration
    max_interval google.protobuf.Duration`,
  'envoy.config.core.v3.DnsResolutionConfig': `
    resolvers repeated envoy.config.core.v3.Address
    dns_resolver_options envoy.config.core.v3.DnsResolverOptions`,
  'envoy.config.core.v3.TypedExtensionConfig': `
    name string
    typed_config google.protobuf.Any`,
  'google.protobuf.BoolValue': `
    value bool`,
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
  'envoy.config.core.v3.BindConfig': `
    source_address envoy.config.core.v3.SocketAddress
    freebind google.protobuf.BoolValue
    socket_options repeated envoy.config.core.v3.SocketOption
    extra_source_addresses repeated envoy.config.core.v3.ExtraSourceAddress
    additional_source_addresses repeated envoy.config.core.v3.SocketAddress
    local_address_selector envoy.config.core.v3.TypedExtensionConfig`,
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
  'envoy.config.core.v3.TransportSocket': `
    name string
    typed_config google.protobuf.Any`,
  'envoy.config.core.v3.Metadata': `
    filter_metadata map
    typed_filter_metadata map`,
  'envoy.config.cluster.v3.UpstreamConnectionOptions': `
    tcp_keepalive envoy.config.core.v3.TcpKeepalive
    set_local_interface_name_on_upstream_connections bool`,
  'envoy.config.cluster.v3.LoadBalancingPolicy': `
    policies repeated envoy.config.cluster.v3.LoadBalancingPolicy.Policy`,
  'envoy.config.core.v3.ConfigSource': `
    authorities repeated xds.core.v3.Authority
    path string
    path_config_source envoy.config.core.v3.PathConfigSource
    api_config_source envoy.config.core.v3.ApiConfigSource
    ads envoy.config.core.v3.AggregatedConfigSource
    self envoy.config.core.v3.SelfConfigSource
    initial_fetch_timeout google.protobuf.Duration
    resource_api_version enum AUTO V2 V3`,
  'envoy.config.cluster.v3.TrackClusterStats': `
    timeout_budgets bool
    request_response_sizes bool
    per_endpoint_stats bool`,
  'envoy.config.cluster.v3.Cluster.PreconnectPolicy': `
    per_upstream_preconnect_ratio google.protobuf.DoubleValue
    predictive_preconnect_ratio google.protobuf.DoubleValue`,
  'envoy.config.core.v3.Address': `
    socket_address envoy.config.core.v3.SocketAddress
    pipe envoy.config.core.v3.Pipe
    envoy_internal_address envoy.config.core.v3.EnvoyInternalAddress`,
  'xds.type.matcher.v3.Matcher': `
    matcher_list xds.type.matcher.v3.Matcher.MatcherList
    matcher_tree xds.type.matcher.v3.Matcher.MatcherTree
    on_no_match xds.type.matcher.v3.Matcher.OnMatch`,
  'envoy.config.listener.v3.FilterChain': `
    filter_chain_match envoy.config.listener.v3.FilterChainMatch
    filters repeated envoy.config.listener.v3.Filter
    use_proxy_proto google.protobuf.BoolValue
    metadata envoy.config.core.v3.Metadata
    transport_socket envoy.config.core.v3.TransportSocket
    transport_socket_connect_timeout google.protobuf.Duration
    name string
    on_demand_configuration envoy.config.listener.v3.FilterChain.OnDemandConfiguration`,
  'envoy.config.listener.v3.Listener.DeprecatedV1': `
    bind_to_port google.protobuf.BoolValue`,
  'envoy.config.listener.v3.UdpListenerConfig': `
    downstream_socket_config envoy.config.core.v3.UdpSocketConfig
    quic_options envoy.config.listener.v3.QuicProtocolOptions
    udp_packet_packet_writer_config envoy.config.core.v3.TypedExtensionConfig`,
  'envoy.config.listener.v3.ApiListener': `
    api_listener google.protobuf.Any`,
  'envoy.config.listener.v3.Listener.ConnectionBalanceConfig': `
    exact_balance envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance
    extend_balance envoy.config.core.v3.TypedExtensionConfig`,
  'envoy.config.route.v3.Vhds': `
    config_source envoy.config.core.v3.ConfigSource`,
  'envoy.config.endpoint.v3.ClusterLoadAssignment.Policy': `
    drop_overloads repeated envoy.config.endpoint.v3.ClusterLoadAssignment.Policy.DropOverload
    overprovisioning_factor google.protobuf.UInt32Value
    endpoint_stale_after google.protobuf.Duration
    weighted_priority_health bool`,
  'envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat': `
    proper_case_words envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat.ProperCaseWords
    stateful_formatter envoy.config.core.v3.TypedExtensionConfig`,
  'envoy.config.core.v3.KeepaliveSettings': `
    interval google.protobuf.Duration
    timeout google.protobuf.Duration
    interval_jitter envoy.type.v3.Percent
    connection_idle_interval google.protobuf.Duration`,
  'envoy.config.core.v3.DnsResolverOptions': `
    use_tcp_for_dns_lookups bool
    no_default_search_domain bool`,
  'envoy.config.core.v3.SocketAddress': `
    protocol enum TCP UDP
    address string
    port_value uint32
    named_port string
    resolver_name string
    ipv4_compat bool`,
  'google.protobuf.Struct': `
    fields map`,
  'google.protobuf.UInt64Value': `
    value uint64`,
  'envoy.type.metadata.v3.MetadataKey': `
    key string
    path repeated envoy.type.metadata.v3.MetadataKey.PathSegment`,
  'envoy.config.core.v3.RuntimeDouble': `
    default_value double
    runtime_key string`,
  'envoy.config.cluster.v3.Cluster.SlowStartConfig': `
    slow_start_window google.protobuf.Duration
    aggression envoy.config.core.v3.RuntimeDouble
    min_weight_percent envoy.type.v3.Percent`,
  'envoy.type.v3.Percent': `
    value double`,
  'envoy.config.cluster.v3.Cluster.CommonLbConfig.ZoneAwareLbConfig': `
    routing_enabled envoy.type.v3.Percent
    min_cluster_size google.protobuf.UInt64Value
    fail_traffic_on_panic bool`,
  'envoy.config.cluster.v3.Cluster.CommonLbConfig.ConsistentHashingLbConfig': `
    use_hostname_for_hashing bool
    hash_balance_factor google.protobuf.UInt32Value`,
  'envoy.config.core.v3.HealthStatusSet': `
    statuses repeated enum`,
  'envoy.config.core.v3.TcpKeepalive': `
    keepalive_probes google.protobuf.UInt32Value
    keepalive_time google.protobuf.UInt32Value
    keepalive_interval google.protobuf.UInt32Value`,
  'envoy.config.core.v3.PathConfigSource': `
    path string
    watched_directory envoy.config.core.v3.WatchedDirectory`,
  'envoy.config.core.v3.ApiConfigSource': `
    api_type enum DEPRECATED_AND_UNAVAILABLE_DO_NOT_USE REST GRPC DELTA_GRPC AGGREGATED_GRPC AGGREGATED_DELTA_GRPC
    transport_api_version enum AUTO V2 V3
    cluster_names repeated string
    grpc_services repeated envoy.config.core.v3.GrpcService
    refresh_delay google.protobuf.Duration
    request_timeout google.protobuf.Duration
    rate_limit_settings envoy.config.core.v3.RateLimitSettings
    set_node_on_first_message_only bool
    config_validators repeated envoy.config.core.v3.TypedExtensionConfig`,
  'envoy.config.core.v3.SelfConfigSource': `
    transport_api_version enum AUTO V2 V3`,
  'google.protobuf.DoubleValue': `
    value double`,
  'envoy.config.core.v3.Pipe': `
    path string
    mode uint32`,
  'envoy.config.core.v3.EnvoyInternalAddress': `
    server_listener_name string
    endpoint_id string`,
  'xds.type.matcher.v3.Matcher.MatcherList': `
    matchers repeated xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher`,
  'xds.type.matcher.v3.Matcher.MatcherTree': `
    input xds.core.v3.TypedExtensionConfig
    exact_match_map xds.type.matcher.v3.Matcher.MatcherTree.MatchMap
    prefix_match_map xds.type.matcher.v3.Matcher.MatcherTree.MatchMap
    custom_match xds.core.v3.TypedExtensionConfig`,
  'xds.type.matcher.v3.Matcher.OnMatch': `
    matcher xds.type.matcher.v3.Matcher
    action xds.core.v3.TypedExtensionConfig`,
  'envoy.config.listener.v3.FilterChainMatch': `
    destination_port google.protobuf.UInt32Value
    prefix_ranges repeated envoy.config.core.v3.CidrRange
    address_suffix string
    suffix_len google.protobuf.UInt32Value
    direct_source_prefix_ranges repeated envoy.config.core.v3.CidrRange
    source_type enum ANY SAME_IP_OR_LOOPBACK EXTERNAL
    source_prefix_ranges repeated envoy.config.core.v3.CidrRange
    source_ports repeated uint32
    server_names repeated string
    transport_protocol string
    application_protocols repeated string`,
  'envoy.config.listener.v3.FilterChain.OnDemandConfiguration': `
    rebuild_timeout google.protobuf.Duration`,
  'envoy.config.core.v3.UdpSocketConfig': `
    max_rx_datagram_size google.protobuf.UInt64Value
    prefer_gro google.protobuf.BoolValue`,
  'envoy.config.listener.v3.QuicProtocolOptions': `
    quic_protocol_options envoy.config.core.v3.QuicProtocolOptions
    idle_timeout google.protobuf.Duration
    crypto_handshake_timeout google.protobuf.Duration
    enabled envoy.config.core.v3.RuntimeFeatureFlag
    packets_to_read_to_connection_count_ratio google.protobuf.UInt32Value
    crypto_stream_config envoy.config.core.v3.TypedExtensionConfig
    proof_source_config envoy.config.core.v3.TypedExtensionConfig
    connection_id_generator_config envoy.config.core.v3.TypedExtensionConfig
    server_preferred_address_config envoy.config.core.v3.TypedExtensionConfig`,
  'envoy.config.core.v3.WatchedDirectory': `
    path string`,
  'envoy.config.core.v3.RateLimitSettings': `
    max_tokens google.protobuf.UInt32Value
    fill_rate google.protobuf.DoubleValue`,
  'xds.core.v3.TypedExtensionConfig': `
    name string
    typed_config google.protobuf.Any`,
  'xds.type.matcher.v3.Matcher.MatcherTree.MatchMap': `
    map map`,
  'envoy.config.core.v3.QuicProtocolOptions': `
    max_concurrent_streams google.protobuf.UInt32Value
    initial_stream_window_size google.protobuf.UInt32Value
    initial_connection_window_size google.protobuf.UInt32Value
    num_timeouts_to_trigger_port_migration google.protobuf.UInt32Value
    connection_keepalive envoy.config.core.v3.QuicKeepAliveSettings
    connection_options string
    client_connection_options string`,
  'envoy.config.core.v3.RuntimeFeatureFlag': `
    default_value google.protobuf.BoolValue
    runtime_key string`,
  'envoy.config.core.v3.QuicKeepAliveSettings': `
    max_interval google.protobuf.Duration
    initial_interval google.protobuf.Duration`,
  'google.protobuf.Any': `
    type_url string
    value bytes`,
  'envoy.config.listener.v3.Listener.InternalListenerConfig': '',
  'envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig': '',
  'envoy.config.core.v3.AggregatedConfigSource': '',
  'envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance': '',
  'envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat.ProperCaseWords': '',
}
