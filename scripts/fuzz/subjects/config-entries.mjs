import { hostileJson } from '../lib/mutate.mjs'
import { requestText } from '../lib/http.mjs'
import { talk } from '../lib/talk.mjs'

const reference = { Kind: 'inline-certificate', Name: 'c' }
const ENTRIES = [
  {
    Kind: 'service-defaults',
    Name: 'web',
    Protocol: 'http',
    MeshGateway: { Mode: 'local' },
    Expose: { Checks: true, Paths: [{ Path: '/a', LocalPathPort: 1, ListenerPort: 2, Protocol: 'http' }] },
    UpstreamConfig: {
      Overrides: [{ Name: 'db', ConnectTimeoutMs: 1, PassiveHealthCheck: { Interval: '1s' } }],
      Defaults: { Protocol: 'tcp' },
    },
    Destination: { Addresses: ['a.example'], Port: 1 },
  },
  {
    Kind: 'proxy-defaults',
    Name: 'global',
    Config: { protocol: 'http' },
    AccessLogs: { Enabled: true, Type: 'file', Path: '/x' },
  },
  {
    Kind: 'service-router',
    Name: 'web',
    Routes: [
      {
        Match: { HTTP: { PathRegex: '(a|b)+', Header: [{ Name: 'x', Regex: '.*' }], Methods: ['GET'] } },
        Destination: {
          Service: 'api',
          ServiceSubset: 'v1',
          PrefixRewrite: '/',
          RequestTimeout: '1s',
          RetryOn: ['5xx'],
        },
      },
    ],
  },
  {
    Kind: 'service-splitter',
    Name: 'api',
    Splits: [
      { Weight: 50, Service: 'web' },
      { Weight: 50, ServiceSubset: 'v2' },
    ],
  },
  {
    Kind: 'service-resolver',
    Name: 'web',
    DefaultSubset: 'v1',
    Subsets: { v1: { Filter: 'Service.Meta.version == v1', OnlyPassing: true } },
    Redirect: { Service: 'api' },
    ConnectTimeout: '5s',
  },
  { Kind: 'service-resolver', Name: 'api', Redirect: { Service: 'web', Datacenter: 'dc2' } },
  {
    Kind: 'service-resolver',
    Name: 'db',
    Failover: { '*': { Service: 'web', Datacenters: ['dc2'], Targets: [{ Service: 'api' }] } },
    LoadBalancer: {
      Policy: 'ring_hash',
      RingHashConfig: { MinimumRingSize: 1 },
      HashPolicies: [{ Field: 'header', FieldValue: 'x' }],
    },
  },
  {
    Kind: 'service-intentions',
    Name: 'web',
    Sources: [
      { Name: 'api', Action: 'allow' },
      {
        Name: '*',
        Permissions: [{ Action: 'deny', HTTP: { PathRegex: '/a+', Header: [{ Name: 'x', Present: true }] } }],
      },
    ],
    JWT: { Providers: [{ Name: 'p', VerifyClaims: [{ Path: ['a'], Value: 'b' }] }] },
  },
  {
    Kind: 'ingress-gateway',
    Name: 'in',
    TLS: { Enabled: true },
    Listeners: [{ Port: 1, Protocol: 'http', Services: [{ Name: '*', Hosts: ['*.a'] }] }],
  },
  { Kind: 'terminating-gateway', Name: 'out', Services: [{ Name: '*', CAFile: '/x', SNI: 's' }] },
  {
    Kind: 'mesh',
    TransparentProxy: { MeshDestinationsOnly: true },
    TLS: { Incoming: { TLSMinVersion: 'TLSv1_2' } },
    HTTP: { SanitizeXForwardedClientCert: true },
  },
  { Kind: 'exported-services', Name: 'default', Services: [{ Name: 'web', Consumers: [{ Peer: 'p' }] }] },
  {
    Kind: 'api-gateway',
    Name: 'ag',
    Listeners: [
      {
        Name: 'l',
        Port: 1,
        Protocol: 'http',
        Hostname: '*.a',
        TLS: { Certificates: [reference], MinVersion: 'TLSv1_2' },
      },
    ],
  },
  {
    Kind: 'http-route',
    Name: 'r',
    Parents: [{ Kind: 'api-gateway', Name: 'ag', SectionName: 'l' }],
    Hostnames: ['a.b'],
    Rules: [
      {
        Matches: [{ Path: { Match: 'regex', Value: '(a*)*' } }],
        Filters: { URLRewrite: { Path: '/' }, Headers: [{ Add: { a: 'b' } }] },
        Services: [{ Name: 'web', Weight: 1 }],
      },
    ],
  },
  { Kind: 'tcp-route', Name: 't', Parents: [{ Kind: 'api-gateway', Name: 'ag' }], Services: [{ Name: 'db' }] },
  {
    Kind: 'inline-certificate',
    Name: 'c',
    Certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    PrivateKey: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
  },
  {
    Kind: 'jwt-provider',
    Name: 'p',
    Issuer: 'i',
    JSONWebKeySet: { Local: { JWKS: 'e30=' } },
    Locations: [{ Header: { Name: 'x' } }],
    CacheConfig: { Size: 1 },
  },
  { Kind: 'sameness-group', Name: 'g', Members: [{ Partition: 'a' }] },
]
const READS = [
  '/v1/discovery-chain/web',
  '/v1/discovery-chain/api?compile-dc=dc2',
  '/v1/config/service-resolver',
  '/v1/internal/ui/service-topology/web?kind=',
  '/v1/internal/ui/gateway-services-nodes/in',
  '/v1/catalog/gateway-services/out',
  '/v1/exported-services',
  '/v1/connect/intentions',
  '/v1/health/connect/web',
  '/v1/agent/health/service/name/web',
]

/** Config entries that are like good ones, and reads of what is made of them. */
export const configEntries = {
  name: 'config-entries',
  unit: 'requests',
  weight: 2,
  make: random => {
    const entry = random.pick(ENTRIES)
    const write = random.chance(1, 12)
      ? { method: 'DELETE', path: `/v1/config/${entry.Kind}/${entry.Name ?? 'mesh'}` }
      : { method: 'PUT', path: '/v1/config', body: hostileJson(entry, random) }
    return [write, { method: 'GET', path: random.pick(READS), headers: ['Connection: close'] }]
  },
  count: requests => requests.length,
  send: ({ ports }, requests) => talk(ports.http, [requests.map(requestText).join('')], { quiet: 5000 }),
}
