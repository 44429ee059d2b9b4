import { connect } from 'node:tls'
import { mutated } from '../lib/mutate.mjs'
import { requestText } from '../lib/http.mjs'
import { cut, talk } from '../lib/talk.mjs'

/** The start of a handshake of TLS 1.2, one unit a byte. */
const HELLO = Buffer.from(
  '16030100a5010000a10303' +
    '00'.repeat(32) +
    '00' +
    '0026c02cc030009fcca9cca8ccaac02bc02f009ec024c028006bc023c0270067c00ac0140039c009c013' +
    '0100' +
    '0052000000' +
    '0e000c0000096c6f63616c686f7374' +
    '000b000403000102000a000c000a001d0017001e00190018',
  'hex',
).toString('latin1')

/** The port for HTTPS: handshakes that were damaged, plain HTTP, and damaged requests inside of TLS. */
export const tls = {
  name: 'tls',
  unit: 'requests',
  weight: 0.2,
  agent: 'acl',
  make(random) {
    const request = mutated(requestText({ method: 'GET', path: '/v1/kv/a' }), random)
    return random.pick([
      { raw: mutated(HELLO, random, 8) },
      { raw: request },
      { raw: String.fromCharCode(...random.times(200, () => random.int(256)), 1) },
      { inside: request, maxVersion: random.pick(['TLSv1.2', 'TLSv1.3', 'TLSv1']) },
    ])
  },
  send(agent, { raw, inside, maxVersion }, random) {
    if (raw !== undefined) return talk(agent.ports.https, cut(raw, random), { quiet: agent.quiet(60) })
    return new Promise(resolve => {
      const socket = connect({
        port: agent.ports.https,
        host: '127.0.0.1',
        rejectUnauthorized: false,
        minVersion: 'TLSv1',
        maxVersion,
      })
      let heard = ''
      const end = () => {
        socket.destroy()
        resolve(heard)
      }
      socket.setTimeout(agent.quiet(200), end)
      socket.on('error', end).on('close', end)
      socket.on('data', data => (heard += data.toString('latin1')))
      socket.on('secureConnect', () => socket.write(Buffer.from(inside, 'latin1')))
    })
  },
}
