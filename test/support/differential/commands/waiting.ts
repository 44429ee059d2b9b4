import fc from 'fast-check'
import { blocked } from './blocking.ts'
import { type Command, type Commands, put, remove } from './command.ts'

/** Reads of the mesh: what Consul watches for each of them is another part of its trees. */
const PATHS = [
  ...['web', 'db', 'ext', 'nope'].flatMap(name => [
    `/v1/catalog/connect/${name}`,
    `/v1/health/connect/${name}`,
    `/v1/health/service/${name}`,
    `/v1/health/service/${name}?near=n1`,
    `/v1/health/ingress/${name}`,
    `/v1/catalog/service/${name}?merge-central-config`,
    `/v1/config/service-defaults/${name}`,
    `/v1/config/service-resolver/${name}`,
    `/v1/discovery-chain/${name}`,
    `/v1/connect/intentions/match?by=source&name=${name}`,
    `/v1/connect/intentions/match?by=destination&name=${name}`,
    `/v1/internal/ui/service-topology/${name}?kind=`,
  ]),
  ...['gw', 'tg'].flatMap(name => [
    `/v1/catalog/gateway-services/${name}`,
    `/v1/health/service/${name}`,
    `/v1/internal/ui/gateway-services-nodes/${name}`,
    `/v1/internal/ui/gateway-intentions/${name}`,
  ]),
  ...['n1', 'n2', 'n22'].flatMap(name => [
    `/v1/internal/ui/node/${name}`,
    `/v1/session/node/${name}`,
    `/v1/coordinate/node/${name}`,
  ]),
  '/v1/config/service-defaults',
  '/v1/config/service-intentions',
  '/v1/config/ingress-gateway',
  '/v1/connect/intentions',
  '/v1/exported-services',
  '/v1/internal/ui/services',
  '/v1/catalog/services',
  '/v1/operator/usage',
] as const

const register = (Node: string, Service: object): Command =>
  put('/v1/catalog/register', { Node, Address: '10.0.0.1', Service })
const proxy = (Node: string, ID: string, name: string, upstreams: readonly string[]): Command =>
  register(Node, {
    ID,
    Service: `${ID}-proxy`,
    Kind: 'connect-proxy',
    Port: 1,
    Proxy: {
      DestinationServiceName: name,
      Upstreams: upstreams.map((DestinationName, i) => ({ DestinationName, LocalBindPort: 9000 + i })),
    },
  })
const leave = (Node: string, ServiceID?: string): Command =>
  put('/v1/catalog/deregister', { Node, ...(ServiceID !== undefined && { ServiceID }) })
const entry = (Kind: string, Name: string, more: object = {}): Command => put('/v1/config', { Kind, Name, ...more })
const ingress = (...names: readonly string[]): Command =>
  entry('ingress-gateway', 'gw', {
    Listeners: [{ Port: 1234, Protocol: 'tcp', Services: names.map(Name => ({ Name })) }],
  })
const terminating = (...names: readonly string[]): Command =>
  entry('terminating-gateway', 'tg', { Services: names.map(Name => ({ Name })) })
const intention = (name: string, source: string): Command =>
  entry('service-intentions', name, { Sources: [{ Name: source, Action: 'deny' }] })

const nodes = fc.constantFrom('n1', 'n2', 'n22')
const names = fc.constantFrom('web', 'db', 'ext')
const ids = fc.constantFrom('a', 'b')

/** One write each, of all kinds that may wake such a reader, or one of others beside it. */
const write = fc.oneof(
  fc.tuple(nodes, ids, names).map(([node, ID, Service]) => register(node, { ID, Service })),
  fc.tuple(nodes, ids, names).map(([node, ID, Service]) => register(node, { ID, Service, Connect: { Native: true } })),
  fc
    .tuple(nodes, names, fc.subarray(['web', 'db', 'ext']))
    .map(([node, name, upstreams]) => proxy(node, `p-${name}`, name, upstreams)),
  nodes.map(node => register(node, { ID: 'g', Service: 'gw', Kind: 'ingress-gateway', Port: 1 })),
  nodes.map(node => register(node, { ID: 't', Service: 'tg', Kind: 'terminating-gateway', Port: 1 })),
  fc.tuple(nodes, fc.constantFrom('a', 'b', 'g', 't', 'p-web', 'p-db')).map(([node, id]) => leave(node, id)),
  nodes.map(node => leave(node)),
  fc.tuple(nodes, fc.constantFrom('', 'a'), fc.constantFrom('passing', 'critical')).map(([Node, ServiceID, Status]) =>
    put('/v1/catalog/register', {
      Node,
      Address: '10.0.0.1',
      Check: { CheckID: `c${ServiceID}`, Name: 'c', Status, ServiceID },
    }),
  ),
  fc
    .tuple(names, fc.constantFrom('tcp', 'http'))
    .map(([name, Protocol]) => entry('service-defaults', name, { Protocol })),
  fc
    .tuple(names, fc.constantFrom('2s', '3s'))
    .map(([name, ConnectTimeout]) => entry('service-resolver', name, { ConnectTimeout })),
  fc.tuple(names, fc.constantFrom('web', 'db', '*')).map(([name, source]) => intention(name, source)),
  fc.subarray(['web', 'db', 'ext'], { minLength: 1 }).map(found => ingress(...found)),
  fc.subarray(['web', 'db', 'ext'], { minLength: 1 }).map(found => terminating(...found)),
  fc.constantFrom(ingress('*'), terminating('*'), intention('*', 'web')),
  fc.constantFrom('1', '2').map(x => entry('proxy-defaults', 'global', { Config: { x } })),
  fc.constantFrom(entry('mesh', 'mesh'), entry('exported-services', 'default', { Services: [] })),
  fc
    .tuple(fc.constantFrom('service-defaults', 'service-resolver', 'service-intentions'), names)
    .map(([kind, name]) => remove(`/v1/config/${kind}/${name}`)),
  fc
    .constantFrom('ingress-gateway/gw', 'terminating-gateway/tg', 'service-intentions/*', 'proxy-defaults/global')
    .map(which => remove(`/v1/config/${which}`)),
  nodes.map(Node => put('/v1/session/create', { Node, LockDelay: '0s', NodeChecks: [] }, { only: ['status'] })),
)

/** Many clients that wait for parts of the mesh at once while one write comes: who wakes, with what, and how far the index of the others got. */
export const waitingCommands: Commands = fc.oneof(
  { weight: 1, arbitrary: write },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 2, maxLength: 10 }), write)
      .map(([paths, write]) => blocked(paths, '', [write])),
  },
)
