import { type Edns, parseEdns } from './edns.ts'
import { readName, skipName } from './names.ts'
import { FLAG, HEADER_BYTES, OPCODE, RCODE, TYPE } from './protocol.ts'

/** A question, taken from a packet. */
export interface Query {
  readonly id: number
  /** The second word of the header as it came. */
  readonly flags: number
  /** Labels as asked, in presentation form. */
  readonly labels: readonly string[]
  /** The labels joined by dots; empty for the root. */
  readonly name: string
  readonly type: number
  readonly class: number
  readonly edns: Edns | undefined
}

/** A packet that is answered with an error: all of it but the header, and the question if that could be read. */
export interface BadQuery {
  readonly id: number
  readonly flags: number
  readonly rcode: number
  readonly question: { name: string; type: number; class: number } | undefined
}

const MAX_ADDITIONAL = 2
/** Lengths that the data of a record must have. */
const FIXED_DATA: Readonly<Record<number, number>> = { [TYPE.A]: 4, [TYPE.AAAA]: 16 }

export const opcodeOf = (flags: number): number => (flags >> 11) & 0xf

/** One record somewhere in a packet. */
export interface WireRecord {
  readonly type: number
  readonly class: number
  readonly data: Buffer
  readonly end: number
}

/** Reads a record's frame; nothing when it is malformed. */
export function readRecord(packet: Buffer, start: number): WireRecord | undefined {
  const at = skipName(packet, start)
  if (at === undefined || at + 10 > packet.length) return undefined
  const type = packet.readUInt16BE(at)
  const length = packet.readUInt16BE(at + 8)
  const end = at + 10 + length
  const fixed = FIXED_DATA[type]
  if (end > packet.length || (fixed !== undefined && length !== fixed && length !== 0)) return undefined
  return { type, class: packet.readUInt16BE(at + 2), data: packet.subarray(at + 10, end), end }
}

/** The OPT record among the additional ones (the last one counts); `bad` when any record is malformed. */
function readRest(packet: Buffer, start: number): Edns | undefined | 'bad' {
  const others = packet.readUInt16BE(6) + packet.readUInt16BE(8)
  const total = others + packet.readUInt16BE(10)
  let at = start
  let edns: Edns | undefined
  // a packet that ends early between two records is taken as it is
  for (let i = 0; i < total && at < packet.length; i++) {
    const record = readRecord(packet, at)
    if (!record) return 'bad'
    at = record.end
    if (record.type !== TYPE.OPT) continue
    const parsed = parseEdns(record.class, record.data)
    if (!parsed) return 'bad'
    if (i >= others) edns = parsed
  }
  return edns
}

const isQuery = (value: Query | BadQuery): value is Query => !('rcode' in value)

/** Reads a packet. Nothing: not to be answered at all. */
export function parseQuery(packet: Buffer): Query | BadQuery | undefined {
  if (packet.length < HEADER_BYTES) return undefined
  const id = packet.readUInt16BE(0)
  const flags = packet.readUInt16BE(2)
  if (flags & FLAG.qr) return undefined
  const opcode = opcodeOf(flags)
  const bad = (rcode: number, question?: BadQuery['question']): BadQuery => ({ id, flags, rcode, question })
  if (opcode !== OPCODE.query && opcode !== OPCODE.notify) return bad(RCODE.notImp)
  const [questions, answers, authorities, additional] = [4, 6, 8, 10].map(at => packet.readUInt16BE(at)) as [
    number,
    number,
    number,
    number,
  ]
  if (questions !== 1 || answers > 1 || authorities > 1 || additional > MAX_ADDITIONAL) return bad(RCODE.formErr)
  if (packet.length === HEADER_BYTES) return bad(RCODE.refused)
  const read = readName(packet, HEADER_BYTES)
  if (!read) return bad(RCODE.formErr)
  const { labels, end } = read
  if (packet.length === end + 1) return bad(RCODE.formErr)
  // a question cut off after its name or type counts as type or class 0
  const type = end < packet.length ? packet.readUInt16BE(end) : 0
  const cls = end + 4 <= packet.length ? packet.readUInt16BE(end + 2) : 0
  const question = { name: labels.join('.'), type, class: cls }
  const edns = readRest(packet, end + 4)
  if (edns === 'bad') return bad(RCODE.formErr, question)
  return { id, flags, labels, edns, ...question }
}

export { isQuery }
