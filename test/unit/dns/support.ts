import { answerPacket } from '../../../src/dns/answer.ts'
import { type DnsContext, dnsContext } from '../../../src/dns/context.ts'
import type { Recursors } from '../../../src/dns/recursors.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings, type DnsSettings, type Settings } from '../../../src/model/settings.ts'
import { FakeCatalog } from './fake-catalog.ts'

export const TYPES: Record<string, number> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  AXFR: 252,
  ANY: 255,
}
const TYPE_NAMES = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]))
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']
const FLAGS: [number, string][] = [
  [0x0400, 'aa'],
  [0x0200, 'tc'],
  [0x0100, 'rd'],
  [0x0080, 'ra'],
  [0x0020, 'ad'],
  [0x0010, 'cd'],
]

/** A question as a test writes it. */
export interface Asked {
  name: string
  type?: string
  class?: number
  /** The whole second word of the header; `rd` alone by default. */
  flags?: number
  edns?: number
  ednsData?: string
  tcp?: boolean
}

export function encodeName(name: string): Buffer {
  const labels = name.split('.').filter(Boolean)
  return Buffer.concat([
    ...labels.map(label => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ])
}

export function encode({ name, type = 'A', class: cls = 1, flags = 0x0100, edns, ednsData = '' }: Asked): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0x1234, 0)
  head.writeUInt16BE(flags, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(edns === undefined ? 0 : 1, 10)
  const tail = Buffer.alloc(4)
  tail.writeUInt16BE(TYPES[type] ?? Number(type), 0)
  tail.writeUInt16BE(cls, 2)
  const parts = [head, encodeName(name), tail]
  if (edns !== undefined) {
    const data = Buffer.from(ednsData, 'hex')
    const opt = Buffer.alloc(11)
    opt.writeUInt16BE(41, 1)
    opt.writeUInt16BE(edns, 3)
    opt.writeUInt16BE(data.length, 9)
    parts.push(opt, data)
  }
  return Buffer.concat(parts)
}

/** An answer as text: records are `owner TYPE ttl data`. */
export interface View {
  id: number
  rcode: string
  flags: string
  question: string
  answer: string[]
  authority: string[]
  additional: string[]
  bytes: number
}

const DATA: Record<
  string,
  (packet: Buffer, at: number, end: number, name: (at: number) => [string, number]) => string
> = {
  A: (packet, at, end) => packet.subarray(at, end).join('.'),
  AAAA: (packet, at) => Array.from({ length: 8 }, (_, i) => packet.readUInt16BE(at + i * 2).toString(16)).join(':'),
  CNAME: (_packet, at, _end, name) => name(at)[0],
  NS: (_packet, at, _end, name) => name(at)[0],
  PTR: (_packet, at, _end, name) => name(at)[0],
  TXT: (packet, at) => JSON.stringify(packet.toString('utf8', at + 1, at + 1 + packet.readUInt8(at))),
  SRV: (packet, at, _end, name) =>
    `${[0, 2, 4].map(offset => packet.readUInt16BE(at + offset)).join(' ')} ${name(at + 6)[0]}`,
  SOA(packet, at, _end, name) {
    const [primary, next] = name(at)
    const [admin, numbers] = name(next)
    return `${primary} ${admin} ${[4, 8, 12, 16].map(offset => packet.readUInt32BE(numbers + offset)).join(' ')}`
  },
}

export function decode(packet: Buffer): View {
  const name = (from: number, depth = 0): [string, number] => {
    let text = ''
    for (let at = from; ;) {
      const length = packet.readUInt8(at)
      if (length === 0) return [text === '' && depth === 0 ? '.' : text, at + 1]
      if (length >= 0xc0) {
        if (depth > 20) throw new Error('names in a loop')
        return [text + name(packet.readUInt16BE(at) & 0x3fff, depth + 1)[0], at + 2]
      }
      text += `${packet.toString('latin1', at + 1, at + 1 + length)}.`
      at += 1 + length
    }
  }
  let at = 12
  const flags = packet.readUInt16BE(2)
  let question = ''
  for (let i = packet.readUInt16BE(4); i > 0; i--) {
    const [asked, end] = name(at)
    const type = packet.readUInt16BE(end)
    question += `${asked} ${TYPE_NAMES.get(type) ?? type} ${packet.readUInt16BE(end + 2)}`
    at = end + 4
  }
  const records = (countAt: number): string[] =>
    Array.from({ length: packet.readUInt16BE(countAt) }, () => {
      const [owner, after] = name(at)
      const type = TYPE_NAMES.get(packet.readUInt16BE(after)) ?? ''
      const start = after + 10
      const end = start + packet.readUInt16BE(after + 8)
      at = end
      if (type === 'OPT') return `OPT ${packet.readUInt16BE(after + 2)} ${packet.toString('hex', start, end)}`.trim()
      return `${owner} ${type} ${packet.readUInt32BE(after + 4)} ${DATA[type]?.(packet, start, end, name) ?? ''}`
    })
  const view = { answer: records(6), authority: records(8), additional: records(10) }
  if (at !== packet.length) throw new Error(`${packet.length - at} bytes too many`)
  return {
    id: packet.readUInt16BE(0),
    rcode: RCODES[flags & 0xf] ?? String(flags & 0xf),
    flags: FLAGS.flatMap(([bit, text]) => (flags & bit ? [text] : [])).join(' '),
    question,
    ...view,
    bytes: packet.length,
  }
}

/** A catalog with the server's own node, and ways to ask about it. */
export class Bench {
  readonly catalog = new FakeCatalog().register({
    Node: 'node1',
    Address: '127.0.0.1',
    Service: { Service: 'consul', Port: 8300 },
  })
  readonly settings: Settings
  readonly context: DnsContext

  constructor(dns: Partial<DnsSettings> = {}, more: Partial<Settings> = {}, recursors?: Recursors) {
    this.settings = { ...defaultSettings, ...more, dns: { ...defaultSettings.dns, ...dns } }
    this.context = dnsContext({
      settings: this.settings,
      source: this.catalog,
      clock: new MovableClock({ manual: true, start: 1_700_000_000_000 }),
      random: seededRandom(7),
      recursors,
    })
  }

  /** `NAME TYPE` or more. Throws when there is no answer. */
  ask(question: string | Asked): View {
    const [name = '', type = 'A'] = typeof question === 'string' ? question.split(' ') : []
    const asked = typeof question === 'string' ? { name, type } : question
    const answer = this.raw(encode(asked), asked.tcp)
    if (!answer) throw new Error(`no answer to ${JSON.stringify(question)}`)
    return decode(answer)
  }

  /** The answer to a packet, if any. */
  raw(packet: Buffer, tcp = false): Buffer | undefined {
    const answer = answerPacket(packet, tcp ? 'tcp' : 'udp', this.context)
    if (answer instanceof Promise) throw new Error('answered later')
    return answer
  }
}

export const SOA = 'consul. SOA 0 ns.consul. hostmaster.consul. 3600 600 86400 0'
