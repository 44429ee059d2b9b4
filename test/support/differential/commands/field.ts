import fc from 'fast-check'
import type { Json } from '../../conformance/scenario.ts'
import { get, put, type Command, type Commands } from './command.ts'
import { wrong } from './words.ts'

const UUID = '00000000-1111-2222-3333-444444444444'

const check = {
  ID: 'c1',
  Name: 'check',
  Notes: 'n',
  ServiceID: '',
  Status: 'passing',
  TTL: '',
  Interval: '6000s',
  Timeout: '1s',
  TCP: '',
  TCPUseTLS: false,
  UDP: '',
  HTTP: 'http://127.0.0.1:1/',
  Header: { a: ['b'] },
  Method: 'GET',
  Body: '',
  DisableRedirects: true,
  TLSServerName: '',
  TLSSkipVerify: false,
  GRPC: '',
  GRPCUseTLS: false,
  H2PING: '',
  H2PingUseTLS: false,
  OSService: '',
  AliasNode: '',
  AliasService: '',
  DockerContainerID: '',
  Shell: '',
  ScriptArgs: null,
  Args: null,
  SuccessBeforePassing: 0,
  FailuresBeforeWarning: 0,
  FailuresBeforeCritical: 0,
  DeregisterCriticalServiceAfter: '10m',
  OutputMaxSize: 4096,
}
const ttlCheck = { Name: 'ttl', TTL: '600s', Status: 'passing', SuccessBeforePassing: 1 }
const proxy = {
  DestinationServiceName: 'web',
  DestinationServiceID: 'web',
  LocalServiceAddress: '127.0.0.1',
  LocalServicePort: 80,
  LocalServiceSocketPath: '',
  Mode: 'direct',
  TransparentProxy: { OutboundListenerPort: 0, DialedDirectly: false },
  Config: { protocol: 'http', n: 1, deep: { list: [1, 'a', null] } },
  Upstreams: [
    {
      DestinationType: 'service',
      DestinationNamespace: '',
      DestinationPartition: '',
      DestinationPeer: '',
      DestinationName: 'db',
      Datacenter: 'dc1',
      LocalBindAddress: '127.0.0.1',
      LocalBindPort: 1234,
      LocalBindSocketPath: '',
      LocalBindSocketMode: '',
      Config: { connect_timeout_ms: 5 },
      MeshGateway: { Mode: 'local' },
      CentrallyConfigured: false,
    },
  ],
  MeshGateway: { Mode: 'none' },
  Expose: { Checks: false, Paths: [{ ListenerPort: 1, LocalPathPort: 2, Path: '/a', Protocol: 'http' }] },
  EnvoyExtensions: [{ Name: 'x', Required: false, Arguments: { a: 1 }, ConsulVersion: '', EnvoyVersion: '' }],
  AccessLogs: { Enabled: false, DisableListenerLogs: false, Type: '', Path: '', JSONFormat: '', TextFormat: '' },
}
const service = {
  ID: 'web',
  Name: 'web',
  Tags: ['v1'],
  Port: 80,
  Address: '10.0.0.1',
  SocketPath: '',
  TaggedAddresses: { lan: { Address: '10.0.0.2', Port: 81 } },
  Meta: { a: 'b' },
  Weights: { Passing: 2, Warning: 1 },
  EnableTagOverride: false,
  Kind: '',
  Locality: { Region: 'r', Zone: 'z' },
  Check: ttlCheck,
  Checks: [ttlCheck],
  Connect: {
    Native: false,
    SidecarService: { Port: 20000, Checks: [ttlCheck], Proxy: { Config: { a: 1 }, Upstreams: proxy.Upstreams } },
  },
}
const catalogCheck = {
  Node: 'n1',
  CheckID: 'c1',
  Name: 'check',
  Status: 'passing',
  Notes: '',
  Output: 'out',
  ServiceID: '',
  ServiceName: '',
  ServiceTags: ['v1'],
  Type: 'ttl',
  Interval: '10s',
  Timeout: '1s',
  ExposedPort: 0,
  PeerName: '',
  CreateIndex: 0,
  ModifyIndex: 0,
  Definition: {
    HTTP: 'http://x',
    Header: { a: ['b'] },
    Method: 'GET',
    Body: '',
    TLSServerName: '',
    TLSSkipVerify: false,
    TCP: '',
    TCPUseTLS: false,
    UDP: '',
    H2PING: '',
    OSService: '',
    GRPC: '',
    GRPCUseTLS: false,
    Interval: '10s',
    IntervalDuration: '10s',
    Timeout: '1s',
    TimeoutDuration: '1s',
    DeregisterCriticalServiceAfter: '10m',
    DeregisterCriticalServiceAfterDuration: '10m',
    ScriptArgs: ['x'],
    DockerContainerID: '',
    Shell: '',
    AliasNode: '',
    AliasService: '',
    TTL: '5s',
  },
}
const catalogService = {
  Kind: '',
  ID: 'web',
  Service: 'web',
  Tags: ['v1'],
  Meta: { a: 'b' },
  Port: 80,
  Address: '',
  SocketPath: '',
  TaggedAddresses: { lan: { Address: '10.0.0.2', Port: 81 } },
  Weights: { Passing: 2, Warning: 1 },
  EnableTagOverride: false,
  Connect: { Native: false },
  Locality: { Region: 'r', Zone: 'z' },
  PeerName: '',
  CreateIndex: 0,
  ModifyIndex: 0,
}
const registration = {
  ID: '',
  Node: 'n1',
  Address: '10.0.0.1',
  Datacenter: 'dc1',
  TaggedAddresses: { lan: '10.0.0.1', wan: '1.2.3.4' },
  NodeMeta: { a: 'b' },
  Locality: { Region: 'r', Zone: 'z' },
  PeerName: '',
  SkipNodeUpdate: false,
}
const { Interval: _interval, Timeout: _timeout, ...clientCheck } = catalogCheck
const clientNode = {
  ID: '',
  Node: 'n1',
  Address: '10.0.0.1',
  Datacenter: 'dc1',
  TaggedAddresses: { lan: '10.0.0.1' },
  Meta: { a: 'b' },
  CreateIndex: 0,
  ModifyIndex: 0,
  Partition: '',
  PeerName: '',
  Locality: { Region: 'r', Zone: 'z' },
}
const query = {
  Name: 'q',
  Session: '',
  Token: '',
  Service: {
    Service: 'web',
    Near: '_agent',
    OnlyPassing: true,
    IgnoreCheckIDs: ['c1'],
    Tags: ['v1'],
    NodeMeta: { a: 'b' },
    ServiceMeta: { a: 'b' },
    Connect: false,
    SamenessGroup: '',
    Peer: '',
    Failover: { NearestN: 1, Datacenters: ['dc2'], Targets: null },
  },
  DNS: { TTL: '10s' },
  Template: { Type: '', Regexp: '', RemoveEmptyTags: false },
}

