import { statsTags, type StatsTag } from './stats-tags.ts'

/** A place to connect to. */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** A unix socket to connect to. */
export interface Pipe {
  readonly path: string
}

/** What an Envoy is started with: see https://developer.hashicorp.com/consul/commands/connect/envoy. */
export interface Bootstrap {
  readonly id: string
  /** The service that the proxy is for. */
  readonly service: string
  readonly datacenter: string
  readonly admin: Endpoint
  readonly accessLog: string
  /** Where the agent serves xDS: TLS is spoken there or not. */
  readonly xds: { readonly at: Endpoint | Pipe; readonly tls: boolean }
  readonly token: string
  /** Of the proxy: `envoy_…`. */
  readonly config: Readonly<Record<string, unknown>>
}

/** The configuration as Envoy reads it. */
export function envoyBootstrap(bootstrap: Bootstrap): object {
  const { id, service, admin, accessLog, config, datacenter } = bootstrap
  const prometheus = endpointOf(config['envoy_prometheus_bind_addr'])
  const flush = config['envoy_stats_flush_interval']
  const tags = [...ownTags(config['envoy_stats_tags']), ...statsTags(service, datacenter)]
  return {
    admin: {
      access_log: [
        {
          name: 'envoy.access_loggers.file',
          typed_config: {
            '@type': 'type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog',
            path: accessLog,
          },
        },
      ],
      address: socketAddress(admin),
    },
    node: { cluster: service, id, metadata: { namespace: 'default', partition: 'default' } },
    layered_runtime: {
      layers: [{ name: 'base', static_layer: { 're2.max_program_size.error_level': 1_048_576 } }],
    },
    static_resources: {
      clusters: [localAgent(bootstrap), ...(prometheus ? [selfAdmin(admin)] : [])],
      ...(prometheus && { listeners: [prometheusListener(prometheus)] }),
    },
    stats_config: { stats_tags: tags, use_all_default_tags: true },
    ...(typeof flush === 'string' && flush !== '' && { stats_flush_interval: flush }),
    dynamic_resources: dynamicResources(bootstrap.token),
  }
}

const socketAddress = ({ host, port }: Endpoint): object => ({ socket_address: { address: host, port_value: port } })
const addressOf = (at: Endpoint | Pipe): object => ('path' in at ? { pipe: { path: at.path } } : socketAddress(at))

function ownTags(given: unknown): readonly StatsTag[] {
  if (!Array.isArray(given)) return []
  return given.map(String).flatMap(text => {
    const at = text.indexOf('=')
    return at < 0 ? [] : [{ tag_name: text.slice(0, at), fixed_value: text.slice(at + 1) }]
  })
}

function endpointOf(address: unknown): Endpoint | undefined {
  const found = typeof address === 'string' ? /^(.*):(\d+)$/.exec(address) : null
  return found ? { host: found[1] || '0.0.0.0', port: Number(found[2]) } : undefined
}

const OPTIONS = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions'
const type = (name: string): string => `type.googleapis.com/${name}`

function cluster(
  name: string,
  timeout: string,
  protocol: string,
  endpoint: Endpoint | Pipe,
  transport: object,
): object {
  return {
    name,
    ignore_health_on_host_removal: false,
    connect_timeout: timeout,
    type: 'STATIC',
    ...transport,
    typed_extension_protocol_options: {
      [OPTIONS]: { '@type': type(OPTIONS), explicit_http_config: { [protocol]: {} } },
    },
    loadAssignment: {
      clusterName: name,
      endpoints: [{ lbEndpoints: [{ endpoint: { address: addressOf(endpoint) } }] }],
    },
  }
}

function localAgent({ xds }: Bootstrap): object {
  const validation = { trusted_ca: { inline_string: '' } }
  const transport = {
    transport_socket: {
      name: 'tls',
      typed_config: {
        '@type': type('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext'),
        common_tls_context: { validation_context: validation },
      },
    },
  }
  return cluster('local_agent', '1s', 'http2_protocol_options', xds.at, xds.tls ? transport : {})
}

const selfAdmin = (admin: Endpoint): object => cluster('self_admin', '5s', 'http_protocol_options', admin, {})

function prometheusListener(bind: Endpoint): object {
  const manager = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'
  const routes = [
    { match: { path: '/metrics' }, route: { cluster: 'self_admin', prefix_rewrite: '/stats/prometheus' } },
    { match: { prefix: '/' }, direct_response: { status: 404 } },
  ]
  return {
    name: 'envoy_prometheus_metrics_listener',
    address: socketAddress(bind),
    filter_chains: [
      {
        filters: [
          {
            name: 'envoy.filters.network.http_connection_manager',
            typedConfig: {
              '@type': type(manager),
              stat_prefix: 'envoy_prometheus_metrics',
              codec_type: 'HTTP1',
              route_config: {
                name: 'self_admin_route',
                virtual_hosts: [{ name: 'self_admin', domains: ['*'], routes }],
              },
              http_filters: [
                {
                  name: 'envoy.filters.http.router',
                  typedConfig: { '@type': type('envoy.extensions.filters.http.router.v3.Router') },
                },
              ],
            },
          },
        ],
      },
    ],
  }
}

function dynamicResources(token: string): object {
  const discovered = { ads: {}, initial_fetch_timeout: '0s', resource_api_version: 'V3' }
  return {
    lds_config: discovered,
    cds_config: discovered,
    ads_config: {
      api_type: 'DELTA_GRPC',
      transport_api_version: 'V3',
      grpc_services: {
        initial_metadata: [{ key: 'x-consul-token', value: token }],
        envoy_grpc: { cluster_name: 'local_agent' },
      },
    },
  }
}
