import { createSocket } from 'node:dgram'
import { expect, it } from 'vitest'
import { listenDns } from '../../../src/dns/server.ts'
import { systemClock } from '../../../src/lib/clock.ts'
import { type Random, seededRandom } from '../../../src/lib/random.ts'
import { askUdp, framed, TcpClient } from './clients.ts'
import { Bench, decode, encode, TYPES } from './support.ts'

const LABELS = [
  'web',
  'n1',
  '_web',
  '_tcp',
  'service',
  'node',
  'query',
  'connect',
  'ingress',
  'virtual',
  'addr',
  'dc1',
  'dc',
  'peer',
  'in-addr',
  'ip6',
  '1',
  '0',
  'f',
  '0a000001',
  'x'.repeat(63),
  'loop',
  'odd',
]
const DOMAINS = ['consul', 'CONSUL', 'arpa', 'example.com', 'alt.test', '']

const pick = <T>(random: Random, items: readonly T[]): T => items[random.int(items.length)] as T

/** A packet that may be anything: a good question, one with damage, or noise. */
function packetOf(random: Random): Buffer {
  if (random.int(20) === 0) return Buffer.from(Array.from({ length: random.int(80) }, () => random.int(256)))
  const labels = Array.from({ length: random.int(6) }, () => pick(random, LABELS))
  const packet = encode({
    name: [...labels, pick(random, DOMAINS)].join('.'),
    type: pick(random, [...Object.keys(TYPES), '0', '65535']),
    flags: random.int(3) === 0 ? random.int(0x10000) : 0x0100,
    ...(random.int(2) === 0
      ? { edns: random.int(0x10000), ednsData: pick(random, ['', '0008000700011800c0a801', '00080004', '000a0000']) }
      : {}),
  })
  for (let damage = random.int(4); damage > 0; damage--) packet[random.int(packet.length)] = random.int(256)
  if (random.int(8) === 0) return packet.subarray(0, random.int(packet.length + 1))
  // pointers wherever they may do harm
  if (random.int(8) === 0 && packet.length > 14)
    packet.writeUInt16BE(0xc000 | random.int(packet.length), 12 + random.int(packet.length - 13))
  return packet
}

function populated(): Bench {
  const bench = new Bench({ udpAnswerLimit: 8, enableTruncate: true }, { altDomain: 'alt.test' })
  bench.catalog
    .register({
      Node: 'n1',
      Address: '10.0.0.1',
      NodeMeta: { k: 'v' },
      Service: { Service: 'web', Tags: ['tcp', 'x'], Connect: { Native: true } },
    })
    .register({ Node: 'n2', Address: 'n1.node.consul', Service: { Service: 'loop', Address: 'loop.service.alt.test' } })
    .register({ Node: 'bad..name', Address: 'a..b', Service: { Service: 'odd' } })
  for (let i = 0; i < 30; i++)
    bench.catalog.register({ Node: `m${i}`, Address: `10.1.0.${i}`, Service: { Service: 'web', Port: i } })
  bench.catalog.queries.set('web', { service: 'web' })
  return bench
}

it('every packet is met with a valid answer or silence', () => {
  const random = seededRandom(20_240_501)
  const bench = populated()
  const good = encode({ name: 'n1.node.consul' })
  const answersToGood = new Set([bench.raw(good)?.toString('hex')])
  const seen = new Set<string>()
  for (let i = 0; i < 100_000; i++) {
    const packet = packetOf(random)
    const copy = Buffer.from(packet)
    const answer = bench.raw(packet, random.int(2) === 0)
    if (!packet.equals(copy)) throw new Error(`changed ${copy.toString('hex')}`)
    if (answer) {
      const view = decode(answer)
      if (view.id !== packet.readUInt16BE(0) || !(answer.readUInt8(2) & 0x80))
        throw new Error(`no answer to ${copy.toString('hex')}`)
      seen.add(view.rcode)
    } else seen.add('silence')
    if (i % 1000 === 999) answersToGood.add(bench.raw(good)?.toString('hex'))
  }
  expect(answersToGood.size).toBe(1)
  expect([...seen].sort()).toEqual(['FORMERR', 'NOERROR', 'NOTIMP', 'NXDOMAIN', 'REFUSED', 'silence'])
})

it('a server goes on answering whatever it is sent', async () => {
  const random = seededRandom(3)
  const { settings, catalog: source } = populated()
  const server = await listenDns({
    host: '127.0.0.1',
    port: 0,
    settings: () => settings,
    source,
    clock: systemClock,
    random,
  })
  const good = encode({ name: 'n1.node.consul' })
  const isGood = (answer: Buffer): void => expect(decode(answer).answer).toEqual(['n1.node.consul. A 0 10.0.0.1'])
  const udp = createSocket('udp4').on('error', () => {})
  const send = (packet: Buffer): Promise<void> =>
    new Promise(resolve => udp.send(packet, server.port, '127.0.0.1', () => resolve()))
  try {
    // a hundred thousand packets, half of them over each transport
    for (let round = 0; round < 50; round++) {
      for (let i = 0; i < 1000; i++) {
        await send(packetOf(random))
        if (i % 50 === 49) await new Promise(resolve => setImmediate(resolve))
      }
      isGood(await askUdp(server.port, good))
      const client = await TcpClient.open(server.port)
      client.socket.write(Buffer.concat(Array.from({ length: 1000 }, () => framed(packetOf(random)))))
      client.socket.end(framed(good))
      await client.closed
      isGood(client.answers.at(-1) as Buffer)
      const noise = await TcpClient.open(server.port)
      noise.socket.end(Buffer.from(Array.from({ length: 2000 }, () => random.int(256))))
      await noise.closed
    }
  } finally {
    udp.close()
    await server.close()
  }
}, 120_000)