/** Whole bodies of every core endpoint that takes one. */
const BODIES: readonly (readonly [method: string, path: string, body: Json])[] = [
  ['PUT', '/v1/agent/service/register', service],
  ['PUT', '/v1/agent/service/register', { Name: 'web-proxy', Port: 81, Kind: 'connect-proxy', Proxy: proxy }],
  ['PUT', '/v1/agent/check/register', check],
  ['PUT', '/v1/agent/check/update/c1', { Status: 'passing', Output: 'out' }],
  ['PUT', '/v1/catalog/register', { ...registration, Service: catalogService, Check: catalogCheck }],
  ['PUT', '/v1/catalog/register', { ...registration, Checks: [catalogCheck] }],
  [
    'PUT',
    '/v1/catalog/register',
    { ...registration, Service: { ...catalogService, Kind: 'connect-proxy', Service: 'p', Proxy: proxy } },
  ],
  [
    'PUT',
    '/v1/catalog/deregister',
    { Node: 'n1', Address: '', ServiceID: 'web', CheckID: 'c1', Datacenter: 'dc1', PeerName: '' },
  ],
  [
    'PUT',
    '/v1/session/create',
    {
      ID: '',
      Name: 's',
      Node: 'node1',
      LockDelay: '1s',
      Behavior: 'release',
      TTL: '10s',
      Checks: ['serfHealth'],
      NodeChecks: ['serfHealth'],
      ServiceChecks: [{ ID: 'c9', Namespace: '' }],
      Namespace: '',
    },
  ],
  ['POST', '/v1/query', query],
  ['PUT', `/v1/query/${UUID}`, query],
  [
    'PUT',
    '/v1/txn',
    [
      { KV: { Verb: 'set', Key: 'a', Value: 'MQ==', Flags: 1, Index: 0, Session: '' } },
      { Node: { Verb: 'set', Node: clientNode } },
    ],
  ],
  ['PUT', '/v1/txn', [{ Service: { Verb: 'set', Node: 'n1', Service: catalogService } }]],
  ['PUT', '/v1/txn', [{ Service: { Verb: 'set', Node: 'n1', Service: { ...catalogService, Proxy: proxy } } }]],
  ['PUT', '/v1/txn', [{ Check: { Verb: 'set', Check: clientCheck } }]],
  [
    'PUT',
    '/v1/coordinate/update',
    {
      Node: 'n1',
      Segment: '',
      Coord: { Vec: [0, 0, 0, 0, 0, 0, 0, 0], Error: 1.5, Adjustment: 0, Height: 0.1 },
    },
  ],
  ['PUT', '/v1/agent/token/default', { Token: 'x' }],
  ['POST', '/v1/operator/keyring', { Key: 'x', RelayFactor: 0 }],
  [
    'PUT',
    '/v1/operator/autopilot/configuration',
    {
      CleanupDeadServers: true,
      LastContactThreshold: '200ms',
      MaxTrailingLogs: 250,
      MinQuorum: 0,
      ServerStabilizationTime: '10s',
      RedundancyZoneTag: '',
      DisableUpgradeMigration: false,
      UpgradeVersionTag: '',
      CreateIndex: 0,
      ModifyIndex: 0,
    },
  ],
  [
    'POST',
    '/v1/agent/connect/authorize',
    {
      Target: 'web',
      ClientCertURI: 'spiffe://x.consul/ns/default/dc/dc1/svc/web',
      ClientCertSerial: '01',
    },
  ],
]

