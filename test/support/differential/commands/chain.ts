import fc from 'fast-check'
import { get, put, remove, some, type Command, type Commands } from './command.ts'
import { mostlyRight } from './words.ts'

const service = fc.constantFrom('web', 'db', 'api')
const maybe = fc.constantFrom('', '', 'web', 'db', 'api')
const subset = fc.constantFrom('', '', 'v1', 'v2')
const datacenter = fc.constantFrom('', '', 'dc1', 'dc2')
const headers = fc.constantFrom(undefined, { Add: { a: 'b' }, Set: { c: 'd' } }, { Remove: ['x'], Add: { a: 'z' } })
const without = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== '' && item !== undefined))

const defaults = fc
  .tuple(
    service,
    some({
      Protocol: fc.constantFrom('http', 'http2', 'grpc', 'http', 'tcp', ''),
      MeshGateway: fc.constantFrom({}, { Mode: 'local' }, { Mode: 'remote' }),
      ExternalSNI: fc.constantFrom('', '', 'sni.example'),
      Meta: fc.constantFrom({}, { a: 'b' }),
      Mode: fc.constantFrom('', 'transparent'),
      TransparentProxy: fc.constantFrom({}, { DialedDirectly: true }),
    }),
  )
  .map(([Name, body]) => ({ Kind: 'service-defaults', Name, ...body }))
const failover = fc
  .record({ Service: maybe, ServiceSubset: subset, Datacenters: fc.constantFrom('', ['dc2'], ['dc3', 'dc1']) })
  .map(without)
const failoverTargets = fc
  .array(
    fc.record({ Service: maybe, ServiceSubset: subset, Datacenter: datacenter, Peer: fc.constantFrom('', 'east') }),
    {
      maxLength: 3,
    },
  )
  .map(list => ({ Targets: list.map(without) }))
const resolver = fc
  .tuple(
    service,
    some({
      DefaultSubset: subset,
      Subsets: fc.constantFrom(
        {},
        { v1: { Filter: 'Service.Meta.v == 1' }, v2: { OnlyPassing: true } },
        { v1: {}, v2: { Filter: 'Service.Tags contains "b"' } },
      ),
      Failover: fc.dictionary(fc.constantFrom('*', 'v1', 'v2'), fc.oneof(failover, failoverTargets), { maxKeys: 1 }),
      ConnectTimeout: fc.constantFrom(0, '7s', '0s'),
      RequestTimeout: fc.constantFrom('0s', '8s'),
      LoadBalancer: fc.constantFrom(
        undefined,
        { Policy: 'least_request', LeastRequestConfig: { ChoiceCount: 3 } },
        {
          Policy: 'maglev',
          HashPolicies: [
            { Field: 'header', FieldValue: 'x' },
            { SourceIP: true, Terminal: true },
          ],
        },
        { Policy: 'ring_hash', RingHashConfig: { MinimumRingSize: 5 }, HashPolicies: [] },
      ),
      PrioritizeByLocality: fc.constantFrom(undefined, undefined, { Mode: 'failover' }),
    }),
  )
  .map(([Name, body]) => ({ Kind: 'service-resolver', Name, ...body }))
const redirect = fc
  .tuple(
    service,
    fc.record({ Service: maybe, ServiceSubset: subset, Datacenter: datacenter, Peer: fc.constantFrom('', '', 'east') }),
    fc.constantFrom({}, {}, { ConnectTimeout: '9s' }, { Subsets: { v1: {} } }),
  )
  .map(([Name, to, more]) => ({ Kind: 'service-resolver', Name, Redirect: without(to), ...more }))
const splitter = fc
  .tuple(
    service,
    fc.constantFrom([100], [50, 50], [33.33, 33.33, 33.34], [0, 100], [99.9, 0.1], [60, 30]),
    fc.array(fc.record({ Service: maybe, ServiceSubset: subset, RequestHeaders: headers, ResponseHeaders: headers }), {
      minLength: 3,
      maxLength: 3,
    }),
  )
  .map(([Name, weights, splits]) => ({
    Kind: 'service-splitter',
    Name,
    Splits: weights.map((Weight, i) => ({ Weight, ...without(splits[i] ?? {}) })),
  }))
