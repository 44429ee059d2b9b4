import fc from 'fast-check'
import { get, put, remove, settled, some, type Commands } from './command.ts'

const name = fc.constantFrom('web', 'db', 'api')
const mode = fc.constantFrom({}, { Mode: 'local' }, { Mode: 'remote' }, { Mode: 'none' })
const limits = fc.constantFrom(
  {},
  { MaxConnections: 5 },
  { MaxConnections: 0, MaxPendingRequests: 7 },
  { MaxConcurrentRequests: 9 },
)
const healthCheck = fc.constantFrom(
  {},
  { Interval: '5s', MaxFailures: 3 },
  { EnforcingConsecutive5xx: 0 },
  { MaxEjectionPercent: 10, BaseEjectionTime: '1m' },
)
const upstreamConfig = {
  Protocol: fc.constantFrom('http', 'grpc', ''),
  ConnectTimeoutMs: fc.constantFrom(0, 1500),
  Limits: limits,
  PassiveHealthCheck: healthCheck,
  MeshGateway: mode,
  BalanceOutboundConnections: fc.constantFrom('', 'exact_balance'),
  EnvoyClusterJSON: fc.constantFrom('', '{"a":1}'),
  EnvoyListenerJSON: fc.constantFrom('', '{"b":1}'),
}
const override = fc
  .tuple(name, fc.constantFrom('', '', '', 'east'), some(upstreamConfig))
  .map(([Name, Peer, rest]) => ({ Name, ...(Peer && { Peer }), ...rest }))
const expose = fc.constantFrom(
  {},
  { Checks: true },
  { Paths: [{ Path: '/a', LocalPathPort: 80, ListenerPort: 21500 }] },
  { Paths: [{ Path: '/b', LocalPathPort: 81, ListenerPort: 21501, Protocol: 'http2' }], Checks: true },
)
const transparent = fc.constantFrom({}, { OutboundListenerPort: 15001 }, { DialedDirectly: true })
const extensions = fc.constantFrom(
  [],
  [{ Name: 'builtin/ext-authz', Arguments: { Config: { GrpcService: { Target: { URI: '127.0.0.1:9191' } } } } }],
  [{ Name: 'builtin/lua', Arguments: { ProxyType: 'connect-proxy', Listener: 'inbound', Script: 'x()' } }],
)
const common = {
  Mode: fc.constantFrom('', 'transparent', 'direct'),
  TransparentProxy: transparent,
  MeshGateway: mode,
  Expose: expose,
  EnvoyExtensions: extensions,
  MutualTLSMode: fc.constantFrom('', 'strict'),
}
const defaults = fc
  .tuple(
    name,
    some({
      ...common,
      Protocol: fc.constantFrom('http', 'tcp', 'grpc', ''),
      MaxInboundConnections: fc.constantFrom(0, 10),
      LocalConnectTimeoutMs: fc.constantFrom(0, 500),
      LocalRequestTimeoutMs: fc.constantFrom(0, 600),
      BalanceInboundConnections: fc.constantFrom('', 'exact_balance'),
      RateLimits: fc.constantFrom({}, { InstanceLevel: { RequestsPerSecond: 5, RequestsMaxBurst: 6 } }),
      UpstreamConfig: some({
        Overrides: fc.array(override, { maxLength: 2 }),
        Defaults: some(upstreamConfig),
      }),
      Destination: fc.constantFrom(undefined, undefined, { Addresses: ['a.example'], Port: 443 }),
    }),
  )
  .map(([Name, body]) => ({ Kind: 'service-defaults', Name, ...body }))
const proxyDefaults = some({
  ...common,
  Config: fc.constantFrom(
    {},
    { protocol: 'http', n: 1, f: 1.5, b: false, s: '' },
    { protocol: 'grpc', map: { a: 1, b: ['x'] }, connect_timeout_ms: 5 },
    { local_connect_timeout_ms: 7, max_inbound_connections: '8', list: [{ a: 1 }] },
  ),
  AccessLogs: fc.constantFrom({}, { Enabled: true }, { Enabled: true, Type: 'file', Path: '/x' }),
  FailoverPolicy: fc.constantFrom({}, { Mode: 'sequential' }),
}).map(body => ({ Kind: 'proxy-defaults', Name: 'global', ...body }))