/** Every place in a value that something can be put into, as the keys that lead to it. */
function placesIn(value: Json, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...at, key]))]
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: Json, keyAs: (key: string) => string): Json {
  if (key === undefined) return by
  if (Array.isArray(value)) {
    return value.map((item, i) => (String(i) === key ? replaced(item, rest, by, keyAs) : item))
  }
  const members = value as Record<string, Json>
  const entries = Object.entries(members).map(([name, item]): [string, Json] =>
    name === key ? [rest.length === 0 ? keyAs(name) : name, replaced(item, rest, by, keyAs)] : [name, item],
  )
  return Object.fromEntries(entries)
}

const snakeCase = (key: string): string => key.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
const keyAs = fc.oneof(
  { weight: 6, arbitrary: fc.constant((key: string) => key) },
  fc.constantFrom<(key: string) => string>(
    key => key.toLowerCase(),
    snakeCase,
    key => `${key}x`,
  ),
)

/** Where what was written shows. */
const READS = [
  '/v1/agent/services',
  '/v1/agent/checks',
  '/v1/agent/service/web',
  '/v1/catalog/node/n1',
  '/v1/catalog/service/web',
  '/v1/health/node/n1',
  '/v1/health/service/web',
  '/v1/kv/a',
  '/v1/operator/autopilot/configuration',
  '/v1/catalog/nodes',
]

const spoiledBody: fc.Arbitrary<Command> = fc.constantFrom(...BODIES).chain(([method, path, body]) =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...placesIn(body)),
        fc.oneof(wrong, fc.constantFrom(65536, 1e20, '-1s', [null], [[]])),
        keyAs,
      ),
      {
        minLength: 1,
        maxLength: 2,
      },
    )
    .map(changes => {
      const spoiled = changes.reduce<Json>((value, [at, by, as]) => {
        const there = at.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)
        return there === undefined && at.length > 0 ? value : replaced(value, at, by as Json, as)
      }, body)
      return [{ method, path, body: spoiled }]
    }),
)

/** A value of another kind in each place of each body, and what became of it. */
export const fieldCommands: Commands = fc.oneof(
  { weight: 5, arbitrary: spoiledBody },
  { weight: 1, arbitrary: fc.constantFrom(...BODIES).map(([method, path, body]) => [{ method, path, body }]) },
  { weight: 2, arbitrary: fc.constantFrom(...READS).map(path => get(path)) },
  fc.constant(put('/v1/agent/service/deregister/web')),
)
