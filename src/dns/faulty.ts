import { skipName } from './names.ts'
import { FLAG, HEADER_BYTES, RCODE } from './protocol.ts'

const COPIED_FLAGS = FLAG.rd | FLAG.cd

/** The question of a packet again, without any records; nothing when it has none. */
function empty(packet: Buffer, flags: number): Buffer | undefined {
  if (packet.length < HEADER_BYTES || packet.readUInt16BE(2) & FLAG.qr) return undefined
  const end = (skipName(packet, HEADER_BYTES) ?? packet.length) + 4
  if (end > packet.length || packet.readUInt16BE(4) !== 1) return undefined
  const answer = Buffer.from(packet.subarray(0, end))
  answer.writeUInt16BE(FLAG.qr | (packet.readUInt16BE(2) & COPIED_FLAGS) | flags, 2)
  answer.fill(0, 6, HEADER_BYTES)
  return answer
}

/** The answer of a server that failed. */
export const servFail = (packet: Buffer): Buffer | undefined => empty(packet, RCODE.servFail)

/** An answer that says it did not fit: to be asked for over TCP. */
export const truncated = (packet: Buffer): Buffer | undefined => empty(packet, FLAG.aa | FLAG.tc)
