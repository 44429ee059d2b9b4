import fc from 'fast-check'
import type { Commands } from './command.ts'
import { get, put, remove } from './command.ts'

/** Parameters of any endpoint, with values that they take and such that they do not. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  stale: ['', '1', 'false'],
  consistent: ['', '0'],
  leader: [''],
  cached: ['', 'x'],
  index: ['0', '1', '-1', '', 'x', '1.5', '18446744073709551616', '0x1', '1_0'],
  wait: ['1ms', '0', '', 'x', '-1s', '1', '10ms5', '1h'],
  dc: ['dc1', '', 'dc9', 'DC1', '*'],
  near: ['_agent', 'n1', '', 'nope', '_ip'],
  'node-meta': ['a:b', 'a', 'a:', ':b', '', 'a:b:c', 'z:1'],
  tag: ['v1', 'V1', '', 'v2'],
  filter: ['', 'Node == n1', 'nope == 1', '(', 'Status == passing', '"" is empty'],
  passing: ['', '1', '0', 'true', 'false', 'x', 'True'],
  'merge-central-config': ['', 'x'],
  separator: ['', '/', 'a'],
  recurse: ['', 'false'],
  keys: ['', 'x'],
  raw: [''],
  flags: ['', '1', '-1', 'x', '1e3'],
  cas: ['', '0', '1', 'x', '-1'],
  acquire: ['', 'x', '${s1}'],
  release: ['', '${s1}'],
  pretty: ['', 'false', '0'],
  token: ['', 'x'],
  ns: ['', 'default', 'x'],
  partition: ['', 'default', 'x'],
  peer: ['', 'x'],
  sg: ['x'],
  'sameness-group': ['', 'x'],
  limit: ['', '1', 'x', '-1'],
  connect: ['', 'true', 'x'],
  'max-age': ['1'],
  hash: ['', 'x'],
  name: ['', 'x'],
  service: ['', 'web', '('],
  node: ['', 'n1', '['],
  segment: ['', '_all', 'x'],
  wan: ['', '1'],
  enable: ['', 'true', 'x', '1', 'T'],
  reason: ['', 'a b'],
  note: ['', 'n'],
  format: ['', 'text', 'x'],
  'replace-existing-checks': ['', 'false', 'x'],
  level: ['x'],
}

const parameter = fc
  .constantFrom(...Object.entries(PARAMETERS))
  .chain(([name, values]) => fc.constantFrom(...values).map(value => [name, value] as const))
  .chain(([name, value]) =>
    fc
      .oneof(
        { weight: 8, arbitrary: fc.constant(name) },
        fc.constantFrom(name.toUpperCase(), name.replace('-', '_'), `${name}[]`, encodeURIComponent(name)),
      )
      .map(as => (value === '' ? as : `${as}=${value.includes('$') ? value : encodeURIComponent(value)}`)),
  )
const odd = fc.constantFrom(
  '',
  '=',
  '&',
  'stale=',
  '%',
  '%zz',
  'a;b',
  '=x',
  '?',
  'tag=a+b',
  'tag=%00',
  'tag=%ff',
  '#',
  'dc=dc1&dc=dc9',
)
const query = fc
  .array(fc.oneof({ weight: 9, arbitrary: parameter }, odd), { minLength: 1, maxLength: 4 })
  .chain(parts => fc.boolean().map(again => (again && parts.length < 3 ? [...parts, parts[0] ?? ''] : parts).join('&')))
  // a read that blocks waits for nobody here
  .filter(query => !/index=(1&|1$)/.test(query) || /wait=1ms/.test(query))

const reads = fc.constantFrom(
  '/v1/kv/a',
  '/v1/kv/',
  '/v1/kv/nope',
  '/v1/catalog/nodes',
  '/v1/catalog/services',
  '/v1/catalog/service/web',
  '/v1/catalog/service/nope',
  '/v1/catalog/connect/web',
  '/v1/catalog/node/n1',
  '/v1/catalog/node-services/n1',
  '/v1/catalog/gateway-services/web',
  '/v1/catalog/datacenters',
  '/v1/health/service/web',
  '/v1/health/connect/web',
  '/v1/health/ingress/web',
  '/v1/health/checks/web',
  '/v1/health/node/n1',
  '/v1/health/state/any',
  '/v1/session/list',
  '/v1/session/info/${s1}',
  '/v1/session/node/node1',
  '/v1/event/list',
  '/v1/query',
  '/v1/query/nope/execute',
  '/v1/agent/services',
  '/v1/agent/checks',
  '/v1/agent/service/web',
  '/v1/agent/health/service/id/web',
  '/v1/agent/health/service/name/web',
  '/v1/coordinate/node/n1',
  '/v1/coordinate/datacenters',
  '/v1/internal/ui/nodes',
  '/v1/internal/ui/node/n1',
  '/v1/internal/ui/services',
  '/v1/status/leader',
  '/v1/status/peers',
  '/v1/config/service-defaults',
  '/v1/config/service-defaults/web',
  '/v1/connect/intentions',
  '/v1/discovery-chain/web',
)
const writes = fc.oneof(
  fc
    .constantFrom('/v1/kv/a', '/v1/kv/b', '/v1/event/fire/x', '/v1/session/create', '/v1/session/renew/${s1}')
    .map(path => put(path, path.includes('kv') ? 'v' : undefined)),
  fc.constantFrom('/v1/kv/b', '/v1/kv/c').map(path => remove(path)),
  fc.constant(put('/v1/agent/service/register', { Name: 'web', Check: { TTL: '600s' } })),
  fc.constant(put('/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', NodeMeta: { a: 'b', z: '1' } })),
  fc.constant(
    put('/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web', Tags: ['v1'] } }),
  ),
  fc.constant(put('/v1/agent/check/pass/service:web')),
  fc.constant(put('/v1/agent/check/update/service:web', { Status: 'warning' })),
  fc.constant(put('/v1/agent/service/maintenance/web')),
  fc.constant(put('/v1/txn', [{ KV: { Verb: 'get', Key: 'a' } }])),
  fc.constant(put('/v1/catalog/deregister', { Node: 'n1' })),
)

/** The order of the sessions is chance, of the tags of a service and of the checks that an agent has of it, too. */
const UNORDERED: Readonly<Record<string, boolean | string>> = {
  '/v1/session/list': true,
  '/v1/session/node/node1': true,
  '/v1/query': true,
  '/v1/catalog/services': '*',
  '/v1/agent/health/service/id/web': '*',
  '/v1/agent/health/service/name/web': '*',
}

/** Parameters that an endpoint knows or not: repeated, empty, of a wrong kind, several at once. */
export const parameterCommands: Commands = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(reads, query)
      .map(([path, query]) =>
        get(`${path}?${query}`, path in UNORDERED ? { unordered: UNORDERED[path] as boolean } : {}),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(writes, query)
      .map(([command, query]) => command.map(step => ({ ...step, path: `${step.path}?${query}` }))),
  },
  { weight: 1, arbitrary: writes },
)
