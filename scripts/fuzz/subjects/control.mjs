import { hostileJson, WORDS } from '../lib/mutate.mjs'
import { escaped, requestText } from '../lib/http.mjs'
import { talk } from '../lib/talk.mjs'

const BODIES = [
  [
    'PUT',
    '/faults',
    {
      Match: { Method: 'GET', Path: '/v1/kv/never', Query: { a: 'b' } },
      Fault: { Status: 503, Body: 'x', Headers: { a: 'b' }, Delay: '1ms', Truncate: 3 },
      Times: 1,
      Probability: 0.5,
    },
  ],
  ['PUT', '/faults', { Match: { Path: '/(.?){500}x/' }, Fault: { NoLeader: true } }],
  ['PUT', '/faults', { Match: { DNS: { Name: 'never.consul', Type: 'A' } }, Fault: { DNS: 'servfail' } }],
  ['GET', '/dns?name=web.service.consul&type=A', undefined],
  ['PUT', '/clock/advance', { By: '1ms' }],
  [
    'PUT',
    '/seed',
    {
      kv: { a: '1' },
      services: [{ name: 'web', port: 80, check: { ttl: '10s' } }],
      nodes: [{ name: 'n', address: '1.2.3.4', services: [{ name: 'db', port: 1 }] }],
      sessions: [{ ttl: '10s', holds: ['a'] }],
      queries: [{ Name: 'q', Service: { Service: 'web' } }],
      config: [{ Kind: 'service-defaults', Name: 'web', Protocol: 'http' }],
    },
  ],
  ['PUT', '/seed', { kv: { b: { value: 'x', flags: 1 } } }],
  [
    'PUT',
    '/snapshot',
    {
      version: 1,
      index: 5,
      tables: { kv: [{ Key: 'a', Value: 'b' }] },
      entries: { kvs: 5 },
      agent: { services: [], checks: [] },
    },
  ],
  ['GET', '/journal?path=/(.?)%7B1000%7Dx/', undefined],
  ['GET', '/journal?limit=5&path=', undefined],
  ['GET', '/blocked', undefined],
  ['GET', '/blocked/until?count=0&timeout=1ms', undefined],
  ['GET', '/dump', undefined],
  ['GET', '/snapshot', undefined],
  ['PUT', '/cluster/nodes/n7', { Address: '127.0.0.7', Services: [{ Name: 'x' }] }],
  ['PUT', '/checks/fuzzed/c', { Status: 'critical', Output: 'x' }],
  ['PUT', '/sessions/x/expire', {}],
  ['GET', '/openapi.json', undefined],
]

/** The control API below /_miniconsul. */
export const control = {
  name: 'control',
  unit: 'requests',
  weight: 0.3,
  make(random) {
    const [method, path, body] = random.pick(BODIES)
    const more = random.chance(1, 5) ? `/${escaped(random.pick(WORDS))}` : ''
    return {
      method: random.chance(1, 6) ? random.pick(['GET', 'PUT', 'POST', 'DELETE', 'PATCH']) : method,
      path: `/_miniconsul${path}${more}`,
      body: body === undefined ? undefined : hostileJson(body, random),
      headers: ['Connection: close', 'Content-Type: application/json'],
    }
  },
  send: ({ ports }, request) => talk(ports.http, [requestText(request)], { quiet: 5000 }),
  /** Faults that were asked for are none. */
  after: agent => agent.request('DELETE', '/_miniconsul/faults'),
}
