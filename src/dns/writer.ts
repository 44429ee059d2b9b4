import { type Edns, ednsData } from './edns.ts'
import { asBytes } from './names.ts'
import { CLASS_IN, FLAG, HEADER_BYTES, MAX_LABEL, MAX_MESSAGE, MAX_NAME, TYPE } from './protocol.ts'
import { writeIpv6 } from '../lib/ip.ts'
import type { DnsRecord, Message } from './records.ts'

/** Room for the record that crosses the limit, names and texts at their longest. */
const SLACK = 2048
const POINTER = 0xc000
const MAX_POINTER = 0x4000
const DOT = 0x2e
const BACKSLASH = 0x5c

/** A name or text that has no form on the wire (a label too long, an empty one): Consul leaves such questions unanswered. */
export class Unwritable extends Error {}

/** The start of an answer. */
export interface Head {
  readonly id: number
  readonly flags: number
  readonly question: { readonly name: string; readonly type: number; readonly class: number } | undefined
}

/** Writes messages into one buffer that is used again for the next. */
export class PacketWriter {
  readonly #bytes = Buffer.allocUnsafe(MAX_MESSAGE + SLACK)
  readonly #names = new Map<string, number>()
  #at = 0
  #compress = true
  #question = ''
  #questionKnown = false

  /** Writes a message and tells its length; more than a message can hold is `Infinity`. */
  write(head: Head, message: Message, edns: Edns | undefined, compress: boolean): number {
    this.#begin(head, message, compress)
    const opt = edns && message.opt ? edns : undefined
    this.#u16(message.answers.length)
    this.#u16(message.authority.length)
    this.#u16(message.additional.length + (opt ? 1 : 0))
    if (head.question) this.#writeQuestion(head.question)
    const fits = this.#records(message.answers) && this.#records(message.authority) && this.#records(message.additional)
    if (!fits) return Infinity
    if (opt) this.#opt(opt, message.perSubnet)
    return this.#at > MAX_MESSAGE ? Infinity : this.#at
  }

  /** A copy of what was written last. */
  packet(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#at))
  }

  #begin(head: Head, message: Message, compress: boolean): void {
    this.#at = 0
    this.#compress = compress
    this.#questionKnown = false
    if (this.#names.size > 0) this.#names.clear()
    this.#u16(head.id)
    this.#u16(head.flags | message.rcode | (message.truncated ? FLAG.tc : 0))
    this.#u16(head.question ? 1 : 0)
  }

