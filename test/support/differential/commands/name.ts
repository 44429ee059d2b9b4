import fc from 'fast-check'
import { get, put, type Commands } from './command.ts'

/** Names as they should not be: each kind of row has its own opinion of them. */
const name = fc.constantFrom(
  'a b',
  'a.b',
  'a_b',
  'a-b',
  '-a',
  'a-',
  'ü',
  'Ü',
  '😀',
  'A',
  'a',
  'a/b',
  '/',
  '..',
  '*',
  '"',
  "'",
  '<a>&',
  '\\',
  '\u0000',
  '\u2028',
  '\n',
  ' ',
  'é',
  'é',
  'x'.repeat(63),
  'x'.repeat(64),
  'x'.repeat(130),
  'x'.repeat(513),
  '%',
  '%41',
  'consul',
  'node1',
  'service:a',
  '_agent',
  'a:b',
  '1',
  'true',
  'null',
)
const part = name.map(name => encodeURIComponent(name))
const pathOf = (prefix: string) => part.map(name => get(`${prefix}${name}`))
const dnsName = name.filter(
  name => /^[\w.*-]+$/.test(name) && name.split('.').every(label => label !== '' && label.length < 64),
)

/** Odd names of everything that has one. */
export const nameCommands: Commands = fc.oneof(
  { weight: 2, arbitrary: part.map(key => put(`/v1/kv/${key}`, 'v')) },
  {
    weight: 3,
    arbitrary: fc.tuple(name, name, name, name).map(([Node, Service, ID, tag]) =>
      put('/v1/catalog/register', {
        Node,
        Address: '10.0.0.1',
        Service: { Service, ID, Tags: [tag], Port: 80 },
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(name, name, name).map(([Node, CheckID, meta]) =>
      put('/v1/catalog/register', {
        Node,
        Address: '10.0.0.1',
        NodeMeta: { [meta]: meta },
        Check: { CheckID, Name: CheckID, Status: 'passing' },
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(name, name, name, name)
      .map(([Name, ID, tag, meta]) =>
        put('/v1/agent/service/register', { Name, ID, Tags: [tag], Meta: { [meta]: tag }, Check: { TTL: '600s' } }),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(name, name)
      .map(([Name, CheckID]) => put('/v1/agent/check/register', { Name, CheckID, TTL: '600s', Notes: Name })),
  },
  part.map(id => put(`/v1/agent/service/deregister/${id}`)),
  part.map(id => put(`/v1/agent/check/deregister/${id}`)),
  part.map(id => put(`/v1/agent/check/pass/${id}?note=${id}`)),
  part.map(id => put(`/v1/agent/service/maintenance/${id}?enable=true&reason=${id}`)),
  fc.tuple(name, name).map(([Node, ServiceID]) => put('/v1/catalog/deregister', { Node, ServiceID })),
  fc.tuple(name, name).map(([Node, CheckID]) => put('/v1/catalog/deregister', { Node, CheckID })),
  name.map(Name => put('/v1/session/create', { Name, LockDelay: '0s' })),
  name.map(Node => put('/v1/session/create', { Node, LockDelay: '0s' })),
  fc
    .tuple(name, name)
    .map(([Name, Service]) => [{ method: 'POST', path: '/v1/query', body: { Name, Service: { Service } } }]),
  part.map(name => put(`/v1/event/fire/${name}`, 'p')),
  fc
    .tuple(name, name)
    .map(([Key, Node]) =>
      put('/v1/txn', [
        { KV: { Verb: 'set', Key, Value: 'MQ==' } },
        { Node: { Verb: 'set', Node: { Node, Address: '10.0.0.1' } } },
      ]),
    ),
  {
    weight: 6,
    arbitrary: fc.oneof(
      ...[
        '/v1/kv/',
        '/v1/catalog/node/',
        '/v1/catalog/service/',
        '/v1/health/node/',
        '/v1/health/service/',
        '/v1/health/checks/',
        '/v1/agent/service/',
        '/v1/agent/health/service/id/',
        '/v1/agent/health/service/name/',
        '/v1/query/',
        '/v1/internal/ui/node/',
        '/v1/session/node/',
      ]
        .map(pathOf)
        // sessions come in the order of their IDs, which are chance
        .map(commands =>
          commands.map(steps =>
            steps.map(step => (step.path?.includes('/session/') ? { ...step, unordered: true } : step)),
          ),
        ),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      get('/v1/kv/?keys'),
      get('/v1/kv/?keys&separator=/'),
      get('/v1/kv/?recurse'),
      get('/v1/catalog/nodes'),
      get('/v1/catalog/services', { unordered: '*' }),
      get('/v1/health/state/any'),
      get('/v1/agent/services'),
      get('/v1/agent/checks'),
      get('/v1/event/list'),
      get('/v1/internal/ui/services'),
      get('/v1/internal/ui/nodes'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(dnsName, fc.constantFrom('service', 'node', 'query', 'connect'), fc.constantFrom('A', 'SRV', 'ANY', 'TXT'))
      .map(([name, kind, type]) => [{ dns: { name: `${name}.${kind}.consul`, type } }]),
  },
)
