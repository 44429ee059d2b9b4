import fc from 'fast-check'
import { get, put, remove, some, type Commands } from './command.ts'
import { mostlyRight, readQuery, service, wrong } from './words.ts'

const kind = fc.constantFrom('service-defaults', 'service-resolver', 'service-splitter', 'service-router', 'nope', '')
const cas = fc.constantFrom('', '?cas=0', '?cas=99999999', '?cas=x')

const defaults = some({
  Protocol: fc.constantFrom('http', 'tcp', 'grpc', '', 'x'),
  Mode: fc.constantFrom('', 'transparent', 'x'),
  MeshGateway: fc.constantFrom({}, { Mode: 'local' }, { Mode: 'x' }, { mode: 'remote' }),
  Expose: fc.constantFrom({}, { Checks: true }, { Paths: [{ Path: '/a', LocalPathPort: 1, ListenerPort: 2 }] }),
  Meta: fc.constantFrom({}, { a: 'b' }, null),
  MaxInboundConnections: fc.constantFrom(0, 5, -1, '5'),
  LocalConnectTimeoutMs: fc.constantFrom(0, 5, '5'),
  BalanceInboundConnections: fc.constantFrom('', 'exact_balance', 'x'),
  UpstreamConfig: fc.constantFrom({}, { Defaults: { Protocol: 'http' } }, { Overrides: [{ Name: 'db' }] }),
}).map(body => ({ Kind: 'service-defaults', Name: 'web', ...body }))
const resolver = some({
  DefaultSubset: fc.constantFrom('', 'v1', 'v9'),
  Subsets: fc.constantFrom({}, { v1: { Filter: 'Service.Meta.v == 1' } }, { v1: { Filter: '(' } }, { v1: {} }),
  Redirect: fc.constantFrom({}, { Service: 'db' }, { Datacenter: 'dc2' }, { ServiceSubset: 'v1' }, null),
  Failover: fc.constantFrom({}, { '*': { Service: 'db' } }, { v1: { Datacenters: ['dc2'] } }, { '*': {} }),
  ConnectTimeout: fc.constantFrom('5s', '0s', 'x', 5, '-1s'),
  RequestTimeout: fc.constantFrom('5s', 'x'),
}).map(body => ({ Kind: 'service-resolver', Name: 'web', ...body }))
const splitter = some({
  Splits: fc.constantFrom(
    [],
    [{ Weight: 100 }],
    [{ Weight: 50 }, { Weight: 50, Service: 'db' }],
    [{ Weight: 101 }],
    [{ Weight: '60' }, { weight: 40.5 }],
  ),
}).map(body => ({ Kind: 'service-splitter', Name: 'web', ...body }))
const router = some({
  Routes: fc.constantFrom(
    [],
    [{ Match: { HTTP: { PathPrefix: '/a' } }, Destination: { Service: 'db' } }],
    [{ Match: { HTTP: { PathPrefix: 'a' } } }],
    [{ Match: { HTTP: { PathExact: '/a', PathPrefix: '/b' } } }],
    [{ Destination: { RequestTimeout: '5s', NumRetries: 3 } }],
    [{ Destination: { RequestTimeout: 'x' } }],
  ),
}).map(body => ({ Kind: 'service-router', Name: 'web', ...body }))
const intentions = some({
  Sources: fc.constantFrom(
    [],
    [{ Name: 'web', Action: 'allow' }],
    [
      { Name: '*', Action: 'deny' },
      { Name: 'web', Action: 'x' },
    ],
    [
      { Name: 'web', Action: 'allow' },
      { Name: 'web', Action: 'deny' },
    ],
    [{ Name: '' }],
    [{ Name: 'web', Permissions: [{ Action: 'allow', HTTP: { PathPrefix: '/' } }] }],
  ),
}).map(body => ({ Kind: 'service-intentions', Name: 'db', ...body }))
const proxies = fc.constantFrom(
  { Kind: 'proxy-defaults', Name: 'global', Config: { protocol: 'http', n: 1 } },
  { Kind: 'proxy-defaults', Name: 'x' },
  { Kind: 'proxy-defaults', Name: 'global', Config: {} },
  { Kind: 'mesh', TransparentProxy: { MeshDestinationsOnly: true } },
  { Kind: 'exported-services', Name: 'default', Services: [{ Name: 'web', Consumers: [{ Peer: 'p' }] }] },
  { Kind: 'jwt-provider', Name: 'j', JSONWebKeySet: { Local: { JWKS: 'e30=' } } },
)
const entry: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  fc.oneof(defaults, resolver, splitter, router, intentions, proxies),
  fc.tuple(kind, service).map(([Kind, Name]) => ({ Kind, Name })),
)

/** Config entries, and what is made of them. */
export const configCommands: Commands = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(mostlyRight(entry), cas).map(([body, query]) => put(`/v1/config${query}`, body)) },
  wrong.map(body => put('/v1/config', body)),
  fc.tuple(kind, readQuery).map(([kind, query]) => get(`/v1/config/${kind}${query}`)),
  fc.tuple(kind, service).map(([kind, name]) => get(`/v1/config/${kind}/${name}`)),
  fc.constantFrom('proxy-defaults/global', 'mesh/mesh', 'service-intentions/db').map(path => get(`/v1/config/${path}`)),
  fc.tuple(kind, service, cas).map(([kind, name, query]) => remove(`/v1/config/${kind}/${name}${query}`)),
  fc.constantFrom('proxy-defaults/global', 'service-intentions/db').map(path => remove(`/v1/config/${path}`)),
  service.map(name => get(`/v1/discovery-chain/${name}`)),
)
