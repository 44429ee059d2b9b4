import fc from 'fast-check'
import type { Json } from '../../../conformance/scenario.ts'
import type { Command } from '../command.ts'
import { inPath } from './words.ts'

const service = fc.constantFrom('web', 'db', '*')
const consumer = fc.constantFrom<Json>(
  { Peer: 'east' },
  { Peer: 'nope' },
  { Peer: 'own' },
  { Peer: '' },
  { Peer: 'East' },
  { Peer: '*' },
  {},
  { Partition: 'p' },
  { SamenessGroup: 's' },
  { Peer: 'east', Partition: 'default' },
)
export const exported = fc
  .array(
    fc.record(
      { Name: service, Namespace: fc.constantFrom('', 'default'), Consumers: fc.array(consumer, { maxLength: 3 }) },
      { requiredKeys: ['Name'] },
    ),
    { maxLength: 3 },
  )
  .map((Services): Json => ({ Kind: 'exported-services', Name: 'default', Services: Services as Json }))
export const intentions = fc
  .record({
    Name: service,
    Sources: fc.array(
      fc.record({
        Name: service,
        Action: fc.constantFrom('allow', 'deny'),
        Peer: fc.constantFrom('', 'east', 'nope', 'East', '*'),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  })
  .map((body): Json => ({ Kind: 'service-intentions', ...(body as object) }))
export const resolver = fc
  .tuple(
    fc.constantFrom('web', 'db'),
    fc.constantFrom<Json>(
      { Redirect: { Service: 'db', Peer: 'east' } },
      { Redirect: { Peer: 'nope' } },
      { Failover: { '*': { Targets: [{ Peer: 'east' }, { Service: 'db', Peer: 'nope' }] } } },
    ),
  )
  .map(([Name, more]): Json => ({ Kind: 'service-resolver', Name, ...(more as object) }))
export const registration = fc.record(
  {
    Node: fc.constantFrom('n1', 'n2', 'N1'),
    Address: fc.constantFrom('10.0.0.1', '10.0.0.2'),
    PeerName: fc.constantFrom('', 'east', 'nope', 'East', 'own'),
    Service: fc.constantFrom<Json>(
      { Service: 'web', Port: 80 },
      { Service: 'web', Port: 80, PeerName: 'east' },
      { Service: 'db', PeerName: 'nope' },
      {
        Service: 'web-proxy',
        Kind: 'connect-proxy',
        Port: 5,
        Proxy: {
          DestinationServiceName: 'web',
          Upstreams: [{ DestinationName: 'db', DestinationPeer: 'east', LocalBindPort: 9 }],
        },
      },
    ),
    Check: fc.constantFrom<Json>(
      { CheckID: 'c', Name: 'c', Status: 'passing' },
      { CheckID: 'c', Name: 'c', PeerName: 'east' },
      { CheckID: 'c', Name: 'c', ServiceID: 'web' },
    ),
    SkipNodeUpdate: fc.boolean(),
  },
  { requiredKeys: ['Node', 'Address'] },
) as fc.Arbitrary<Json>
export const deregistration = fc.record(
  {
    Node: fc.constantFrom('n1', 'n2'),
    PeerName: fc.constantFrom('', 'east', 'nope'),
    ServiceID: fc.constantFrom('web', 'db'),
    CheckID: fc.constant('c'),
  },
  { requiredKeys: ['Node'] },
) as fc.Arbitrary<Json>
export const prepared = fc
  .tuple(
    fc.constantFrom<Json>(
      { Service: 'web' },
      { Service: 'web', Peer: 'east' },
      { Service: 'web', Peer: 'nope' },
      { Service: 'web', Failover: { Targets: [{ Peer: 'east' }, { Datacenter: 'dc2' }] } },
      { Service: 'web', SamenessGroup: 's' },
    ),
    fc.constantFrom('q1', 'q2'),
  )
  .map(([Service, Name]): Json => ({ Name, Service }))
const peerQuery = fc.constantFrom(
  '',
  '?peer=east',
  '?peer=nope',
  '?peer=',
  '?peer=East',
  '?peer=own',
  '?peer=*',
  '?peer',
  '?peer-name=east',
  '?peer=east&peer=',
  '?sg=s',
  '?peer=local',
  '?peer=a%20b',
  '?peer=east&dc=dc9',
)
export const read = fc.oneof(
  { weight: 3, arbitrary: inPath.map(of => `/v1/peering/${of}`) },
  { weight: 3, arbitrary: fc.constant('/v1/peerings') },
  fc
    .tuple(
      fc.constantFrom(
        ...[
          '/v1/health/service/web',
          '/v1/health/connect/web',
          '/v1/health/ingress/web',
          '/v1/health/checks/web',
          '/v1/health/node/n1',
          '/v1/health/state/any',
        ],
        ...[
          '/v1/catalog/service/web',
          '/v1/catalog/connect/web',
          '/v1/catalog/node/n1',
          '/v1/catalog/nodes',
          '/v1/catalog/services',
          '/v1/catalog/node-services/n1',
        ],
        ...[
          '/v1/catalog/gateway-services/web',
          '/v1/internal/ui/services',
          '/v1/internal/ui/nodes',
          '/v1/internal/ui/node/n1',
          '/v1/internal/ui/exported-services',
        ],
        ...[
          '/v1/internal/ui/service-topology/web',
          '/v1/discovery-chain/web',
          '/v1/query/q1/execute',
          '/v1/internal/ui/catalog-overview',
        ],
      ),
      peerQuery,
    )
    .map(parts => parts.join('')),
  fc.constantFrom(
    '/v1/exported-services',
    '/v1/imported-services',
    '/v1/config/exported-services',
    '/v1/config/exported-services/default',
    '/v1/connect/intentions',
  ),
  fc
    .constantFrom(
      'source=web&destination=db',
      'source=east/web&destination=db',
      'source=peer:east/web&destination=db',
      'source-peer=east&source=web&destination=db',
    )
    .map(query => `/v1/connect/intentions/exact?${query}`),
)
export const intention = fc.record(
  {
    SourceName: fc.constantFrom('web', 'db'),
    DestinationName: fc.constantFrom('web', 'db'),
    SourcePeer: fc.constantFrom('', 'east', 'nope'),
    SourceType: fc.constantFrom('consul', ''),
    Action: fc.constantFrom('allow', 'deny'),
  },
  { requiredKeys: ['SourceName', 'DestinationName', 'Action'] },
) as fc.Arbitrary<Json>
export const question = fc
  .tuple(
    fc.constantFrom(
      'web.service.east.peer',
      'web.virtual.east.peer',
      'web.virtual.east',
      'web.service.nope.peer',
      'web.service.east.peer.dc1.dc',
      'n1.node.east.peer',
      'web.service.own.peer',
      'web.connect.east.peer',
      'web.service.default.ap',
      'web.service.x.sg',
    ),
    fc.constantFrom('A', 'SRV', 'TXT'),
  )
  .map(([of, type]): Command => [{ dns: { name: `${of}.consul`, type } }])
