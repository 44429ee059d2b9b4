import { hostileJson, WORDS } from '../lib/mutate.mjs'
import { escaped, requestText } from '../lib/http.mjs'
import { talk } from '../lib/talk.mjs'

const BODIES = [
  [
    'POST',
    '/faults',
    { match: { method: 'GET', path: '/v1/kv/never' }, fault: { status: 503, body: 'x', delay: '1ms' }, times: 1 },
  ],
  ['POST', '/dns', { name: 'web.service.consul', type: 'A' }],
  ['POST', '/clock/advance', { by: '1ms' }],
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
  ['POST', '/seed', { kv: { b: { value: 'x', flags: 1 } } }],
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
  ['POST', '/blocked/until', { count: 0, timeout: '1ms' }],
  ['GET', '/dump', undefined],
  ['GET', '/snapshot', undefined],
  ['POST', '/cluster/nodes', { name: 'n7', address: '127.0.0.7', services: [{ name: 'x' }] }],
  ['POST', '/sessions/x/expire', {}],
  ['GET', '/openapi.json', undefined],
]

/** The control API below /_miniconsul. */
export const control = {
  name: 'control',
  unit: 'requests',
  weight: 0.3,
  make(random) {
    const [method, path, body] = random.pick(BODIES)
    const more = random.chance(1, 3) ? `/${escaped(random.pick(WORDS))}` : ''
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
