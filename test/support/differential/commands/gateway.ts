import fc from 'fast-check'
import { get, put, remove, settled, type Command, type Commands } from './command.ts'
import { mostlyRight } from './words.ts'

const service = fc.constantFrom('web', 'db', 'api')
const listed = fc.constantFrom('web', 'db', 'api', '*')
const hosts = fc.constantFrom(undefined, undefined, ['a.example'], ['*'], ['*.x.example', 'b.example'])
const headers = fc.constantFrom(undefined, { Add: { a: 'b' } })
const sds = fc.constantFrom(undefined, undefined, { ClusterName: 'c', CertResource: 'r' })
const without = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== '' && item !== undefined))

const ingressService = fc
  .record({
    Name: listed,
    Hosts: hosts,
    RequestHeaders: headers,
    MaxConnections: fc.constantFrom(undefined, 5),
    PassiveHealthCheck: fc.constantFrom(undefined, { Interval: '5s' }),
    TLS: fc.constantFrom(undefined, undefined, { SDS: { CertResource: 'r' } }),
  })
  .map(without)
const ingress = fc
  .record({
    TLS: fc.constantFrom(undefined, { Enabled: true }, { Enabled: false, TLSMinVersion: 'TLSv1_2' }),
    Defaults: fc.constantFrom(undefined, { MaxConnections: 7 }),
    Listeners: fc.array(
      fc
        .record({
          Port: fc.constantFrom(8080, 8081, 8080, 0),
          Protocol: fc.constantFrom('http', 'tcp', 'grpc', undefined, 'x'),
          Services: fc.array(ingressService, { maxLength: 2 }),
          TLS: fc.record({ Enabled: fc.boolean(), SDS: sds }, { requiredKeys: [] }).map(without),
        })
        .map(without),
      { maxLength: 2 },
    ),
  })
  .map(body => ({ Kind: 'ingress-gateway', Name: 'in', ...without(body) }))
const terminating = fc
  .array(
    fc
      .record({
        Name: listed,
        CAFile: fc.constantFrom(undefined, 'ca.pem', ''),
        CertFile: fc.constantFrom(undefined, 'c.pem'),
        KeyFile: fc.constantFrom(undefined, 'k.pem'),
        SNI: fc.constantFrom(undefined, 's.example'),
        DisableAutoHostRewrite: fc.constantFrom(undefined, true),
      })
      .map(without),
    { maxLength: 3 },
  )
  .map(Services => ({ Kind: 'terminating-gateway', Name: 'out', Services }))
const listener = fc
  .record({
    Name: fc.constantFrom('l1', 'l2', '', 'l1', 'Bad_Name'),
    Port: fc.constantFrom(9001, 9002, 9001, 0, 70000),
    Protocol: fc.constantFrom('http', 'tcp', 'HTTP', 'x', undefined),
    Hostname: fc.constantFrom(undefined, 'a.example', '*.x.example', '*', 'bad host'),
    TLS: fc.constantFrom(
      undefined,
      undefined,
      { Certificates: [{ Kind: 'file-system-certificate', Name: 'cert' }] },
      { Certificates: [{ Kind: 'inline-certificate', Name: 'none' }] },
      { Certificates: [{ Name: 'cert' }] },
      { MinVersion: 'TLSv1_2', MaxVersion: 'TLSv1_1' },
    ),
  })
  .map(without)
const apiGateway = fc
  .array(listener, { maxLength: 2 })
  .map(Listeners => ({ Kind: 'api-gateway', Name: 'gw', Listeners }))
const parents = fc.array(
  fc
    .record({
      Kind: fc.constantFrom(undefined, 'api-gateway', 'x'),
      Name: fc.constantFrom('gw', 'gw', 'nope', ''),
      SectionName: fc.constantFrom('', 'l1', 'l2', 'l9'),
    })
    .map(without),
  { maxLength: 2 },
)
const tcpRoute = fc
  .record({
    Name: fc.constantFrom('t1', 't2'),
    Parents: parents,
    Services: fc.array(
      service.map(Name => ({ Name })),
      { maxLength: 2 },
    ),
  })
  .map(body => ({ Kind: 'tcp-route', ...body }))
const httpService = fc
  .record({
    Name: service,
    Weight: fc.constantFrom(undefined, 1, 3, 0, -1),
    Filters: fc.constantFrom(undefined, { Headers: [{ Set: { a: 'b' } }] }, { URLRewrite: { Path: '/z' } }),
  })
  .map(without)
const httpRule = fc
  .record({
    Matches: fc.constantFrom(
      undefined,
      [{ Path: { Match: 'prefix', Value: '/a' } }],
      [{ Method: 'GET' }, { Headers: [{ Match: 'exact', Name: 'h', Value: 'v' }] }],
      [{ Path: { Match: 'x', Value: '/a' } }],
      [{ Path: { Match: 'exact', Value: 'a' } }],
      [{ Query: [{ Match: 'present', Name: 'q' }] }],
      [{ Method: 'x' }],
    ),
    Filters: fc.constantFrom(
      undefined,
      undefined,
      { RetryFilter: { NumRetries: 3 } },
      { TimeoutFilter: { RequestTimeout: '5s' } },
      { TimeoutFilter: { RequestTimeout: -5 } },
      { JWT: { Providers: [{ Name: 'p' }] } },
    ),
    Services: fc.array(httpService, { maxLength: 2 }),
  })
  .map(without)
