import type dns from 'dns2'
import { answerPacket } from '../dns/answer.ts'
import type { DnsContext } from '../dns/context.ts'
import { CLASS_IN, TYPE } from '../dns/protocol.ts'
import { rcodeName, typeName } from '../dns/text.ts'
import { decodeText, encodeText } from '../lib/bytes.ts'
import { ConsulError } from '../model/errors.ts'
import { errorText } from '../lib/error-text.ts'

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
 * Asks one question, without a socket, as a client would over TCP; undefined where it is left unanswered. Throws MC_ERR_OPTIONS for a
 * name that cannot be asked for.
 */
export async function askDns(name: string, type: number, context: DnsContext): Promise<ReadableAnswer | undefined> {
  // loaded by the first question: it is a client's codec, which answers have no use for
  const { Packet } = await import('dns2')
  const question = new Packet(new Packet.Header({ id: 0, rd: 1 }))
  question.questions.push(new Packet.Question({ name: nameToAsk(name), type, class: CLASS_IN }))
  const answer = await answerPacket(written(question), 'tcp', context)
  if (!answer) return undefined
  const { header, answers, authorities, additionals } = Packet.parse(answer)
  return {
    rcode: rcodeName(header.rcode),
    answers: answers.map(readable),
    authority: authorities.map(readable),
    additional: additionals.map(readable),
  }
}

/** The codec leaves empty labels out rather than refusing them, and writes one byte a unit. */
function nameToAsk(name: string): string {
  const plain = name.endsWith('.') ? name.slice(0, -1) : name
  if (plain.split('.').includes('') && plain !== '') throw unaskable('the name has an empty label')
  return encodeText(plain)
}

function written(question: dns.Packet): Buffer {
  try {
    return question.toBuffer()
  } catch (err) {
    throw unaskable(errorText(err), err)
  }
}

const unaskable = (reason: string, cause?: unknown): ConsulError =>
  new ConsulError('MC_ERR_OPTIONS', `Failed to ask: ${reason}.`, { cause })

const readable = (record: dns.Packet.Resource): ReadableRecord => ({
  name: nameText(record.name),
  type: typeName(record.type),
  ttl: record.ttl,
  data: (readers[record.type] ?? readUnknown)(record),
})

const nameText = (name = ''): string => `${decodeText(name)}.`

const readers: Readonly<Record<number, (record: dns.Packet.Resource) => string>> = {
  [TYPE.A]: ({ address = '' }) => address,
  [TYPE.AAAA]: ({ address = '' }) => address,
  [TYPE.CNAME]: ({ domain }) => nameText(domain),
  [TYPE.PTR]: ({ domain }) => nameText(domain),
  [TYPE.NS]: ({ ns }) => nameText(ns),
  [TYPE.SRV]: ({ priority, weight, port, target }) => `${priority} ${weight} ${port} ${nameText(target)}`,
  [TYPE.TXT]: ({ data = [] }) =>
    [data]
      .flat()
      .map(text => JSON.stringify(text))
      .join(' '),
  [TYPE.SOA]: ({ primary, admin, serial, refresh, retry, expiration, minimum }) =>
    `${nameText(primary)} ${nameText(admin)} ${serial} ${refresh} ${retry} ${expiration} ${minimum}`,
}

/** As RFC 3597 writes what has no form of its own. */
function readUnknown({ data }: dns.Packet.Resource): string {
  const bytes = Buffer.from((data ?? []) as unknown as Uint8Array)
  return `\\# ${bytes.length} ${bytes.toString('hex')}`.trim()
}