  #writeQuestion(question: NonNullable<Head['question']>): void {
    this.#question = question.name
    const compress = this.#compress
    this.#compress = false
    this.#labels(question.name, false)
    this.#compress = compress
    this.#u16(question.type)
    this.#u16(question.class)
  }

  #records(records: readonly DnsRecord[]): boolean {
    for (const record of records) {
      if (this.#at > MAX_MESSAGE) return false
      this.#record(record)
    }
    return true
  }

  #record(record: DnsRecord): void {
    this.#name(record.owner, true)
    this.#u16(record.type)
    this.#u16(CLASS_IN)
    this.#u32(record.ttl)
    const lengthAt = this.#at
    this.#at += 2
    const write = dataWriters[record.type]
    if (!write) throw new Unwritable(`no form for records of type ${record.type}`)
    write(this.#data, record)
    this.#bytes.writeUInt16BE(this.#at - lengthAt - 2, lengthAt)
  }

  readonly #data: DataSink = {
    name: (text, compressible) => this.#name(text, compressible),
    u16: value => this.#u16(value),
    u32: value => this.#u32(value),
    text: text => this.#text(text),
    ipv4: text => this.#ipv4(text),
    ipv6: text => {
      writeIpv6(text, this.#bytes, this.#at)
      this.#at += 16
    },
  }

  #opt(edns: Edns, perSubnet: boolean): void {
    const data = ednsData(edns, perSubnet)
    this.#bytes[this.#at++] = 0
    this.#u16(TYPE.OPT)
    this.#u16(edns.size)
    this.#u32(0)
    this.#u16(data.length)
    this.#at += data.copy(this.#bytes, this.#at)
  }

  #name(text: string, compressible: boolean): void {
    if (this.#compress) {
      if (compressible && text === this.#question && text !== '') {
        this.#u16(POINTER | HEADER_BYTES)
        return
      }
      this.#knowQuestion()
    }
    this.#labels(asBytes(text), compressible)
  }

  /** Records the suffixes of the question's name, which most answers never need. */
  #knowQuestion(): void {
    if (this.#questionKnown) return
    this.#questionKnown = true
    const at = this.#at
    this.#at = HEADER_BYTES
    this.#labels(this.#question, false)
    this.#at = at
  }

  #labels(text: string, compressible: boolean): void {
    const bytes = this.#bytes
    const start = this.#at
    for (let i = 0; i < text.length;) {
      if (this.#compress) {
        const suffix = i === 0 ? text : text.slice(i)
        const known = this.#names.get(suffix)
        if (known === undefined) {
          if (this.#at < MAX_POINTER) this.#names.set(suffix, this.#at)
        } else if (compressible) {
          this.#u16(POINTER | known)
          return
        }
      }
      const lengthAt = this.#at++
      while (i < text.length) {
        let code = text.charCodeAt(i++)
        if (code === DOT) {
          // an empty label follows, as in names below a domain that is empty or ends in two dots
          if (i === text.length) throw new Unwritable('empty label in a name')
          break
        }
        if (code === BACKSLASH && i < text.length) {
          const width = escapeWidth(text, i)
          code = width === 3 ? Number(text.slice(i, i + 3)) : text.charCodeAt(i)
          i += width
        }
        bytes[this.#at++] = code
      }
      const length = this.#at - lengthAt - 1
      if (length === 0 || length > MAX_LABEL) throw new Unwritable(`label of ${length} bytes in a name`)
      bytes[lengthAt] = length
    }
    bytes[this.#at++] = 0
    if (this.#at - start > MAX_NAME) throw new Unwritable(`name of ${this.#at - start} bytes`)
  }

  #text(text: string): void {
    const bytes = asBytes(text)
    const lengthAt = this.#at++
    for (let i = 0; i < bytes.length && this.#at - lengthAt <= 256;) {
      let code = bytes.charCodeAt(i++)
      if (code === BACKSLASH) {
        // one that escapes nothing is left out
        if (i === bytes.length) break
        const width = escapeWidth(bytes, i)
        code = width === 3 ? Number(bytes.slice(i, i + 3)) : bytes.charCodeAt(i)
        i += width
      }
      this.#bytes[this.#at++] = code
    }
    const length = this.#at - lengthAt - 1
    if (length > 255) throw new Unwritable('text over 255 bytes')
    this.#bytes[lengthAt] = length
  }

  #ipv4(text: string): void {
    let part = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === DOT) {
        this.#bytes[this.#at++] = part
        part = 0
      } else part = part * 10 + (code - 0x30)
    }
    this.#bytes[this.#at++] = part
  }

  #u16(value: number): void {
    this.#bytes[this.#at++] = value >> 8
    this.#bytes[this.#at++] = value
  }

  #u32(value: number): void {
    this.#u16((value >>> 16) & 0xffff)
    this.#u16(value & 0xffff)
  }
}

/** How many characters belong to the escape that a backslash before `at` began: three digits, or one. */
const escapeWidth = (text: string, at: number): number => (/^\d{3}/.test(text.slice(at, at + 3)) ? 3 : 1)

interface DataSink {
  name(text: string, compressible: boolean): void
  u16(value: number): void
  u32(value: number): void
  text(text: string): void
  ipv4(text: string): void
  ipv6(text: string): void
}

const name = (sink: DataSink, record: DnsRecord): void => sink.name(record.value, true)

const dataWriters: Readonly<Record<number, (sink: DataSink, record: DnsRecord) => void>> = {
  [TYPE.A]: (sink, record) => sink.ipv4(record.value),
  [TYPE.AAAA]: (sink, record) => sink.ipv6(record.value),
  [TYPE.CNAME]: name,
  [TYPE.NS]: name,
  [TYPE.PTR]: name,
  [TYPE.TXT]: (sink, record) => sink.text(record.value),
  [TYPE.SRV](sink, record) {
    for (const number of record.numbers) sink.u16(number)
    // RFC 2782: the target is never compressed, though later names may point into it
    sink.name(record.value, false)
  },
  [TYPE.SOA](sink, record) {
    sink.name(`ns.${record.value}`, true)
    sink.name(`hostmaster.${record.value}`, true)
    for (const number of record.numbers) sink.u32(number)
  },
}
