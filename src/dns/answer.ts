import type { DnsContext } from './context.ts'
import { subnetAddress } from './edns.ts'
import { Hosts } from './hosts.ts'
import { lookUp } from './lookups.ts'
import { withoutDot } from './names.ts'
import { FLAG, MAX_MESSAGE, OPCODE, PLAIN_UDP_SIZE, RCODE, type Transport, TYPE } from './protocol.ts'
import { type BadQuery, isQuery, opcodeOf, parseQuery, type Query } from './query.ts'
import type { Outcome, Question } from './question.ts'
import { Message } from './records.ts'
import { lookUpReverse } from './reverse.ts'
import { NoAnswer, Pending } from './source.ts'
import { trimTcp, trimUdp } from './trim.ts'
import { type Head, Unwritable } from './writer.ts'
import { addNameServers, soaRecord } from './zone-records.ts'
import { type Zone, zoneOf } from './zones.ts'

/** How many CNAMEs inside of our domains are followed. */
const MAX_FOLLOWED = 3

/** The answer to a packet; undefined for none. A promise only where recursors have to be asked. */
export type Answer = Buffer | undefined

/** Whether an answer can be cached, as far as it is known. */
export interface Cacheability {
  /** As long as what was read of the catalog; not when it contains the time, or depends on recursors or the client's subnet. */
  whileUnchanged: boolean
  /** Its records are in a random order. */
  shuffled: boolean
}

/** Answers one packet. It has no effects but the questions to recursors. */
export function answerPacket(
  packet: Buffer,
  transport: Transport,
  context: DnsContext,
  cacheability?: Cacheability,
): Answer | Promise<Answer> {
  const query = parseQuery(packet)
  if (!query) return undefined
  if (!isQuery(query)) return writeEmpty(context, rejection(query), query.rcode)
  const lower = query.labels.map(label => label.toLowerCase())
  const zone = zoneOf(context.zones, lower)
  if (!zone) {
    if (context.recursors) return forward(packet, query, transport, context)
    return writeEmpty(context, replyHead(query, 0), RCODE.refused)
  }
  const hosts = context.recursors && new Hosts(context.recursors)
  return answerInZone({ packet, query, transport, context, zone, hosts, cacheability })
}

interface Asked {
  readonly packet: Buffer
  readonly query: Query
  readonly transport: Transport
  readonly context: DnsContext
  readonly zone: Zone
  readonly hosts: Hosts | undefined
  readonly cacheability: Cacheability | undefined
}

function answerInZone(asked: Asked): Answer | Promise<Answer> {
  const { packet, query, transport, context, hosts, zone } = asked
  const message = new Message()
  try {
    const subnet = query.edns?.subnet && subnetAddress(query.edns.subnet)
    const outcome = fill(questionOf(context, zone, query.labels, query.type, message, 0, hosts, subnet))
    if (asked.cacheability) {
      asked.cacheability.whileUnchanged = !hosts && outcome === 'answered' && !message.timed && !message.perSubnet
      asked.cacheability.shuffled = message.shuffled
    }
    if (hosts?.incomplete) {
      return hosts.ask().then(
        () => answerInZone(asked),
        (error: unknown) => fail(asked, error),
      )
    }
    if (outcome === 'noName' && zone.reverse && context.recursors) return forward(packet, query, transport, context)
    return writeAnswer(asked, message)
  } catch (error) {
    if (!(error instanceof Pending)) return fail(asked, error)
    return error.answer.then(
      found => answerInZone({ ...asked, context: { ...context, source: { ...context.source, query: () => found } } }),
      (failure: unknown) => fail(asked, failure),
    )
  }
}

function fail({ query, context }: Asked, error: unknown): Answer {
  const details = { name: query.name, error: String(error) }
  if (error instanceof Unwritable) {
    context.logger?.warn('answer cannot be written, question left unanswered', details)
    return undefined
  }
  context.logger?.warn('question failed', details)
  const flags = (context.recursors ? FLAG.ra : 0) | (error instanceof NoAnswer ? FLAG.aa : 0)
  return writeEmpty(context, replyHead(query, flags), RCODE.servFail, query)
}