const match = fc.constantFrom(
  { PathPrefix: '/a' },
  { PathExact: '/b', Methods: ['GET', 'put'] },
  {
    PathRegex: '/c.*',
    Header: [
      { Name: 'h', Present: true },
      { Name: 'k', Exact: 'v', Invert: true },
    ],
  },
  { QueryParam: [{ Name: 'q', Regex: 'x+' }] },
  { PathPrefix: '/' },
  { CaseInsensitive: true, PathPrefix: '/Case' },
)
const destination = some({
  Service: maybe,
  ServiceSubset: subset,
  PrefixRewrite: fc.constantFrom('', '/z'),
  RequestTimeout: fc.constantFrom('0s', '4s'),
  IdleTimeout: fc.constantFrom('0s', '3s'),
  NumRetries: fc.constantFrom(0, 5),
  RetryOnConnectFailure: fc.boolean(),
  RetryOn: fc.constantFrom([], ['5xx', 'reset']),
  RetryOnStatusCodes: fc.constantFrom([], [503, 401]),
  RequestHeaders: headers,
}).map(without)
const router = fc
  .tuple(
    service,
    fc.array(
      fc.record({ Match: match, Destination: destination }, { requiredKeys: [] }).map(({ Match, Destination }) => ({
        ...(Match && { Match: { HTTP: Match } }),
        ...(Destination && { Destination }),
      })),
      { maxLength: 3 },
    ),
  )
  .map(([Name, Routes]) => ({ Kind: 'service-router', Name, Routes }))
const proxyDefaults = some({
  Config: fc.constantFrom({}, { protocol: 'http' }, { protocol: 'grpc' }, { protocol: 'tcp' }),
  MeshGateway: fc.constantFrom({}, { Mode: 'local' }),
  FailoverPolicy: fc.constantFrom({}, { Mode: 'order-by-locality', Regions: ['r'] }, { Mode: 'sequential' }),
  PrioritizeByLocality: fc.constantFrom({}, { Mode: 'failover' }),
  EnvoyExtensions: fc.constantFrom(
    [],
    [{ Name: 'builtin/lua', Arguments: { ProxyType: 'connect-proxy', Listener: 'inbound', Script: 'x()' } }],
  ),
}).map(body => ({ Kind: 'proxy-defaults', Name: 'global', ...body }))

const overrides = some({
  OverrideProtocol: fc.constantFrom('', 'tcp', 'http', 'grpc', 'x'),
  OverrideMeshGateway: fc.constantFrom({}, { Mode: 'local' }, { Mode: 'none' }, { mode: 'remote' }, { Mode: 'x' }),
  OverrideConnectTimeout: fc.constantFrom('11s', '0s', 5, '-1s', 'x', '5'),
})
const compileIn = fc.constantFrom('', '', '?compile-dc=dc2', '?compile-dc=dc1', '?compile-dc=')
const kind = fc.constantFrom('service-defaults', 'service-resolver', 'service-splitter', 'service-router')
const write = (body: unknown): Command => put('/v1/config', body)
const read = fc.tuple(service, compileIn).map(([name, query]) => get(`/v1/discovery-chain/${name}${query}`))

/** Discovery chains of random entries, plain and under other circumstances. */
export const chainCommands: Commands = fc.oneof(
  { weight: 3, arbitrary: mostlyRight(defaults).map(write) },
  { weight: 4, arbitrary: mostlyRight(resolver).map(write) },
  { weight: 2, arbitrary: redirect.map(write) },
  { weight: 2, arbitrary: mostlyRight(splitter).map(write) },
  { weight: 2, arbitrary: mostlyRight(router).map(write) },
  { weight: 1, arbitrary: proxyDefaults.map(write) },
  { weight: 6, arbitrary: read },
  {
    weight: 2,
    arbitrary: fc
      .tuple(service, compileIn, mostlyRight(overrides))
      .map(([name, query, body]): Command => [
        { method: 'POST', path: `/v1/discovery-chain/${name}${query}`, body: body as never },
      ]),
  },
  { weight: 2, arbitrary: fc.tuple(kind, service).map(([of, name]) => remove(`/v1/config/${of}/${name}`)) },
  fc.constant(remove('/v1/config/proxy-defaults/global')),
)
