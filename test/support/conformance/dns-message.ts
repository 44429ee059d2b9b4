import { dotted, fullIpv6, type ParsedRecord, parseMessage } from '../dns-packet.ts'
import type { Question } from './scenario.ts'

export type DnsRecord =
  { name: string; type: string; ttl: number; data: string | string[] } | { type: 'OPT'; udp: number }

export interface DnsMessage {
  rcode: string
  aa: boolean
  tc: boolean
  ra: boolean
  answer: DnsRecord[]
  authority: DnsRecord[]
  additional: DnsRecord[]
}

const TYPES: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  ANY: 255,
}
const TYPE_NAMES = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]))
const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']

function encodeName(name: string): Buffer {
  const labels = name.split('.').filter(Boolean)
  return Buffer.concat([
    ...labels.flatMap(label => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.from([0]),
  ])
}

/** The packet that asks this question. */
export function encodeQuery({ name, type = 'A', edns, opcode = 0, rd = true }: Question): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0x1234, 0)
  head.writeUInt16BE((opcode << 11) | (rd ? 0x0100 : 0), 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(edns ? 1 : 0, 10)
  const tail = Buffer.alloc(4)
  tail.writeUInt16BE(TYPES[type] ?? Number(type), 0)
  tail.writeUInt16BE(1, 2)
  const parts = [head, encodeName(name), tail]
  if (edns) {
    const opt = Buffer.alloc(11)
    opt.writeUInt16BE(41, 1)
    opt.writeUInt16BE(edns, 3)
    parts.push(opt)
  }
  return Buffer.concat(parts)
}

const READ_DATA: Readonly<Record<string, (record: ParsedRecord) => string | string[]>> = {
  A: ({ address = '' }) => address,
  AAAA: ({ address = '' }) => fullIpv6(address),
  CNAME: ({ domain = '' }) => dotted(domain),
  NS: ({ ns = '' }) => dotted(ns),
  PTR: ({ domain = '' }) => dotted(domain),
  SRV: ({ priority, weight, port, target = '' }) => `${priority} ${weight} ${port} ${dotted(target)}`,
  // without the serial, which is the time of day
  SOA: ({ primary = '', admin = '', refresh, retry, expiration, minimum }) =>
    `${dotted(primary)} ${dotted(admin)} ${refresh} ${retry} ${expiration} ${minimum}`,
  TXT: ({ data = [] }) => data,
}

function recordOf(record: ParsedRecord): DnsRecord {
  const type = TYPE_NAMES.get(record.type) ?? String(record.type)
  if (type === 'OPT') return { type, udp: record.class }
  const data = READ_DATA[type]?.(record) ?? record.rdata.toString('hex')
  return { name: dotted(record.name), type, ttl: record.ttl, data }
}

/** Decodes an answer with a codec that is not ours. */
export function decodeMessage(packet: Buffer): DnsMessage {
  const { header, answers, authorities, additionals } = parseMessage(packet)
  return {
    rcode: RCODES[header.rcode & 15] ?? String(header.rcode & 15),
    aa: header.aa === 1,
    tc: header.tc === 1,
    ra: header.ra === 1,
    answer: answers.map(recordOf),
    authority: authorities.map(recordOf),
    additional: additionals.map(recordOf),
  }
}