const httpRoute = fc
  .record({
    Name: fc.constantFrom('h1', 'h2'),
    Parents: parents,
    Hostnames: fc.constantFrom(undefined, ['a.example'], ['b.x.example'], ['*'], ['bad host'], ['nope.example']),
    Rules: fc.array(httpRule, { maxLength: 2 }),
  })
  .map(body => ({ Kind: 'http-route', ...without(body) }))
const certificate = fc.constantFrom(
  { Kind: 'file-system-certificate', Name: 'cert', Certificate: '/c.pem', PrivateKey: '/k.pem' },
  { Kind: 'file-system-certificate', Name: 'cert', Certificate: '', PrivateKey: '/k.pem' },
  { Kind: 'file-system-certificate', Name: 'cert' },
  { Kind: 'inline-certificate', Name: 'cert', Certificate: 'x', PrivateKey: 'y' },
)
const defaults = fc
  .tuple(service, fc.constantFrom('http', 'tcp', 'grpc', ''), fc.boolean())
  .map(([Name, Protocol, external]) => ({
    Kind: 'service-defaults',
    Name,
    Protocol,
    ...(external && { Destination: { Addresses: ['e.example'], Port: 443 } }),
  }))
const router = service.map(Name => ({
  Kind: 'service-router',
  Name,
  Routes: [{ Match: { HTTP: { PathPrefix: '/x' } }, Destination: { Service: 'db' } }],
}))
const resolver = service.map(Name => ({ Kind: 'service-resolver', Name, Subsets: { v1: {} } }))
const instance = fc.constantFrom(
  { Service: 'web', Port: 80 },
  { Service: 'db', Port: 81, Connect: { Native: true } },
  { Service: 'api', Port: 82 },
  { Service: 'web-proxy', Kind: 'connect-proxy', Port: 83, Proxy: { DestinationServiceName: 'web' } },
  { Service: 'in', Kind: 'ingress-gateway', Port: 8443 },
  { Service: 'out', Kind: 'terminating-gateway', Port: 8444 },
  { Service: 'gw', Kind: 'api-gateway', Port: 8445 },
  { Service: 'gw', Port: 8446 },
  { Service: 'in', Port: 8447 },
)

const write = (body: unknown): Command => settled(put('/v1/config', body))
const entry = fc.constantFrom(
  'ingress-gateway/in',
  'terminating-gateway/out',
  'api-gateway/gw',
  'bound-api-gateway/gw',
  'tcp-route/t1',
  'tcp-route/t2',
  'http-route/h1',
  'http-route/h2',
  'file-system-certificate/cert',
  'service-defaults/web',
  'service-defaults/db',
  'service-router/web',
  'service-resolver/db',
)
const path = fc.oneof(
  fc.constantFrom('in', 'out', 'gw', 'web', 'nope').map(name => `/v1/catalog/gateway-services/${name}`),
  entry.map(of => `/v1/config/${of}`),
  fc.constantFrom('in', 'out', 'gw').map(name => `/v1/internal/ui/gateway-services-nodes/${name}`),
  fc.constantFrom('in', 'out', 'gw').map(name => `/v1/internal/ui/gateway-intentions/${name}`),
  service.map(name => `/v1/health/ingress/${name}`),
  service.map(name => `/v1/health/connect/${name}`),
  service.map(name => `/v1/catalog/connect/${name}`),
  service.map(name => `/v1/discovery-chain/${name}`),
  fc
    .constantFrom('in?kind=', 'in?kind=ingress-gateway', 'gw?kind=api-gateway', 'in?kind=api-gateway')
    .map(of => `/v1/internal/ui/service-topology/${of}`),
  service.map(name => `/v1/internal/ui/service-topology/${name}?kind=`),
  fc.constant('/v1/internal/ui/services'),
)
const question = fc
  .tuple(service, fc.constantFrom('ingress', 'connect', 'virtual'), fc.constantFrom('A', 'SRV'))
  .map(([name, of, type]): Command => [{ dns: { name: `${name}.${of}.consul`, type } }])

/** Gateways of all kinds: what is bound to them, and who is reached by them. */
export const gatewayCommands: Commands = fc.oneof(
  { weight: 2, arbitrary: mostlyRight(ingress).map(write) },
  { weight: 2, arbitrary: mostlyRight(terminating).map(write) },
  { weight: 2, arbitrary: mostlyRight(apiGateway).map(write) },
  { weight: 2, arbitrary: mostlyRight(tcpRoute).map(write) },
  { weight: 2, arbitrary: mostlyRight(httpRoute).map(write) },
  certificate.map(write),
  { weight: 2, arbitrary: defaults.map(write) },
  router.map(write),
  resolver.map(write),
  {
    weight: 3,
    arbitrary: instance.map(Service =>
      put('/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', SkipNodeUpdate: true, Service }),
    ),
  },
  fc
    .constantFrom('web', 'db', 'api', 'web-proxy', 'in', 'out', 'gw')
    .map(ServiceID => put('/v1/catalog/deregister', { Node: 'n1', ServiceID })),
  { weight: 8, arbitrary: path.map(of => get(of)) },
  { weight: 2, arbitrary: entry.map(of => settled(remove(`/v1/config/${of}`))) },
  question,
)