function questionOf(
  context: DnsContext,
  zone: Zone,
  asked: readonly string[],
  type: number,
  message: Message,
  depth: number,
  hosts: Hosts | undefined,
  subnet: string | undefined,
): Question {
  const count = asked.length - zone.labels.length
  return {
    context,
    zone,
    name: asked.join('.'),
    labels: asked.slice(0, count).map(label => label.toLowerCase()),
    domain: asked.slice(count).join('.'),
    type,
    subnet,
    message,
    follow(target) {
      const name = withoutDot(target)
      const labels = name.split('.')
      const inner = zoneOf(
        context.zones,
        labels.map(label => label.toLowerCase()),
      )
      if (!inner || inner.reverse) return hosts?.find(name) ?? []
      if (depth >= MAX_FOLLOWED) return []
      const found = new Message()
      lookUp(questionOf(context, inner, labels, TYPE.ANY, found, depth + 1, hosts, subnet))
      return found.answers
    },
  }
}

/** Fills the sections of the answer. */
function fill(question: Question): Outcome {
  const { context, zone, message } = question
  const outcome = (zone.reverse ? lookUpReverse : (wholeZone[question.type] ?? lookUp))(question)
  if (outcome !== 'answered') {
    if (outcome === 'noName') message.rcode = RCODE.nxDomain
    message.authority.push(soaRecord(context, question.name))
  }
  return outcome
}

/** Types that are about the zone, whatever the name in it. */
const wholeZone: Readonly<Record<number, (question: Question) => Outcome>> = {
  [TYPE.SOA](question) {
    question.message.answers.push(soaRecord(question.context, question.name))
    question.message.timed = true
    addNameServers(question, question.message.authority)
    return 'answered'
  },
  [TYPE.NS](question) {
    addNameServers(question, question.message.answers)
    return 'answered'
  },
  [TYPE.AXFR](question) {
    question.message.rcode = RCODE.notImp
    return 'answered'
  },
}

function writeAnswer({ query, transport, context }: Asked, message: Message): Buffer {
  const { writer, settings } = context
  const { enableTruncate, udpAnswerLimit, disableCompression } = settings.dns
  const head = replyHead(query, FLAG.aa | (context.recursors ? FLAG.ra : 0))
  let ready = false
  const measure = (_: Message, compressed: boolean): number => {
    ready = compressed
    return writer.write(head, message, query.edns, compressed && !disableCompression)
  }
  const cut =
    transport === 'udp'
      ? trimUdp(message, query.edns?.size ?? 0, PLAIN_UDP_SIZE, udpAnswerLimit, measure)
      : trimTcp(message, MAX_MESSAGE, measure)
  message.truncated = cut && enableTruncate
  if (!ready || message.truncated) measure(message, true)
  return writer.packet()
}

/** The head of an answer: the question again, and those of its flags that are copied. */
function replyHead(query: Query, flags: number): Head {
  const opcode = opcodeOf(query.flags)
  const copied = opcode === OPCODE.query ? query.flags & (FLAG.rd | FLAG.cd) : 0
  return { id: query.id, flags: FLAG.qr | (opcode << 11) | copied | flags, question: query }
}

/** The head of the answer to an invalid packet: most of its own flags. */
function rejection({ id, flags, rcode, question }: BadQuery): Head {
  if (rcode === RCODE.refused) return { id, flags: FLAG.qr | (flags & (FLAG.rd | FLAG.cd)), question }
  const opcode = rcode === RCODE.notImp ? opcodeOf(flags) << 11 : 0
  const copied = FLAG.tc | FLAG.rd | FLAG.ra | FLAG.ad | FLAG.cd
  return { id, flags: FLAG.qr | opcode | (flags & copied), question }
}

function writeEmpty(context: DnsContext, head: Head, rcode: number, query?: Query): Answer {
  const message = new Message()
  message.rcode = rcode
  context.writer.write(head, message, query?.edns, true)
  return context.writer.packet()
}

/** Hands a question on to the recursors. */
async function forward(packet: Buffer, query: Query, transport: Transport, context: DnsContext): Promise<Answer> {
  const size = Math.max(query.edns?.size ?? 0, PLAIN_UDP_SIZE)
  const answer = await context.recursors?.forward(packet, transport, size)
  return answer ?? writeEmpty(context, replyHead(query, FLAG.ra), RCODE.servFail, query)
}
