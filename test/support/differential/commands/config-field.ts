import fc from 'fast-check'
import type { Json } from '../../conformance/scenario.ts'
import { get, put, remove, type Commands } from './command.ts'
import { EXTENSIONS } from './envoy-extensions.ts'
import { withUnfit } from './spoil.ts'

const headers = { Add: { a: 'b' }, Set: { c: 'd' }, Remove: ['e'] }
const limits = { MaxConnections: 5, MaxPendingRequests: 6, MaxConcurrentRequests: 7 }
const passive = {
  Interval: '5s',
  MaxFailures: 2,
  EnforcingConsecutive5xx: 99,
  MaxEjectionPercent: 50,
  BaseEjectionTime: '60s',
}
const upstream = {
  Protocol: 'http',
  EnvoyListenerJSON: '',
  EnvoyClusterJSON: '',
  ConnectTimeoutMs: 5000,
  Limits: limits,
  PassiveHealthCheck: passive,
  MeshGateway: { Mode: 'remote' },
  BalanceOutboundConnections: 'exact_balance',
}
const expose = { Checks: true, Paths: [{ ListenerPort: 1, LocalPathPort: 2, Path: '/a', Protocol: 'http' }] }
const extension = {
  Name: 'builtin/lua',
  Required: false,
  Arguments: { ProxyType: 'connect-proxy', Listener: 'inbound', Script: 'x' },
  ConsulVersion: '',
  EnvoyVersion: '',
}
const common = {
  Mode: 'transparent',
  TransparentProxy: { OutboundListenerPort: 15001, DialedDirectly: true },
  MutualTLSMode: 'strict',
  MeshGateway: { Mode: 'local' },
  Expose: expose,
  EnvoyExtensions: [extension],
  Meta: { a: 'b' },
}
const tls = {
  TLSMinVersion: 'TLSv1_2',
  TLSMaxVersion: 'TLSv1_3',
  CipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
}
const sds = { ClusterName: 'c', CertResource: 'r' }
const routeHeader = {
  Name: 'x',
  Exact: '1',
  Prefix: '',
  Suffix: '',
  Regex: '',
  Present: false,
  Invert: true,
}

