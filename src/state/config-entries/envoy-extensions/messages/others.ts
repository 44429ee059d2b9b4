/** Messages of endpoints, listeners and routes, and those that are not only Envoy's. */
export const OTHER_MESSAGES: Readonly<Record<string, string>> = {
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
  'google.protobuf.Duration': `
    seconds int64
    nanos int32`,
  'google.protobuf.UInt32Value': `
    value uint32`,
  'google.protobuf.BoolValue': `
    value bool`,
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
  'google.protobuf.Struct': `
    fields map`,
  'google.protobuf.UInt64Value': `
    value uint64`,
  'envoy.type.metadata.v3.MetadataKey': `
    key string
    path repeated envoy.type.metadata.v3.MetadataKey.PathSegment`,
  'envoy.type.v3.Percent': `
    value double`,
  'google.protobuf.DoubleValue': `
    value double`,
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
  'xds.core.v3.TypedExtensionConfig': `
    name string
    typed_config google.protobuf.Any`,
  'xds.type.matcher.v3.Matcher.MatcherTree.MatchMap': `
    map map`,
  'google.protobuf.Any': `
    type_url string
    value bytes`,
  'envoy.config.listener.v3.Listener.InternalListenerConfig': '',
  'envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance': '',
}
