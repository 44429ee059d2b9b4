import fc from 'fast-check'
import { get, put, remove, some, type Command, type Commands } from './command.ts'
import { mostlyRight } from './words.ts'

const service = fc.constantFrom('web', 'db', 'api', '*')
const name = fc.constantFrom('web', 'db', 'api')
const consumer = fc.constantFrom({ Peer: 'east' }, { Peer: 'west' }, { Peer: '' }, { SamenessGroup: 's' }, {})
const exported = fc
  .array(fc.record({ Name: service, Consumers: fc.array(consumer, { maxLength: 2 }) }, { requiredKeys: ['Name'] }), {
    maxLength: 3,
  })
  .map(Services => ({ Kind: 'exported-services', Name: 'default', Services }))
const action = fc.constantFrom('allow', 'deny')
const source = fc
  .record({
    Name: fc.constantFrom('web', 'db', 'api', '*', 'web-proxy'),
    Action: fc.constantFrom('allow', 'deny', undefined),
    Peer: fc.constantFrom(undefined, undefined, undefined, 'east'),
    Permissions: fc.constantFrom(
      undefined,
      undefined,
      [{ Action: 'allow', HTTP: { PathPrefix: '/a', Methods: ['GET'] } }],
      [{ Action: 'deny', HTTP: { Header: [{ Name: 'h', Present: true }] } }],
    ),
    Description: fc.constantFrom(undefined, 'why'),
  })
  .map(value => Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)))
const intentions = fc
  .record({ Name: service, Sources: fc.array(source, { maxLength: 3 }), Meta: fc.constantFrom({}, { a: 'b' }) })
  .map(body => ({ Kind: 'service-intentions', ...body }))
const defaults = fc
  .tuple(name, fc.constantFrom('http', 'tcp', ''))
  .map(([Name, Protocol]) => ({ Kind: 'service-defaults', Name, Protocol }))
const resolver = fc
  .tuple(name, fc.constantFrom({}, { Redirect: { Service: 'db' } }, { Failover: { '*': { Service: 'api' } } }))
  .map(([Name, more]) => ({ Kind: 'service-resolver', Name, ...more }))
const splitter = name.map(Name => ({
  Kind: 'service-splitter',
  Name,
  Splits: [
    { Weight: 50, Service: 'db' },
    { Weight: 50, Service: 'api' },
  ],
}))
const mesh = some({
  TransparentProxy: fc.constantFrom({}, { MeshDestinationsOnly: true }),
  AllowEnablingPermissiveMutualTLS: fc.boolean(),
  HTTP: fc.constantFrom({}, { SanitizeXForwardedClientCert: true }),
  Peering: fc.constantFrom({}, { PeerThroughMeshGateways: true }),
  TLS: fc.constantFrom({}, { Incoming: { TLSMinVersion: 'TLSv1_2' } }),
}).map(body => ({ Kind: 'mesh', ...body }))

const proxied = fc
  .tuple(name, fc.subarray(['web', 'db', 'api']), fc.constantFrom('', 'transparent'))
  .map(([of, ups, Mode]) => ({
    ID: `${of}-proxy`,
    Service: `${of}-proxy`,
    Kind: 'connect-proxy',
    Port: 8443,
    Proxy: {
      DestinationServiceName: of,
      ...(Mode && { Mode }),
      Upstreams: ups.map((DestinationName, i) => ({ DestinationName, LocalBindPort: 9000 + i })),
    },
  }))
const plain = fc
  .tuple(name, fc.constantFrom({}, { Connect: { Native: true } }), fc.constantFrom([], ['v1']))
  .map(([Service, more, Tags]) => ({ ID: Service, Service, Port: 80, Tags, ...more }))
const check = fc.constantFrom(undefined, 'passing', 'warning', 'critical')
const registered = fc
  .tuple(fc.oneof(proxied, plain), fc.constantFrom('n1', 'n2'), check)
  .map(([Service, Node, Status]) =>
    put('/v1/catalog/register', {
      Node,
      Address: '10.0.0.1',
      SkipNodeUpdate: true,
      Service,
      ...(Status && { Check: { Node, CheckID: `c-${Service.ID}`, Name: 'c', ServiceID: Service.ID, Status } }),
    }),
  )
const gone = fc
  .tuple(fc.constantFrom('n1', 'n2'), fc.constantFrom('web', 'db', 'api', 'web-proxy', 'db-proxy', 'api-proxy'))
  .map(([Node, ServiceID]) => put('/v1/catalog/deregister', { Node, ServiceID }))

const virtual = fc
  .record({
    Service: fc.constantFrom('web', 'db', 'api', 'nope', ''),
    ManualVIPs: fc.constantFrom([], ['1.2.3.4'], ['1.2.3.4', '2.2.2.2'], ['::1'], ['x'], null, ['240.0.0.1']),
  })
  .chain(body => mostlyRight(fc.constant(body)))
  .map(body => put('/v1/internal/service-virtual-ip', body))