/** Entries with as many of their members as go together, one or more of each kind. */
const ENTRIES: readonly Record<string, Json>[] = [
  {
    Kind: 'service-defaults',
    Name: 'web',
    ...common,
    Protocol: 'http',
    ExternalSNI: 'x.example',
    UpstreamConfig: { Defaults: upstream, Overrides: [{ Name: 'db', ...upstream }] },
    MaxInboundConnections: 5,
    LocalConnectTimeoutMs: 6,
    LocalRequestTimeoutMs: 7,
    BalanceInboundConnections: 'exact_balance',
  },
  {
    Kind: 'service-defaults',
    Name: 'web',
    RateLimits: {
      InstanceLevel: {
        RequestsPerSecond: 5,
        RequestsMaxBurst: 6,
        Routes: [{ PathExact: '/a', PathPrefix: '', PathRegex: '', RequestsPerSecond: 1, RequestsMaxBurst: 2 }],
      },
    },
  },
  { Kind: 'service-defaults', Name: 'ext', Protocol: 'tcp', Destination: { Addresses: ['a.example'], Port: 443 } },
  {
    Kind: 'proxy-defaults',
    Name: 'global',
    ...common,
    Config: { protocol: 'http', n: 1, f: 1.5, deep: { list: [1, 'a', { b: null }] } },
    AccessLogs: {
      Enabled: true,
      DisableListenerLogs: false,
      Type: 'file',
      Path: '/x',
      JSONFormat: '',
      TextFormat: 'x',
    },
    FailoverPolicy: { Mode: 'order-by-locality', Regions: ['r'] },
    PrioritizeByLocality: { Mode: '' },
  },
  {
    Kind: 'service-resolver',
    Name: 'web',
    DefaultSubset: 'v1',
    Subsets: { v1: { Filter: 'Service.Meta.version == v1', OnlyPassing: true } },
    Failover: {
      '*': {
        Targets: [{ Service: 'db', ServiceSubset: '', Datacenter: 'dc2', Peer: '' }],
        Policy: { Mode: '', Regions: ['r'] },
      },
      v1: { Service: 'api', ServiceSubset: '', Datacenters: ['dc2'], SamenessGroup: '' },
    },
    ConnectTimeout: '15s',
    RequestTimeout: '90s',
    LoadBalancer: {
      Policy: 'ring_hash',
      RingHashConfig: { MinimumRingSize: 1, MaximumRingSize: 2 },
      HashPolicies: [
        { Field: 'cookie', FieldValue: 's', CookieConfig: { Session: false, TTL: '5m', Path: '/p' }, Terminal: true },
        { SourceIP: true },
      ],
    },
    PrioritizeByLocality: { Mode: '' },
    Meta: { a: 'b' },
  },
  {
    Kind: 'service-resolver',
    Name: 'web',
    Redirect: {
      Service: 'db',
      ServiceSubset: '',
      Datacenter: 'dc2',
      Peer: '',
      SamenessGroup: '',
    },
    LoadBalancer: { Policy: 'least_request', LeastRequestConfig: { ChoiceCount: 3 } },
  },
  {
    Kind: 'service-splitter',
    Name: 'web',
    Splits: [
      { Weight: 50, Service: 'web', ServiceSubset: '', RequestHeaders: headers },
      { Weight: 50, Service: 'web', ResponseHeaders: headers },
    ],
    Meta: { a: 'b' },
  },
  {
    Kind: 'service-router',
    Name: 'web',
    Routes: [
      {
        Match: {
          HTTP: {
            PathExact: '',
            PathPrefix: '/a',
            PathRegex: '',
            CaseInsensitive: true,
            Header: [routeHeader],
            QueryParam: [{ Name: 'q', Present: false, Exact: '', Regex: '^a' }],
            Methods: ['GET'],
          },
        },
        Destination: {
          Service: 'web',
          ServiceSubset: '',
          PrefixRewrite: '/',
          RequestTimeout: '3s',
          IdleTimeout: '1m',
          NumRetries: 4,
          RetryOnConnectFailure: true,
          RetryOnStatusCodes: [503],
          RetryOn: ['gateway-error'],
          RequestHeaders: headers,
          ResponseHeaders: headers,
        },
      },
    ],
    Meta: { a: 'b' },
  },
  {
    Kind: 'service-intentions',
    Name: 'web',
    Sources: [
      {
        Name: 'db',
        Action: '',
        Precedence: 9,
        LegacyID: '',
        Type: 'consul',
        Description: 'd',
        Peer: '',
        SamenessGroup: '',
        Permissions: [
          {
            Action: 'allow',
            HTTP: {
              PathExact: '',
              PathPrefix: '/a',
              PathRegex: '',
              Methods: ['get'],
              Header: [{ ...routeHeader, Contains: '' }],
            },
            JWT: { Providers: [{ Name: 'j', VerifyClaims: [{ Path: ['a'], Value: 'b' }] }] },
          },
        ],
      },
    ],
    JWT: { Providers: [{ Name: 'j', VerifyClaims: [{ Path: ['a'], Value: 'b' }] }] },
    Meta: { a: 'b' },
  },
  {
    Kind: 'mesh',
    TransparentProxy: { MeshDestinationsOnly: true },
    AllowEnablingPermissiveMutualTLS: true,
    ValidateClusters: true,
    TLS: { Incoming: tls, Outgoing: tls },
    HTTP: {
      SanitizeXForwardedClientCert: true,
      Incoming: {
        RequestNormalization: {
          InsecureDisablePathNormalization: false,
          MergeSlashes: true,
          PathWithEscapedSlashesAction: 'UNESCAPE_AND_FORWARD',
          HeadersWithUnderscoresAction: 'ALLOW',
        },
      },
    },
    Peering: { PeerThroughMeshGateways: true },
    Meta: { a: 'b' },
  },
  {
    Kind: 'exported-services',
    Name: 'default',
    Services: [{ Name: 'web', Consumers: [{ Peer: 'east', SamenessGroup: '' }] }],
    Meta: { a: 'b' },
  },
  {
    Kind: 'ingress-gateway',
    Name: 'gw',
    TLS: { Enabled: true, ...tls, SDS: sds },
    Listeners: [
      {
        Port: 8080,
        Protocol: 'http',
        TLS: { Enabled: true, ...tls, SDS: sds },
        Services: [
          {
            Name: 'web',
            Hosts: ['a.example'],
            TLS: { SDS: sds },
            RequestHeaders: headers,
            ResponseHeaders: headers,
            ...limits,
            PassiveHealthCheck: passive,
          },
        ],
      },
    ],
    Defaults: { ...limits, PassiveHealthCheck: passive },
    Meta: { a: 'b' },
  },
  {
    Kind: 'terminating-gateway',
    Name: 'gw',
    Services: [
      {
        Name: 'web',
        CAFile: 'ca.pem',
        CertFile: 'c.pem',
        KeyFile: 'k.pem',
        SNI: 's',
        DisableAutoHostRewrite: true,
      },
    ],
    Meta: { a: 'b' },
  },
  {
    Kind: 'api-gateway',
    Name: 'ag',
    Listeners: [
      {
        Name: 'l1',
        Hostname: 'a.example',
        Port: 8080,
        Protocol: 'http',
        TLS: {
          MinVersion: 'TLSv1_2',
          MaxVersion: 'TLSv1_3',
          CipherSuites: tls.CipherSuites,
          Certificates: [
            { Kind: 'inline-certificate', Name: 'c', SectionName: '' },
            { Kind: 'file-system-certificate', Name: 'f' },
          ],
        },
      },
    ],
    Meta: { a: 'b' },
  },
  {
    Kind: 'http-route',
    Name: 'hr',
    Parents: [{ Kind: 'api-gateway', Name: 'ag', SectionName: 'l1' }],
    Hostnames: ['a.example'],
    Rules: [
      {
        Matches: [
          {
            Path: { Match: 'prefix', Value: '/x' },
            Method: 'GET',
            Headers: [{ Match: 'exact', Name: 'h', Value: 'v' }],
            Query: [{ Match: 'exact', Name: 'q', Value: 'v' }],
          },
        ],
        Filters: {
          Headers: [headers],
          URLRewrite: { Path: '/' },
          RetryFilter: { NumRetries: 1, RetryOn: ['5xx'], RetryOnStatusCodes: [503], RetryOnConnectFailure: true },
          TimeoutFilter: { RequestTimeout: '1s', IdleTimeout: '2s' },
        },
        ResponseFilters: { Headers: [headers] },
        Services: [
          { Name: 'web', Weight: 2, Filters: { Headers: [headers] }, ResponseFilters: { Headers: [headers] } },
        ],
      },
    ],
    Meta: { a: 'b' },
  },
  {
    Kind: 'tcp-route',
    Name: 'tr',
    Parents: [{ Kind: 'api-gateway', Name: 'ag', SectionName: 'l2' }],
    Services: [{ Name: 'db' }],
    Meta: { a: 'b' },
  },
  { Kind: 'file-system-certificate', Name: 'f', Certificate: '/etc/c.pem', PrivateKey: '/etc/k.pem', Meta: { a: 'b' } },
  { Kind: 'inline-certificate', Name: 'c', Certificate: 'x', PrivateKey: 'x', Meta: { a: 'b' } },
  {
    Kind: 'jwt-provider',
    Name: 'j',
    Issuer: 'iss',
    Audiences: ['a'],
    JSONWebKeySet: {
      Remote: {
        URI: 'https://keys.example/jwks',
        RequestTimeoutMs: 700,
        CacheDuration: '5m',
        FetchAsynchronously: true,
        RetryPolicy: { NumRetries: 2, RetryPolicyBackOff: { BaseInterval: '1s', MaxInterval: '2s' } },
        JWKSCluster: {
          DiscoveryType: 'STATIC',
          ConnectTimeout: '3s',
          TLSCertificates: {
            TrustedCA: { Filename: 'f', EnvironmentVariable: '', InlineString: '', InlineBytes: null },
          },
        },
      },
    },
    Locations: [
      { Header: { Name: 'Authorization', ValuePrefix: 'Bearer ', Forward: true } },
      { QueryParam: { Name: 't' } },
      { Cookie: { Name: 'c' } },
    ],
    Forwarding: { HeaderName: 'x-jwt', PadForwardPayloadHeader: true },
    ClockSkewSeconds: 10,
    CacheConfig: { Size: 3 },
    Meta: { a: 'b' },
  },
  {
    Kind: 'jwt-provider',
    Name: 'j',
    JSONWebKeySet: {
      Remote: {
        URI: 'https://keys.example/jwks',
        JWKSCluster: {
          TLSCertificates: { CaCertificateProviderInstance: { InstanceName: 'i', CertificateName: 'c' } },
        },
      },
    },
  },
  { Kind: 'jwt-provider', Name: 'j', JSONWebKeySet: { Local: { JWKS: 'e30=', Filename: '' } } },
  { Kind: 'sameness-group', Name: 's', DefaultForFailover: true, IncludeLocal: true, Members: [{ Peer: 'p' }] },
  {
    Kind: 'control-plane-request-limit',
    Name: 'l',
    Mode: 'permissive',
    ReadRate: 1,
    WriteRate: 2,
    KV: { ReadRate: 1, WriteRate: 1 },
  },
  { Kind: 'tcp-route', Name: 'tr', Services: [{ Name: 'db', Namespace: '', Partition: '' }] },
  { Kind: 'bound-api-gateway', Name: 'ag', Listeners: [], Services: {} },
]

