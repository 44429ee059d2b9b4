import { cut, talk } from '../lib/talk.mjs'
import { mutated } from '../lib/mutate.mjs'
import { requestText } from '../lib/http.mjs'

const REQUESTS = [
  requestText({ method: 'GET', path: '/v1/kv/a' }),
  requestText({ method: 'GET', path: '/v1/kv/a?raw&dc=dc1', headers: ['Accept-Encoding: gzip'] }),
  requestText({ method: 'GET', path: '/v1/kv/a?index=1&wait=10ms' }),
  requestText({ method: 'GET', path: '/v1/health/service/web?passing=1', headers: ['Connection: keep-alive'] }),
  requestText({ method: 'GET', path: '/v1/catalog/nodes', headers: ['Expect: 100-continue', 'TE: trailers'] }),
  requestText({ method: 'GET', path: 'http://consul.local/v1/status/leader', headers: ['Connection: close'] }),
  requestText({ method: 'PUT', path: '/v1/kv/a', body: 'value' }),
  requestText({ method: 'PUT', path: '/v1/txn', body: '[{"KV":{"Verb":"get","Key":"a"}}]' }),
  requestText({ method: 'DELETE', path: '/v1/kv/a%20b?recurse' }),
  requestText({ method: 'PUT', path: '/v1/kv/a', headers: ['Transfer-Encoding: chunked'] }) +
    '3\r\nabc\r\n0\r\nT: x\r\n\r\n',
  requestText({ method: 'OPTIONS', path: '*', headers: ['Connection: Upgrade', 'Upgrade: websocket'] }),
  requestText({ method: 'GET', path: '/ui/', headers: Array.from({ length: 100 }, (_, i) => `X-${i}: ${i}`) }),
  'GET /v1/kv/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
]

/** Bytes to the port for HTTP: requests that were damaged, in pieces, several on a connection, some cut off. */
export const httpRaw = {
  name: 'http-raw',
  unit: 'requests',
  weight: 15,
  make(random) {
    const requests = Array.from({ length: 1 + random.int(6) }, () => {
      const text = random.pick(REQUESTS)
      return random.chance(1, 6) ? text : mutated(text, random)
    })
    return { count: requests.length, pieces: cut(requests.join(''), random), reset: random.chance(1, 4) }
  },
  count: ({ count }) => count,
  send: (agent, { pieces, reset }) =>
    talk(agent.ports.http, [...pieces, '\r\n\r\nX\r\n\r\n'], { reset, quiet: agent.quiet(150) }),
}
