import fc from 'fast-check'
import { blockedOn, get, put, some, type Commands } from './command.ts'
import { checkId, mostlyRight, node, readQuery, service, status, tag } from './words.ts'

const meta = fc.constantFrom({}, { a: 'b' }, { a: 'b', Z: '1', b: '' }, null)
const address = fc.constantFrom('127.0.0.1', '10.0.0.1', 'host.example', '::1', '', '0.0.0.0')
const tagged = fc.constantFrom({}, { lan: '10.0.0.1' }, { wan: '1.2.3.4', lan: '10.0.0.2' }, null)

const serviceBody = some({
  ID: fc.constantFrom('web', 'web-1', 'Web-1', 'db', ''),
  Service: service,
  Tags: fc.oneof(fc.array(tag, { maxLength: 3 }), fc.constant(null)),
  Meta: meta,
  Address: address,
  Port: fc.constantFrom(0, 80, 8080, 65536, -1),
  Kind: fc.constantFrom('', 'connect-proxy', 'mesh-gateway', 'x'),
  Proxy: fc.constantFrom({}, { DestinationServiceName: 'web' }, { DestinationServiceName: 7 }, { Config: { a: 0 } }),
  Connect: fc.constantFrom({}, { Native: true }, { Native: 'x' }),
  Weights: fc.constantFrom({ Passing: 1, Warning: 1 }, { Passing: 0 }, { Passing: 3 }, null),
  TaggedAddresses: fc.constantFrom({}, { lan: { Address: '10.0.0.9', Port: 9 } }, null),
  EnableTagOverride: fc.boolean(),
})
const checkBody = some({
  Node: node,
  CheckID: checkId,
  Name: fc.constantFrom('check', ''),
  Status: status,
  ServiceID: fc.constantFrom('web', 'web-1', 'nope', ''),
  ServiceName: service,
  Output: fc.constantFrom('', 'out'),
  Notes: fc.constantFrom('', 'note'),
  Definition: fc.constantFrom({}, { HTTP: 'http://x', Interval: '10s' }, { TTL: '5s' }, { TTL: 5_000_000_000 }),
})
const registration = some({
  Node: node,
  ID: fc.constantFrom('', '11111111-2222-3333-4444-555555555556', 'x', '11111111-2222-3333-4444-55555555555g'),
  Locality: fc.constantFrom({}, { Region: 'r' }, { Zone: 'z' }, null),
  Address: address,
  TaggedAddresses: tagged,
  NodeMeta: meta,
  Datacenter: fc.constantFrom('dc1', ''),
  Service: mostlyRight(serviceBody),
  Check: mostlyRight(checkBody),
  Checks: fc.array(checkBody, { maxLength: 2 }),
  SkipNodeUpdate: fc.boolean(),
}).map(body => ({ Node: 'n1', Address: '10.0.0.1', ...body }))
const deregistration = some({
  Node: node,
  ServiceID: fc.constantFrom('web', 'web-1', 'nope'),
  CheckID: checkId,
  Address: address,
}).map(body => ({ Node: 'n1', ...body }))

const write = fc.oneof(
  { weight: 3, arbitrary: mostlyRight(registration).map(body => put('/v1/catalog/register', body)) },
  { weight: 1, arbitrary: mostlyRight(deregistration).map(body => put('/v1/catalog/deregister', body)) },
)

const path = fc.oneof(
  fc.constantFrom('/v1/catalog/nodes', '/v1/catalog/services', '/v1/internal/ui/services', '/v1/internal/ui/nodes'),
  service.map(name => `/v1/catalog/service/${name}`),
  service.map(name => `/v1/catalog/connect/${name}`),
  node.map(name => `/v1/catalog/node/${name}`),
  fc.constantFrom('11111111', '1', '11-22', 'zz').map(id => `/v1/catalog/node/${id}`),
  node.map(name => `/v1/internal/ui/node/${name}`),
  fc.constantFrom('a:b', 'a', 'Z:1').map(meta => `/v1/catalog/nodes?node-meta=${meta}`),
  node.map(name => `/v1/catalog/node-services/${name}`),
  service.map(name => `/v1/health/service/${name}`),
  service.map(name => `/v1/health/connect/${name}`),
  service.map(name => `/v1/health/checks/${name}`),
  node.map(name => `/v1/health/node/${name}`),
  fc.constantFrom('any', 'passing', 'warning', 'critical', 'Critical', 'x').map(state => `/v1/health/state/${state}`),
)
/** The order of the tags of a service in the list of all is chance. */
const read = ([path, query]: readonly [string, string]): ReturnType<typeof get> =>
  get(path.includes('?') ? path + query.replace('?', '&') : path + query, {
    ...(path === '/v1/catalog/services' && { unordered: '*' }),
  })

const healthQuery = fc.constantFrom(
  '?passing',
  '?passing=false',
  '?tag=v1',
  '?tag=v1&tag=v2',
  '?near=_agent',
  '?merge-central-config',
)

/** Nodes, services and checks by the catalog, and all reads of them. */
export const catalogCommands: Commands = fc.oneof(
  { weight: 4, arbitrary: write },
  { weight: 4, arbitrary: fc.tuple(path, fc.oneof(readQuery, healthQuery)).map(read) },
  { weight: 1, arbitrary: fc.tuple(path, write).map(([path, meanwhile]) => blockedOn(path, meanwhile)) },
)
