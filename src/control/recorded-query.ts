import { readName } from '../dns/names.ts'
import { HEADER_BYTES } from '../dns/protocol.ts'
import { rcodeName, typeName } from '../dns/text.ts'
import type { RecordedQuery as QueryRow } from './recorded.ts'

/** What of a packet is recorded: the header and the longest question. */
const MAX_RECORDED = HEADER_BYTES + 255 + 4
const PLAIN_PACKET = 512

/** One DNS question as it came, and what became of it. */
export class RecordedQuery {
  readonly kind = 'dns'
  /** Its place in the journal, from 1 on; 0 while it is in none. */
  id = 0
  /** When it came, on the emulator's clock: milliseconds since 1970. */
  readonly at: number
  readonly transport: 'udp' | 'tcp'
  /** How many records the answer section had. */
  answers: number | undefined
  /** Milliseconds to its answer on the emulator's clock; undefined while there is none. */
  duration: number | undefined
  /** ID of the fault that it met. */
  fault: string | undefined
  /** The index of the journal at its last change. */
  version = 0
  readonly #packet: Buffer
  #rcode: number | undefined
  #question: { readonly name: string; readonly type: string } | undefined

  constructor(packet: Buffer, transport: 'udp' | 'tcp', at: number) {
    // decoded on demand: rarely needed, and a question is small enough to be stored as it is
    this.#packet = packet.length <= PLAIN_PACKET ? packet : Buffer.from(packet.subarray(0, MAX_RECORDED))
    this.transport = transport
    this.at = at
  }

  /** The name as asked, without the dot at its end; '' when the packet was none. */
  get name(): string {
    return this.#read().name
  }

  /** `A`, `SRV`, …; the number of a type without a name. */
  get type(): string {
    return this.#read().type
  }

  /** `NOERROR`, `NXDOMAIN`, …; undefined when there was no answer. */
  get rcode(): string | undefined {
    return this.#rcode === undefined ? undefined : rcodeName(this.#rcode)
  }

  /** As it is now, for tests that read it. */
  get row(): QueryRow {
    const { id, at, transport, name, type, rcode, answers, duration, fault } = this
    return { id, at, transport, name, type, rcode, answers, duration, fault }
  }

  answered(answer: Buffer | undefined, at: number): void {
    this.duration = at - this.at
    if (!answer || answer.length < HEADER_BYTES) return
    this.#rcode = answer.readUInt16BE(2) & 0xf
    this.answers = answer.readUInt16BE(6)
  }

  #read(): { readonly name: string; readonly type: string } {
    return (this.#question ??= questionOf(this.#packet))
  }
}

function questionOf(packet: Buffer): { readonly name: string; readonly type: string } {
  const read = packet.length > HEADER_BYTES ? readName(packet, HEADER_BYTES) : undefined
  if (!read || packet.length < read.end + 2) return { name: '', type: '' }
  return { name: read.labels.join('.'), type: typeName(packet.readUInt16BE(read.end)) }
}
