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

/** Reads a packet from front to back, following the pointers of compressed names. */
class Reader {
  at = 12
  readonly #packet: Buffer

  constructor(packet: Buffer) {
    this.#packet = packet
  }

  u16(): number {
    this.at += 2
    return this.#packet.readUInt16BE(this.at - 2)
  }

  u32(): number {
    this.at += 4
    return this.#packet.readUInt32BE(this.at - 4)
  }

  name(): string {
    const labels: string[] = []
    let at = this.at
    let jumped = false
    for (let hops = 0; hops < 128; hops++) {
      const length = this.#packet.readUInt8(at)
      if (length === 0) {
        at++
        break
      }
      if ((length & 0xc0) === 0xc0) {
        if (!jumped) this.at = at + 2
        jumped = true
        at = this.#packet.readUInt16BE(at) & 0x3fff
        continue
      }
      labels.push(this.#packet.toString('latin1', at + 1, at + 1 + length))
      at += 1 + length
    }
    if (!jumped) this.at = at
    return `${labels.join('.')}.`
  }

  texts(end: number): string[] {
    const texts: string[] = []
    while (this.at < end) {
      const from = this.at + 1
      this.at = from + this.#packet.readUInt8(this.at)
      texts.push(this.#packet.toString('utf8', from, this.at))
    }
    return texts
  }

  bytes(end: number): Buffer {
    return this.#packet.subarray(this.at, end)
  }
}

type ReadData = (reader: Reader, end: number) => string | string[]

const readName: ReadData = reader => reader.name()

const READ_DATA: Readonly<Record<string, ReadData>> = {
  A: (reader, end) => [...reader.bytes(end)].join('.'),
  AAAA: reader => Array.from({ length: 8 }, () => reader.u16().toString(16)).join(':'),
  CNAME: readName,
  NS: readName,
  PTR: readName,
  SRV: reader => `${reader.u16()} ${reader.u16()} ${reader.u16()} ${reader.name()}`,
  SOA(reader) {
    const names = `${reader.name()} ${reader.name()}`
    reader.u32() // the serial is the time of day
    return `${names} ${reader.u32()} ${reader.u32()} ${reader.u32()} ${reader.u32()}`
  },
  TXT: (reader, end) => reader.texts(end),
}

function readRecord(reader: Reader): DnsRecord {
  const name = reader.name()
  const number = reader.u16()
  const type = TYPE_NAMES.get(number) ?? String(number)
  const cls = reader.u16()
  const ttl = reader.u32()
  const length = reader.u16()
  const end = reader.at + length
  const data = READ_DATA[type]?.(reader, end) ?? reader.bytes(end).toString('hex')
  reader.at = end
  return type === 'OPT' ? { type, udp: cls } : { name, type, ttl, data }
}

/** Takes an answer's packet apart. */
export function decodeMessage(packet: Buffer): DnsMessage {
  const reader = new Reader(packet)
  const flags = packet.readUInt16BE(2)
  const questions = packet.readUInt16BE(4)
  for (let i = 0; i < questions; i++) {
    reader.name()
    reader.at += 4
  }
  const records = (countAt: number) => Array.from({ length: packet.readUInt16BE(countAt) }, () => readRecord(reader))
  return {
    rcode: RCODES[flags & 15] ?? String(flags & 15),
    aa: (flags & 0x0400) !== 0,
    tc: (flags & 0x0200) !== 0,
    ra: (flags & 0x0080) !== 0,
    answer: records(6),
    authority: records(8),
    additional: records(10),
  }
}
