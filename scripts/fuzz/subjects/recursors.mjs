import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { Random } from '../lib/random.mjs'
import { datagrams, talk } from '../lib/talk.mjs'

/** A question for an address of a name that is not Consul's. */
function question(random) {
  const label = text => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])
  const head = Buffer.from([random.int(256), random.int(256), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
  const name = random.pick([
    ['x', 'example'],
    ['moved', 'service', 'consul'],
    ['moved', 'node', 'consul'],
  ])
  return Buffer.concat([head, ...name.map(label), Buffer.from([0, 0, random.pick([1, 28, 255, 16]), 0, 1])])
}

/** An answer to it, or something else. */
function answerTo(packet, random) {
  const answer = Buffer.from(packet.subarray(0, Math.max(12, packet.length)))
  answer.writeUInt16BE(random.pick([0x8180, 0x8180, 0x8380, 0x8182, 0x8183, 0x0100]), 2)
  const count = random.pick([0, 1, 1, 3, 60, 65535])
  answer.writeUInt16BE(count, 6)
  const record = random.pick([
    [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 1, 2, 3, 4],
    // its name begins at itself
    [0xc0, answer.length, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 1, 2, 3, 4],
    // another name for itself
    [0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xc0, 12],
    // a name that begins within itself
    [0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xc0, answer.length + 12],
    [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0xff, 0xff, 1],
    [0xc0, 12, 0, 16, 0, 1, 0xff, 0xff, 0xff, 0xff, 0, 2, 200, 1],
  ])
  const whole = Buffer.concat([answer, ...Array.from({ length: Math.min(count, 60) }, () => Buffer.from(record))])
  for (let damage = random.int(3); damage > 0; damage--) whole[random.int(whole.length)] = random.int(256)
  if (random.chance(1, 8)) whole.writeUInt16BE(random.int(65536), 0)
  return random.chance(1, 6) ? whole.subarray(0, random.int(whole.length + 1)) : whole
}

let asked = 0

/** A recursor whose answers are damaged, of another question, several, endless, or none. */
async function recursor() {
  const tcp = createServer(socket => {
    const random = Random.of('tcp', asked++)
    socket.on('error', () => undefined)
    socket.on('data', data => {
      const answer = answerTo(data.subarray(2), random)
      const length = Buffer.from([0, 0])
      length.writeUInt16BE(random.pick([answer.length, answer.length, 65535, 0, 1]))
      socket.write(Buffer.concat([length, answer]))
      if (random.chance(1, 4)) socket.write(Buffer.alloc(random.pick([1, 100_000, 2_000_000])))
      if (random.chance(1, 4)) socket.destroy()
    })
  })
  await new Promise(resolve => tcp.listen(0, '127.0.0.1', resolve))
  tcp.unref()
  const { port } = tcp.address()
  const udp = createSocket('udp4').on('error', () => undefined)
  udp.on('message', (packet, from) => {
    const random = Random.of('udp', asked++)
    const answers = random.pick([0, 1, 1, 1, 1, 20])
    for (let i = 0; i < answers; i++) udp.send(answerTo(packet, random), from.port, from.address)
  })
  await new Promise(resolve => udp.bind(port, '127.0.0.1', resolve))
  udp.unref()
  return `127.0.0.1:${port}`
}

/** Questions that an agent passes on, and what its recursor makes of them. */
export const recursors = {
  name: 'recursors',
  unit: 'packets',
  weight: 5,
  batch: 60,
  async config() {
    return { recursors: [await recursor()], dns_config: { recursor_timeout: '100ms' } }
  },
  async prepare(agent) {
    const elsewhere = { Service: { Service: 'moved', Address: 'x.example', Port: 1 } }
    const row = { Node: 'moved', Address: 'y.example', ...elsewhere }
    await agent.request('PUT', '/v1/catalog/register', JSON.stringify(row))
  },
  make: random => ({ tcp: random.chance(1, 3), packet: question(random).toString('latin1') }),
  async send(agent, { tcp, packet }) {
    const bytes = Buffer.from(packet, 'latin1')
    if (!tcp) await datagrams(agent.ports.dns, [bytes])
    else await talk(agent.ports.dns, [`\0${String.fromCharCode(bytes.length)}${packet}`], { quiet: agent.quiet(60) })
    return ''
  },
}