const upstream = fc
  .tuple(
    name,
    some({
      DestinationType: fc.constantFrom('service', 'prepared_query', ''),
      DestinationPeer: fc.constantFrom('', 'east'),
      Datacenter: fc.constantFrom('', 'dc2'),
      LocalBindAddress: fc.constantFrom('', '127.0.0.2'),
      Config: fc.constantFrom({}, { protocol: 'grpc', connect_timeout_ms: 1 }, { limits: { max_connections: 3 } }),
      MeshGateway: mode,
    }),
    fc.constantFrom(9001, 9002),
  )
  .map(([DestinationName, rest, LocalBindPort]) => ({ DestinationName, LocalBindPort, ...rest }))
const proxy = some({
  DestinationServiceID: fc.constantFrom('', 'web'),
  LocalServiceAddress: fc.constantFrom('', '127.0.0.3'),
  LocalServicePort: fc.constantFrom(0, 8080),
  Mode: fc.constantFrom('', 'transparent', 'direct'),
  TransparentProxy: transparent,
  Config: fc.constantFrom(
    {},
    { protocol: 'tcp', n: 2, s: '' },
    { map: { a: 0, c: 3 }, f: 0, b: true },
    { max_inbound_connections: 0, local_request_timeout_ms: 9 },
  ),
  Upstreams: fc.uniqueArray(upstream, { maxLength: 3, selector: ({ DestinationName }) => DestinationName }),
  MeshGateway: mode,
  Expose: expose,
})
const kinds = fc.constantFrom(
  'connect-proxy',
  'connect-proxy',
  'connect-proxy',
  '',
  'mesh-gateway',
  'ingress-gateway',
  'terminating-gateway',
  'api-gateway',
)
const instance = fc.tuple(kinds, name, proxy).map(([Kind, of, Proxy]) => {
  const isProxy = Kind === 'connect-proxy'
  return {
    ...(Kind && { Kind }),
    Service: isProxy ? `${of}-proxy` : of,
    ID: isProxy ? `${of}-proxy` : `${Kind}${of}`,
    Port: 8443,
    ...((Kind === '' || isProxy) && { Proxy: Kind === '' ? {} : { DestinationServiceName: of, ...Proxy } }),
    ...(Kind !== '' && !isProxy && { Proxy: { Config: Proxy.Config ?? {}, MeshGateway: Proxy.MeshGateway ?? {} } }),
  }
})
const catalog = instance.map(Service =>
  put('/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', Service, SkipNodeUpdate: true }),
)
// where the catalog refuses a gateway of the agent's own, it is chance what else the real agent tells of before it gives up
const agent = instance
  .filter(({ Kind = '' }) => !Kind.endsWith('gateway'))
  .map(({ Service, ...rest }) => settled(put('/v1/agent/service/register', { Name: Service, ...rest })))

const shown = fc.constantFrom('web', 'db', 'web-proxy', 'db-proxy', 'api-proxy', 'api')
const merged = fc.constantFrom('?merge-central-config', '?merge-central-config', '?merge-central-config=false', '')
const read = fc
  .tuple(fc.constantFrom('catalog/service', 'catalog/connect', 'health/service', 'health/connect'), shown, merged)
  .map(([of, name, query]) => get(`/v1/${of}/${name}${query}`))
const own = fc.constantFrom('web', 'web-proxy', 'db-proxy', 'mesh-gatewayweb', 'api-gatewaydb')

/** Proxies and gateways with what config entries say of them. */
export const mergedConfigCommands: Commands = fc.oneof(
  { weight: 3, arbitrary: defaults.map(body => settled(put('/v1/config', body))) },
  { weight: 2, arbitrary: proxyDefaults.map(body => settled(put('/v1/config', body))) },
  { weight: 3, arbitrary: catalog },
  { weight: 2, arbitrary: agent },
  { weight: 5, arbitrary: read },
  { weight: 2, arbitrary: own.map(id => get(`/v1/agent/service/${id}`)) },
  fc.constantFrom('n1', 'node1').map(node => get(`/v1/catalog/node-services/${node}?merge-central-config`)),
  name.map(of => settled(remove(`/v1/config/service-defaults/${of}`))),
  fc.constant(settled(remove('/v1/config/proxy-defaults/global'))),
  own.map(id => settled(put(`/v1/agent/service/deregister/${id}`))),
)
