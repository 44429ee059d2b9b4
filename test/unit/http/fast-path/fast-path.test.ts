import { afterEach, expect, it, vi } from 'vitest'
import { FastPath } from '../../../../src/http/fast-path/fast-path.ts'
import { type Random, seededRandom } from '../../../../src/lib/random.ts'
import { bothWays } from '../../../support/both-ways.ts'
import { bare, BY_NODE, get, put, withBody } from '../../../support/raw-requests.ts'

const pick = <T>(random: Random, items: readonly [T, ...T[]]): T => items[random.int(items.length)] ?? items[0]

const NAMES = [
  'a',
  'b',
  'a/b',
  'a/b/c',
  'a%2fb',
  '%41',
  'caf%c3%a9',
  '%ff',
  '%00',
  '%zz',
  'a%',
  'x//y',
  'x/../a',
  '',
] as const
const READ = [
  '',
  '?raw',
  '?recurse',
  '?keys',
  '?keys&separator=/',
  '?pretty',
  '?stale',
  '?consistent',
  '?dc=dc1',
  '?dc=dc9',
]
const ODD = ['?index=x', '?wait=1x', '?a=%z', '?a;b', '?ns=team', '?raw&x=%20+', '?#f']
const WRITE = ['', '?cas=0', '?cas=5', '?flags=42', '?flags=x', '?acquire=no', '?cas=x']
const LISTS = [
  '/v1/catalog/services',
  '/v1/catalog/nodes',
  '/v1/catalog/service/web',
  '/v1/catalog/node/node1',
  '/v1/health/service/web',
  '/v1/health/service/web?passing',
  '/v1/health/state/any',
  '/v1/agent/services',
  '/v1/agent/service/web-1',
  '/v1/agent/checks',
  '/v1/status/leader',
  '/v1/session/list',
  '/v1/query',
  '/v1/event/list',
  '/v1/coordinate/nodes',
] as const
const ELSEWHERE = [
  '/v1/nope',
  '/v1/',
  '/v1/kv',
  '/v1/catalog',
  '/v1//kv/a',
  '/v1/agent/%6Donitor?loglevel=x',
  '/v1/agent//monitor',
] as const
const BODIES = [
  '',
  'v',
  'value\r\n\r\n',
  '\u0000\u00ff{',
  'x'.repeat(3000),
  'y'.repeat(5000),
  'z'.repeat(60_000),
] as const
const LINES = [
  '',
  'Accept-Encoding: gzip\r\n',
  'accept-encoding: deflate, gzip;q=1.0\r\nAccept: */*\r\n',
  'User-Agent: tests/1.0 (a; b)\r\nX-Consul-Token: secret\r\n',
  'Connection: keep-alive\r\n',
  'X-Empty:\r\nX-Tab: a\tb\r\n',
  'X-Consul-Namespace: team\r\n',
  'Cache-Control: max-age=10\r\n',
] as const
const WEB = JSON.stringify({ ID: 'web-1', Name: 'web', Port: 80, Check: { TTL: '10s' }, Meta: { a: 'b'.repeat(400) } })
const REGISTRATION = JSON.stringify({ Node: 'far', Address: '10.0.0.1', Service: { Service: 'web', Port: 81 } })
const TXN = JSON.stringify([
  { KV: { Verb: 'set', Key: 'a', Value: 'dg==' } },
  { KV: { Verb: 'get', Key: 'a' } },
  { KV: { Verb: 'get-tree', Key: '' } },
])

/** What a request may be; nine of ten are as clients send them. */
const KINDS: readonly ((random: Random) => string)[] = [
  random => get(`/v1/kv/${pick(random, NAMES)}${READ[random.int(READ.length)] ?? ''}`, pick(random, LINES)),
  random => get(`/v1/kv/${pick(random, NAMES)}${ODD[random.int(ODD.length)] ?? ''}`, pick(random, LINES)),
  random => get('/v1/kv/a', pick(random, LINES)),
  random => get(`${pick(random, LISTS)}`, pick(random, LINES)),
  random => get(`/v1/kv/?recurse${pick(random, ['', '&pretty'])}`, pick(random, LINES)),
  random =>
    put(
      `/v1/kv/${pick(random, NAMES)}${WRITE[random.int(WRITE.length)] ?? ''}`,
      pick(random, BODIES),
      pick(random, LINES),
    ),
  random => put(`/v1/kv/${pick(random, NAMES)}`, pick(random, BODIES)),
  random => bare('DELETE', `/v1/kv/${pick(random, NAMES)}${pick(random, ['', '?recurse', '?cas=1'])}`),
  random => withBody('POST', `/v1/kv/${pick(random, NAMES)}`, pick(random, BODIES)),
  random => get(pick(random, ELSEWHERE), pick(random, LINES)),
  random => put(`${pick(random, ELSEWHERE)}?a=b`, pick(random, BODIES)),
  random => put('/v1/txn', pick(random, [TXN, TXN, '[]', '{', '[{}]', 'x'.repeat(9000)])),
  random => put('/v1/agent/service/register', pick(random, [WEB, WEB, '{}', '{'])),
  () => put('/v1/catalog/register', REGISTRATION),
  random => bare('PUT', `/v1/agent/check/${pick(random, ['pass', 'fail'])}/service:web-1`),
  () => bare('PUT', '/v1/session/create'),
  random => put('/v1/session/create', pick(random, ['{"TTL":"10s"}', '{"TTL":"1s"}', '{']), pick(random, LINES)),
  () => put('/v1/event/fire/deploy', '1.2.3'),
  random => bare(pick(random, ['HEAD', 'OPTIONS', 'PATCH', 'FROB', 'get']), `/v1/kv/${pick(random, NAMES)}`),
  random => get('/v1/kv/b', pick(random, [BY_NODE, 'Connection: close\r\n', ' folded: x\r\n', 'Host: again\r\n'])),
]

afterEach(() => void vi.restoreAllMocks())

it.each([
  [1, {}],
  [2, {}],
  [3, { config: { http_config: { response_headers: { 'X-Own': 'a b', vary: 'Origin', Date: 'today' } } } }],
  [4, { config: { http_config: { block_endpoints: ['/v1/session'], allow_write_http_from: ['10.0.0.0/8'] } } }],
  [5, { config: { limits: { kv_max_value_size: 4000 }, translate_wan_addrs: true } }],
  [6, { acl: { initialManagement: 'secret' } }],
  [7, { acl: { initialManagement: 'secret', defaultPolicy: 'allow' as const } }],
])('answers what node:http answers (seed %i)', async (seed, options) => {
  const fastPath = vi.spyOn(FastPath.prototype, 'handle')
  const both = await bothWays(options)
  const random = seededRandom(seed)
  for (let batch = 0; batch < 40; batch++) {
    const pieces = Array.from({ length: 8 }, () => KINDS[random.int(KINDS.length)]?.(random) ?? '')
    const [fast, node] = await both.converse(pieces)
    expect(fast).toBe(node)
  }
  expect(both.fast.dump()).toBe(both.node.dump())
  expect(both.fast.index).toBe(both.node.index)
  // most come by the fast path indeed: all those of a connection before the first that is out of the ordinary
  expect(fastPath.mock.calls.length).toBeGreaterThan(80)
})
