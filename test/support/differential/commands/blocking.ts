import fc from 'fast-check'
import type { Step } from '../../conformance/scenario.ts'
import type { Command, Commands } from './command.ts'
import { put, remove } from './command.ts'
import { checkId, key, node, service } from './words.ts'

/** What can be waited for: lists, single rows, what is not there. */
const path = fc.oneof(
  key.map(key => `/v1/kv/${key}`),
  fc
    .tuple(key, fc.constantFrom('?recurse', '?keys', '?keys&separator=/'))
    .map(([key, query]) => `/v1/kv/${key}${query}`),
  service.map(name => `/v1/catalog/service/${name}`),
  service.map(name => `/v1/health/service/${name}`),
  service.map(name => `/v1/health/service/${name}?passing`),
  service.map(name => `/v1/health/service/${name}?tag=v1`),
  service.map(name => `/v1/health/checks/${name}`),
  service.map(name => `/v1/health/connect/${name}`),
  service.map(name => `/v1/health/ingress/${name}`),
  service.map(name => `/v1/catalog/connect/${name}`),
  node.map(name => `/v1/catalog/node/${name}`),
  node.map(name => `/v1/catalog/node-services/${name}`),
  node.map(name => `/v1/health/node/${name}`),
  node.map(name => `/v1/session/node/${name}`),
  node.map(name => `/v1/internal/ui/node/${name}`),
  fc.constantFrom('n1', 'n2').map(name => `/v1/coordinate/node/${name}`),
  fc.constantFrom(
    '/v1/catalog/nodes',
    '/v1/catalog/nodes?node-meta=a:b',
    '/v1/catalog/nodes?filter=Meta.a%3D%3Db',
    '/v1/catalog/services',
    '/v1/catalog/services?node-meta=a:b',
    '/v1/health/state/any',
    '/v1/health/state/critical',
    '/v1/health/state/passing?node-meta=a:b',
    '/v1/session/list',
    '/v1/session/info/${s1}',
    '/v1/session/info/00000000-1111-2222-3333-444444444444',
    '/v1/internal/ui/services',
    '/v1/internal/ui/nodes',
    '/v1/query',
    '/v1/query/00000000-1111-2222-3333-444444444444',
    '/v1/config/service-defaults',
    '/v1/config/service-defaults/web',
    '/v1/connect/intentions',
  ),
)

const registered = fc
  .tuple(
    node,
    service,
    fc.constantFrom(undefined, 'passing', 'critical'),
    fc.constantFrom([], ['v1']),
    fc.constantFrom({}, { a: 'b' }),
    fc.constantFrom(undefined, 'connect-proxy'),
  )
  .map(([Node, Service, Status, Tags, NodeMeta, Kind]) =>
    put('/v1/catalog/register', {
      Node,
      Address: Node === 'node1' ? '127.0.0.1' : '10.0.0.1',
      ...(Node !== 'node1' && { NodeMeta }),
      ...(Kind
        ? { Service: { Kind, Service: `${Service}-proxy`, Port: 1, Proxy: { DestinationServiceName: Service } } }
        : { Service: { Service, Tags, Port: 80 } }),
      ...(Status && { Check: { CheckID: `service:${Service}`, Name: 'check', Status, ServiceID: Service } }),
    }),
  )

const write = fc.oneof(
  { weight: 3, arbitrary: registered },
  fc
    .tuple(key, fc.constantFrom('1', '2'), fc.constantFrom('', '?acquire=${s1}', '?release=${s1}', '?cas=0'))
    .map(([key, value, query]) => put(`/v1/kv/${key}${query}`, value)),
  fc.tuple(key, fc.constantFrom('', '?recurse')).map(([key, query]) => remove(`/v1/kv/${key}${query}`)),
  fc
    .tuple(fc.constantFrom('n1', 'n2', 'N1'), fc.constantFrom(undefined, 'web', 'db'))
    .map(([Node, ServiceID]) => put('/v1/catalog/deregister', { Node, ...(ServiceID && { ServiceID }) })),
  fc.tuple(node, checkId).map(([Node, CheckID]) => put('/v1/catalog/deregister', { Node, CheckID })),
  fc
    .constantFrom('passing', 'critical')
    .map(Status =>
      put('/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', Check: { CheckID: 'c1', Name: 'check', Status } }),
    ),
  fc.constant(put('/v1/session/create', { LockDelay: '0s' }, { save: { s1: 'ID' } })),
  fc.constant(put('/v1/session/destroy/${s1}')),
  fc.constant(put('/v1/config', { Kind: 'service-defaults', Name: 'web', Protocol: 'http' })),
  fc.constant(remove('/v1/config/service-defaults/web')),
  fc.constant(put('/v1/query', undefined)),
  fc.constant(
    put('/v1/txn', [{ KV: { Verb: 'set', Key: 'a', Value: 'MQ==' } }, { KV: { Verb: 'delete-tree', Key: 'b' } }]),
  ),
)

/** Long enough for a reader that a write wakes to have read, so that it does not see the next write. */
const BETWEEN = 30

/** A client that blocks at the present index of a path, or one below it, and one that looks at what it got. */
function client(path: string, at: number, index: string): { ask: Step; start: Step; answer: Step } {
  const name = `b${at}_#`
  const query = path.includes('?') ? '&' : '?'
  const wanted = index === '' ? `\${i_${name}}` : index
  return {
    ask: { method: 'GET', path, save: { [`i_${name}`]: '$index' }, unordered: '*' },
    start: { start: name, method: 'GET', path: `${path}${query}index=${wanted}&wait=300ms`, settle: 5 },
    answer: { await: name, took: [0, 30_000], unordered: '*' },
  }
}

export function blocked(paths: readonly string[], index: string, writes: readonly Command[]): Command {
  const clients = paths.map((path, at) => client(path, at, index))
  return [
    ...clients.map(({ ask }) => ask),
    ...clients.map(({ start }, at): Step => (at === clients.length - 1 ? { ...start, settle: BETWEEN } : start)),
    ...writes.flatMap((write): Step[] => [...write, { sleep: BETWEEN }]),
    ...clients.map(({ answer }) => answer),
  ]
}

/** Several clients that wait at once while others write: who wakes, with what, and at which index. */
export const blockingCommands: Commands = fc.oneof(
  { weight: 1, arbitrary: write },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.array(path, { minLength: 1, maxLength: 6 }),
        fc.oneof({ weight: 8, arbitrary: fc.constant('') }, fc.constantFrom('1', '0', '99999999')),
        fc.array(write, { minLength: 0, maxLength: 3 }),
      )
      .map(([paths, index, writes]) => blocked(paths, index, writes)),
  },
)