/** Entries with one extension each, of which the entry of a kind would have many places too many. */
const EXTENDED: readonly Record<string, Json>[] = EXTENSIONS.map(([Name, Arguments]) => ({
  Kind: 'service-defaults',
  Name: 'web',
  Protocol: 'http',
  EnvoyExtensions: [{ Name, Arguments }],
}))

const entry = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ENTRIES) }, fc.constantFrom(...EXTENDED))
const odd = fc.constantFrom<unknown>(
  '*',
  'a b',
  'é',
  '\u0000',
  'a"\\\u200b\u007f',
  'http://a b',
  'http://%zz',
  ':x',
  '<a>&',
  'HTTP',
  '1m30s',
  '-5s',
  '0',
  4294967296,
  -2147483649,
  1e300,
  0.5,
  '1e3',
  '0x10',
  'inf',
  [true],
  [{ a: 1 }],
  ['a', 'a'],
  { '': '' },
)
const query = fc.oneof(
  { weight: 8, arbitrary: fc.constant('') },
  fc.constantFrom('?cas=0', '?cas=1', '?cas=x', '?dc=dc9', '?cas=-1', '?cas='),
)
const nameOf = ({ Kind, Name = 'mesh' }: Record<string, Json>): string => `${String(Kind)}/${String(Name)}`
const written = (body: fc.Arbitrary<Json>) =>
  fc.tuple(body, query).map(([body, query]) => put(`/v1/config${query}`, body))

/** Values that do not fit in each place of entries of each kind, and what became of them. */
export const configFieldCommands: Commands = fc.oneof(
  { weight: 6, arbitrary: written(entry.chain(body => withUnfit(body))) },
  { weight: 3, arbitrary: written(entry.chain(body => withUnfit(body, odd))) },
  { weight: 3, arbitrary: written(entry) },
  { weight: 5, arbitrary: entry.map(body => get(`/v1/config/${nameOf(body)}`)) },
  { weight: 2, arbitrary: fc.tuple(entry, query).map(([body, query]) => remove(`/v1/config/${nameOf(body)}${query}`)) },
  entry.map(({ Kind }) => get(`/v1/config/${String(Kind)}`)),
)
