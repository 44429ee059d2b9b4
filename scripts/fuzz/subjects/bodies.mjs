import { hostileJson } from '../lib/mutate.mjs'
import { requestText } from '../lib/http.mjs'
import { talk } from '../lib/talk.mjs'

const check = {
  Name: 'c',
  CheckID: 'c',
  TTL: '10s',
  Status: 'passing',
  Notes: 'n',
  DeregisterCriticalServiceAfter: '90m',
}
const BODIES = [
  [
    '/v1/txn',
    [
      { KV: { Verb: 'set', Key: 'a', Value: 'dg==', Flags: 1 } },
      { Node: { Verb: 'set', Node: { Node: 'n', Address: '1.2.3.4' } } },
      { Service: { Verb: 'get', Node: 'n', Service: { ID: 'x', Service: 'x' } } },
    ],
  ],
  [
    '/v1/catalog/register',
    {
      Node: 'n',
      Address: '1.2.3.4',
      NodeMeta: { a: 'b' },
      TaggedAddresses: { lan: '1.2.3.4' },
      Service: { ID: 'w', Service: 'web', Port: 80, Tags: ['a'], Meta: {}, Weights: { Passing: 1, Warning: 1 } },
      Check: { CheckID: 'k', Name: 'k', Status: 'passing', ServiceID: 'w', Definition: { TCP: 'x' } },
    },
  ],
  ['/v1/catalog/deregister', { Node: 'n', ServiceID: 'w', CheckID: 'k' }],
  [
    '/v1/agent/service/register',
    {
      Name: 'web',
      ID: 'w',
      Port: 80,
      Tags: ['a'],
      Meta: { a: 'b' },
      Check: check,
      Connect: { SidecarService: { Proxy: { Upstreams: [{ DestinationName: 'db', LocalBindPort: 1 }] } } },
      Weights: { Passing: 1, Warning: 1 },
    },
  ],
  ['/v1/agent/check/register', { ...check, ServiceID: 'web' }],
  ['/v1/agent/check/update/c', { Status: 'passing', Output: 'x' }],
  [
    '/v1/session/create',
    {
      Name: 's',
      TTL: '10s',
      Behavior: 'delete',
      LockDelay: '1s',
      NodeChecks: ['serfHealth'],
      ServiceChecks: [{ ID: 'c' }],
    },
  ],
  [
    '/v1/query',
    {
      Name: 'q',
      Service: {
        Service: 'web',
        Failover: { NearestN: 1, Datacenters: ['dc2'], Targets: null },
        OnlyPassing: true,
        Tags: ['a'],
        NodeMeta: { a: 'b' },
      },
      DNS: { TTL: '10s' },
      Template: { Type: 'name_prefix_match', Regexp: '^geo-(.*?)-([^-]+?)$', RemoveEmptyTags: true },
    },
  ],
  [
    '/v1/coordinate/update',
    { Node: 'n', Segment: '', Coord: { Vec: [0, 0, 0, 0, 0, 0, 0, 0], Error: 1.5, Adjustment: 0, Height: 0 } },
  ],
  ['/v1/event/fire/deploy', { a: 1 }],
  [
    '/v1/connect/intentions',
    { SourceName: 'web', DestinationName: 'db', SourceType: 'consul', Action: 'allow', Precedence: 9 },
  ],
  [
    '/v1/agent/connect/authorize',
    { Target: 'db', ClientCertURI: 'spiffe://x.consul/ns/default/dc/dc1/svc/web', ClientCertSerial: '04:00' },
  ],
  [
    '/v1/discovery-chain/web',
    { OverrideMeshGateway: { Mode: 'local' }, OverrideProtocol: 'http', OverrideConnectTimeout: '5s' },
  ],
  [
    '/v1/operator/autopilot/configuration',
    {
      CleanupDeadServers: true,
      LastContactThreshold: '200ms',
      MaxTrailingLogs: 250,
      MinQuorum: 0,
      ServerStabilizationTime: '10s',
    },
  ],
  [
    '/v1/connect/ca/configuration',
    {
      Provider: 'consul',
      Config: { LeafCertTTL: '72h', IntermediateCertTTL: '8760h' },
      ForceWithoutCrossSigning: false,
    },
  ],
  ['/v1/peering/token', { PeerName: 'p', Meta: { a: 'b' }, ServerExternalAddresses: ['1.2.3.4:8503'] }],
  ['/v1/peering/establish', { PeerName: 'p', PeeringToken: 'eyJDQSI6bnVsbH0=', Meta: {} }],
]

/** Bodies that are like good ones, but not quite. */
export const bodies = {
  name: 'bodies',
  unit: 'requests',
  weight: 3,
  make(random) {
    const [path, body] = random.pick(BODIES)
    return {
      method: random.pick(['PUT', 'PUT', 'PUT', 'POST', 'DELETE']),
      path,
      body: hostileJson(body, random),
      headers: ['Connection: close'],
    }
  },
  send: ({ ports }, request) => talk(ports.http, [requestText(request)], { quiet: 5000 }),
}
