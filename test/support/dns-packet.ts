import { Packet } from 'dns2'

/** A resource record as dns2 reads it, with the bytes of its data. */
export type ParsedRecord = InstanceType<typeof Packet>['answers'][number] & { readonly rdata: Buffer }

/** A DNS message, decoded by a codec that is not ours. */
export interface ParsedMessage {
  readonly header: InstanceType<typeof Packet>['header']
  readonly questions: InstanceType<typeof Packet>['questions']
  readonly answers: readonly ParsedRecord[]
  readonly authorities: readonly ParsedRecord[]
  readonly additionals: readonly ParsedRecord[]
}

/** Name, type, class, lifetime and length of a record that belongs to the root, as OPT does. */
const ROOT_RECORD_HEAD = 11

/** Decodes a message with dns2. Throws where a section has fewer records than it says, or where bytes are left over. */
export function parseMessage(packet: Buffer): ParsedMessage {
  const reader = new Packet.Reader(packet)
  const header = Packet.Header.parse(reader)
  const times = <T>(count: number, parse: () => T): T[] => Array.from({ length: count }, parse)
  const record = (): ParsedRecord => {
    const start = reader.offset / 8
    const parsed = Packet.Resource.parse(reader)
    return Object.assign(parsed, { rdata: packet.subarray(start + ROOT_RECORD_HEAD, reader.offset / 8) })
  }
  const message = {
    header,
    questions: times(header.qdcount, () => Packet.Question.parse(reader)),
    answers: times(header.ancount, record),
    authorities: times(header.nscount, record),
    additionals: times(header.arcount, record),
  }
  const rest = packet.length - reader.offset / 8
  if (rest !== 0) throw new Error(`${rest} bytes too many`)
  return message
}

/** A name as dig writes it. */
export const dotted = (name: string): string => `${name}.`

/** An IPv6 address with all its groups, as the recordings write it. */
export function fullIpv6(address: string): string {
  const [head = '', tail] = address.split('::')
  const groups = (text: string): string[] => text.split(':').filter(Boolean)
  if (tail === undefined) return address
  const missing = 8 - groups(head).length - groups(tail).length
  return [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)].join(':')
}
