import { datagrams, talk } from '../lib/talk.mjs'

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
  'geo',
  'fuzzed',
  'consul',
  'CONSUL',
  'arpa',
  'example',
  '',
]
const TYPES = [1, 2, 5, 6, 12, 15, 16, 28, 33, 35, 41, 249, 250, 251, 252, 255, 0, 65535]

function packetOf(random) {
  if (random.chance(1, 20)) return Buffer.from(random.times(80, () => random.int(256)))
  const head = Buffer.alloc(12)
  head.writeUInt16BE(random.int(65536), 0)
  head.writeUInt16BE(random.chance(1, 3) ? random.int(65536) : 0x0100, 2)
  head.writeUInt16BE(random.chance(1, 8) ? random.int(4) : 1, 4)
  for (const at of [6, 8]) if (random.chance(1, 12)) head.writeUInt16BE(random.int(65536), at)
  const name = [...random.times(6, () => random.pick(LABELS)), random.pick(['consul', 'consul', 'arpa', ''])].filter(
    Boolean,
  )
  const parts = name.map(label =>
    Buffer.concat([Buffer.from([random.chance(1, 40) ? random.int(256) : label.length]), Buffer.from(label)]),
  )
  // a pointer, now and then to itself
  const end = random.chance(1, 15) ? Buffer.from([0xc0, random.int(40)]) : Buffer.from([0])
  const tail = Buffer.alloc(4)
  tail.writeUInt16BE(random.pick(TYPES), 0)
  tail.writeUInt16BE(random.chance(1, 10) ? random.int(65536) : 1, 2)
  const options = Buffer.from(random.pick(['', '0008000700011800c0a801', '00080004', '000a0000', 'ffff']), 'hex')
  const edns = random.chance(1, 2)
    ? Buffer.concat([Buffer.from([0, 0, 41, random.int(256), random.int(256), 0, 0, 0, 0, 0, options.length]), options])
    : Buffer.alloc(0)
  if (edns.length > 0) head.writeUInt16BE(1, 10)
  const packet = Buffer.concat([head, ...parts, end, tail, edns])
  for (let damage = random.int(3); damage > 0; damage--) packet[random.int(packet.length)] = random.int(256)
  return random.chance(1, 8) ? packet.subarray(0, random.int(packet.length + 1)) : packet
}

const make = (random, most) => Array.from({ length: 1 + random.int(most) }, () => packetOf(random).toString('latin1'))

/** Questions over UDP. */
export const dnsUdp = {
  name: 'dns-udp',
  unit: 'packets',
  weight: 85,
  batch: 100,
  width: 4,
  make: random => make(random, 40),
  count: packets => packets.length,
  async send({ ports }, packets) {
    await datagrams(
      ports.dns,
      packets.map(packet => Buffer.from(packet, 'latin1')),
    )
    return ''
  },
}

/** Questions over TCP, with lengths that are right or not, in pieces. */
export const dnsTcp = {
  name: 'dns-tcp',
  unit: 'packets',
  weight: 15,
  make: random => ({
    packets: make(random, 10),
    lengths: random.chance(1, 5) ? random.int(65536) : undefined,
    reset: random.chance(1, 4),
  }),
  count: ({ packets }) => packets.length,
  async send(agent, { packets, lengths, reset }) {
    const pieces = packets.map(packet => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(lengths ?? packet.length)
      return length.toString('latin1') + packet
    })
    await talk(agent.ports.dns, pieces, { reset, quiet: agent.quiet(60) })
    return ''
  },
}
