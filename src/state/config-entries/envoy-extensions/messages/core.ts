/** Messages that those of all resources share. */
export const CORE_MESSAGES: Readonly<Record<string, string>> = {
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
  'envoy.config.core.v3.DnsResolutionConfig': `
    resolvers repeated envoy.config.core.v3.Address
    dns_resolver_options envoy.config.core.v3.DnsResolverOptions`,
  'envoy.config.core.v3.TypedExtensionConfig': `
    name string
    typed_config google.protobuf.Any`,
  'envoy.config.core.v3.BindConfig': `
    source_address envoy.config.core.v3.SocketAddress
    freebind google.protobuf.BoolValue
    socket_options repeated envoy.config.core.v3.SocketOption
    extra_source_addresses repeated envoy.config.core.v3.ExtraSourceAddress
    additional_source_addresses repeated envoy.config.core.v3.SocketAddress
    local_address_selector envoy.config.core.v3.TypedExtensionConfig`,
  'envoy.config.core.v3.TransportSocket': `
    name string
    typed_config google.protobuf.Any`,
  'envoy.config.core.v3.Metadata': `
    filter_metadata map
    typed_filter_metadata map`,
  'envoy.config.core.v3.ConfigSource': `
    authorities repeated xds.core.v3.Authority
    path string
    path_config_source envoy.config.core.v3.PathConfigSource
    api_config_source envoy.config.core.v3.ApiConfigSource
    ads envoy.config.core.v3.AggregatedConfigSource
    self envoy.config.core.v3.SelfConfigSource
    initial_fetch_timeout google.protobuf.Duration
    resource_api_version enum AUTO V2 V3`,
  'envoy.config.core.v3.Address': `
    socket_address envoy.config.core.v3.SocketAddress
    pipe envoy.config.core.v3.Pipe
    envoy_internal_address envoy.config.core.v3.EnvoyInternalAddress`,
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
  'envoy.config.core.v3.RuntimeDouble': `
    default_value double
    runtime_key string`,
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
  'envoy.config.core.v3.Pipe': `
    path string
    mode uint32`,
  'envoy.config.core.v3.EnvoyInternalAddress': `
    server_listener_name string
    endpoint_id string`,
  'envoy.config.core.v3.UdpSocketConfig': `
    max_rx_datagram_size google.protobuf.UInt64Value
    prefer_gro google.protobuf.BoolValue`,
  'envoy.config.core.v3.WatchedDirectory': `
    path string`,
  'envoy.config.core.v3.RateLimitSettings': `
    max_tokens google.protobuf.UInt32Value
    fill_rate google.protobuf.DoubleValue`,
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
  'envoy.config.core.v3.AggregatedConfigSource': '',
  'envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat.ProperCaseWords': '',
}
