import { formatIpv6 } from './addresses.ts'
import { answerPacket } from './answer.ts'
import type { DnsContext } from './context.ts'
import { readName } from './names.ts'
import { CLASS_IN, FLAG, HEADER_BYTES, TYPE } from './protocol.ts'
import { Message } from './records.ts'
import { rcodeName, typeName } from './text.ts'
import { PacketWriter } from './writer.ts'

/** A record as people read it: names end with a dot, data is written as in a zone file. */
export interface ReadableRecord {
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly data: string
}

/** An answer as people read it. */
export interface ReadableAnswer {
  readonly rcode: string
  readonly answers: readonly ReadableRecord[]
  readonly authority: readonly ReadableRecord[]
  readonly additional: readonly ReadableRecord[]
}

/**
 * Asks one question, without a socket, as a client would over TCP. Nothing: there is no answer. Throws Unwritable for a name that cannot
 * be asked for.
 */
export async function askDns(name: string, type: number, context: DnsContext): Promise<ReadableAnswer | undefined> {
  const plain = name.endsWith('.') ? name.slice(0, -1) : name
  const writer = new PacketWriter()
  writer.write(
    { id: 0, flags: FLAG.rd, question: { name: plain, type, class: CLASS_IN } },
    new Message(),
    undefined,
    true,
  )
  const answer = await answerPacket(writer.packet(), 'tcp', context)
  return answer && readAnswer(answer)
}

function readAnswer(packet: Buffer): ReadableAnswer {
  let at = (readName(packet, HEADER_BYTES)?.end ?? packet.length) + 4
  const section = (countAt: number): ReadableRecord[] =>
    Array.from({ length: packet.readUInt16BE(countAt) }, () => {
      const { labels, end } = nameAt(packet, at)
      const type = packet.readUInt16BE(end)
      const start = end + 10
      at = start + packet.readUInt16BE(end + 8)
      const data = (readers[type] ?? readUnknown)(packet, start, at)
      return { name: text(labels), type: typeName(type), ttl: packet.readUInt32BE(end + 4), data }
    })
  const [answers, authority, additional] = [section(6), section(8), section(10)]
  return { rcode: rcodeName(packet.readUInt16BE(2) & 0xf), answers, authority, additional }
}

const text = (labels: readonly string[]): string => `${labels.join('.')}.`
const nameAt = (packet: Buffer, at: number): { labels: string[]; end: number } =>
  readName(packet, at) ?? { labels: [], end: packet.length }

type Read = (packet: Buffer, start: number, end: number) => string

const readTarget: Read = (packet, start) => text(nameAt(packet, start).labels)

const readers: Readonly<Record<number, Read>> = {
  [TYPE.A]: (packet, start, end) => packet.subarray(start, end).join('.'),
  [TYPE.AAAA]: (packet, start, end) => formatIpv6(packet.subarray(start, end)),
  [TYPE.CNAME]: readTarget,
  [TYPE.NS]: readTarget,
  [TYPE.PTR]: readTarget,
  [TYPE.SRV]: (packet, start) =>
    `${[0, 2, 4].map(offset => packet.readUInt16BE(start + offset)).join(' ')} ${text(nameAt(packet, start + 6).labels)}`,
  [TYPE.TXT](packet, start, end) {
    const texts: string[] = []
    for (let at = start; at < end; at += 1 + packet.readUInt8(at)) {
      texts.push(JSON.stringify(packet.toString('utf8', at + 1, at + 1 + packet.readUInt8(at))))
    }
    return texts.join(' ')
  },
  [TYPE.SOA](packet, start) {
    const primary = nameAt(packet, start)
    const admin = nameAt(packet, primary.end)
    const numbers = [0, 4, 8, 12, 16].map(offset => packet.readUInt32BE(admin.end + offset))
    return `${text(primary.labels)} ${text(admin.labels)} ${numbers.join(' ')}`
  },
}

/** As RFC 3597 writes what has no form of its own. */
const readUnknown: Read = (packet, start, end) => `\\# ${end - start} ${packet.toString('hex', start, end)}`.trim()