const asked = fc.constantFrom('web', 'db', 'api', 'WEB', 'nope', '*')
const authorized = fc
  .record({
    Target: asked,
    ClientCertURI: fc.constantFrom(
      'spiffe://11111111-2222-3333-4444-555555555555.consul/ns/default/dc/dc1/svc/web',
      'spiffe://x.consul/ns/default/dc/dc2/svc/db',
      'spiffe://x.consul/ap/default/ns/default/dc/dc1/svc/api',
      'spiffe://x.consul/agent/client/dc/dc1/id/x',
      'SPIFFE://x:80/ns/default/dc/dc1/svc/web?a#b',
      'spiffe://x/ns/other/dc/dc1/svc/web',
      'spiffe://x/ns/default/dc/dc1/svc/w%65b',
      'spiffe://x/ap/other/ns/default/dc/dc1/svc/web',
      'spiffe://x y/ns/default/dc/dc1/svc/%zz',
      'x',
      '',
      '%',
    ),
    ClientCertSerial: fc.constantFrom('', '01:02'),
  })
  .chain(body => mostlyRight(fc.constant(body)))
  .map((body): Command => [{ method: 'POST', path: '/v1/agent/connect/authorize', body: body as never }])
const by = fc.constantFrom('source', 'destination')
const path = fc.oneof(
  fc.tuple(asked, asked).map(([from, to]) => `/v1/connect/intentions/check?source=${from}&destination=${to}`),
  fc.tuple(asked, asked).map(([from, to]) => `/v1/connect/intentions/exact?source=${from}&destination=${to}`),
  fc.tuple(by, asked, asked).map(([how, a, b]) => `/v1/connect/intentions/match?by=${how}&name=${a}&name=${b}`),
  fc.tuple(by, asked).map(([how, a]) => `/v1/connect/intentions/match?by=${how}&name=default/${a}`),
  fc
    .constantFrom('', '?filter=Action==allow', '?filter=SourceName==web', '?filter=Precedence==9')
    .map(query => `/v1/connect/intentions${query}`),
  fc.constantFrom('/v1/exported-services', '/v1/imported-services', '/v1/internal/ui/services'),
  fc.constantFrom('?peer=east', '?peer=', '', '?peer=west').map(query => `/v1/internal/ui/exported-services${query}`),
  fc
    .tuple(name, fc.constantFrom('', '?kind=', '?kind=x', '?kind=typical'))
    .map(([of, query]) => `/v1/internal/ui/service-topology/${of}${query}`),
  fc.constantFrom('', '?filter=Service.Service==web', '?filter=x').map(query => `/v1/internal/ui/services${query}`),
  fc.constantFrom('n1', 'n2', 'node1').map(node => `/v1/internal/ui/node/${node}`),
  name.map(of => `/v1/discovery-chain/${of}`),
  fc.constantFrom('/v1/internal/federation-states', '/v1/internal/federation-states/mesh-gateways'),
  fc.constantFrom('dc1', 'dc2').map(dc => `/v1/internal/federation-state/${dc}`),
  fc
    .constantFrom('service-intentions', 'exported-services', 'mesh', 'service-splitter')
    .map(kind => `/v1/config/${kind}`),
)
const question = fc
  .tuple(asked, fc.constantFrom('virtual', 'connect', 'service'), fc.constantFrom('A', 'AAAA', 'SRV'))
  .map(([of, zone, type]): Command => [{ dns: { name: `${of}.${zone}.consul`, type } }])
const entry = fc.oneof(
  fc
    .tuple(fc.constantFrom('service-intentions', 'service-defaults', 'service-resolver', 'service-splitter'), service)
    .map(([kind, of]) => `${kind}/${of}`),
  fc.constantFrom('mesh/mesh', 'exported-services/default'),
)

/** Who may call whom, what is exported, virtual addresses, and what pages show of the mesh. */
export const meshCommands: Commands = fc.oneof(
  { weight: 3, arbitrary: mostlyRight(intentions).map(body => put('/v1/config', body)) },
  { weight: 2, arbitrary: mostlyRight(exported).map(body => put('/v1/config', body)) },
  fc.oneof(defaults, resolver, splitter, mostlyRight(mesh)).map(body => put('/v1/config', body)),
  fc
    .tuple(service, service, action)
    .map(([from, to, Action]) => put(`/v1/connect/intentions/exact?source=${from}&destination=${to}`, { Action })),
  { weight: 4, arbitrary: registered },
  gone,
  virtual,
  authorized,
  { weight: 10, arbitrary: path.map(of => get(of)) },
  question,
  { weight: 2, arbitrary: entry.map(of => remove(`/v1/config/${of}`)) },
)
