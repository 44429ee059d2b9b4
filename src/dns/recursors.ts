import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import { exchangeTcp, exchangeUdp, type Exchange, type Server } from './exchange.ts'
import { parseAddress } from './addresses.ts'
import type { Logger } from '../logging/logger.ts'
import { FLAG, HEADER_BYTES, PLAIN_UDP_SIZE, RCODE, type Transport, TYPE } from './protocol.ts'
import { addressRecord, type DnsRecord, textRecord } from './records.ts'
import { readName } from './names.ts'
import { readRecord } from './query.ts'

const DNS_PORT = 53
/** Questions that are with recursors at a time. */
const MAX_PENDING = 512
/** Answers that end the search; after any other the next recursor is asked. */
const FINAL: readonly number[] = [RCODE.noError, RCODE.nxDomain]

/** Other DNS servers, asked one after the other for what is not ours. */
export class Recursors {
  readonly #servers: readonly Server[]
  readonly #inAnyOrder: boolean
  readonly #timeout: number
  readonly #clock: Clock
  readonly #random: Random
  readonly #logger: Logger | undefined
  readonly #pending = new Set<Exchange>()
  #closed = false

  /** `inAnyOrder`: rather than as they are given; `timeout`: milliseconds that each recursor has. */
  constructor(options: {
    addresses: readonly string[]
    inAnyOrder?: boolean
    timeout: number
    clock: Clock
    random: Random
    logger?: Logger | undefined
  }) {
    this.#servers = [...new Set(options.addresses)].map(parseServer)
    this.#inAnyOrder = options.inAnyOrder ?? false
    this.#timeout = options.timeout
    this.#clock = options.clock
    this.#random = options.random
    this.#logger = options.logger
  }

  /** Asks the same question of each recursor until one's answer ends the search. `size`: most bytes of an answer over UDP. */
  async forward(
    packet: Buffer,
    transport: Transport,
    size: number,
    ends: (rcode: number) => boolean = rcode => FINAL.includes(rcode),
  ): Promise<Buffer | undefined> {
    if (this.#pending.size >= MAX_PENDING) return undefined
    const question = Buffer.from(packet)
    question.writeUInt16BE(this.#random.int(0x10000), 0)
    const servers = this.#inAnyOrder ? this.#random.shuffle([...this.#servers]) : this.#servers
    for (const server of servers) {
      const answer = await this.#ask(server, question, transport, size, ends)
      if (!answer) continue
      packet.copy(answer, 0, 0, 2)
      return answer
    }
    return undefined
  }

  /** The addresses of a host name; none when no recursor knows. */
  async addresses(name: string): Promise<readonly DnsRecord[]> {
    // loaded when first needed: most agents have no recursors
    const { Packet } = await import('dns2')
    let question: Buffer
    try {
      const packet = new Packet(new Packet.Header({ id: 0, rd: 1 }))
      packet.questions.push(new Packet.Question({ name, type: TYPE.A, class: Packet.CLASS.IN }))
      question = packet.toBuffer()
    } catch {
      return []
    }
    // as in Consul, whatever is answered first is what is known of the name
    const answer = await this.forward(question, 'udp', PLAIN_UDP_SIZE, () => true)
    // dns2 skips records that it cannot read, slowly: an answer with any is refused first
    if (!answer || !isValid(answer)) return []
    return Packet.parse(answer).answers.flatMap(toRecord)
  }

  /** Gives up on all questions. */
  close(): void {
    this.#closed = true
    for (const exchange of this.#pending) exchange.abort()
  }

  async #ask(
    server: Server,
    question: Buffer,
    transport: Transport,
    size: number,
    ends: (rcode: number) => boolean,
  ): Promise<Buffer | undefined> {
    if (this.#closed) return undefined
    const exchange = transport === 'udp' ? exchangeUdp(server, question) : exchangeTcp(server, question)
    this.#pending.add(exchange)
    const timer = this.#clock.setTimeout(() => exchange.abort(), this.#timeout)
    const answer = await exchange.answer
    timer.clear()
    this.#pending.delete(exchange)
    const good = answer && ends(answer.readUInt16BE(2) & 0xf) && (transport === 'tcp' || answer.length <= size)
    if (!good && !this.#closed) this.#logger?.warn('recursor failed', { recursor: `${server.host}:${server.port}` })
    return good ? answer : undefined
  }
}

/** `IP`, `IP:port`, `[IP]:port`. */
function parseServer(text: string): Server {
  const parts = /^\[(.+)\](?::(\d+))?$/.exec(text) ?? /^([^:]+)(?::(\d+))?$/.exec(text)
  const port = parts?.[2] === undefined ? DNS_PORT : Number(parts[2])
  return { host: parts?.[1] ?? text, port: port <= 0xffff ? port : DNS_PORT }
}

/** Whether all records of an answer can be read. */
function isValid(answer: Buffer): boolean {
  if (answer.length < HEADER_BYTES || (answer.readUInt16BE(2) & FLAG.tc) !== 0) return false
  let at: number = HEADER_BYTES
  for (let i = answer.readUInt16BE(4); i > 0; i--) {
    const name = readName(answer, at)
    if (!name) return false
    at = name.end + 4
  }
  for (let i = answer.readUInt16BE(6) + answer.readUInt16BE(8) + answer.readUInt16BE(10); i > 0; i--) {
    const record = readRecord(answer, at)
    if (!record) return false
    at = record.end
  }
  return true
}

function toRecord(resource: {
  name: string
  type: number
  ttl: number
  address?: string
  domain?: string
}): DnsRecord[] {
  const { name, type, ttl, address, domain } = resource
  if ((type === TYPE.A || type === TYPE.AAAA) && address) return [addressRecord(name, parseAddress(address), ttl)]
  return type === TYPE.CNAME && domain ? [textRecord(name, TYPE.CNAME, domain, ttl)] : []
}
