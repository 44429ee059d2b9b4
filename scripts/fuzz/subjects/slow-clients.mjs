import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { requestText } from '../lib/http.mjs'

const HEAD = 'GET /v1/kv/a HTTP/1.1\r\nHost: localhost\r\n'
const BEGINNINGS = [
  '',
  'G',
  HEAD,
  `${HEAD}X-A: `,
  'PUT /v1/kv/slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx',
  'PUT /v1/kv/slow HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab',
  `${requestText({ method: 'GET', path: '/v1/kv/a' })}GET /v1`,
  requestText({ method: 'GET', path: '/v1/kv/a?index=1000000&wait=10m' }),
  '\x00\x28\x00\x01',
  '\x16\x03\x01\x02\x00\x01',
  '{"t":',
]
const PORTS = ['http', 'https', 'dns', 'server', 'serf_lan', 'serf_wan', 'grpc_tls']

/** Connections that say nothing, begin and do not end, or say a byte now and then, on every port, hundreds at a time. */
export const slowClients = {
  name: 'slow-clients',
  unit: 'requests',
  weight: 0.2,
  width: 200,
  make: random => ({
    port: random.pick(PORTS),
    beginning: random.pick(BEGINNINGS),
    drips: random.int(6),
    leaves: random.pick(['end', 'destroy', 'resetAndDestroy']),
  }),
  async send({ ports }, { port, beginning, drips, leaves }, random) {
    if (ports[port] === -1) return ''
    const socket = connect({ port: ports[port], host: '127.0.0.1', noDelay: true })
    socket.on('error', () => undefined).resume()
    // Node's loop never rests again after a reset of a socket that is not connected yet
    await new Promise(resolve => socket.once('connect', resolve).once('close', resolve))
    socket.write(Buffer.from(beginning, 'latin1'))
    for (let i = 0; i < drips && !socket.destroyed; i++) {
      await sleep(5)
      socket.write(random.pick(['x', '\r', '0', ' ', ':']))
    }
    socket[leaves]()
    if (leaves === 'end') socket.destroySoon()
    return ''
  },
}
