import { LRUCache } from 'lru-cache'
import { type Answer, answerPacket, type Cacheability } from './answer.ts'
import type { DnsContext } from './context.ts'
import type { Transport } from './protocol.ts'
import type { WatchedSource } from './source.ts'

/** Bytes of questions and answers that are kept at most. */
const MAX_BYTES = 16 << 20
/** Orders in which the records of one answer are kept, and how often one is given before a new one takes its place. */
const ORDERS = 64
const USES = 64
const ID_BYTES = 2

/** One answer as it was sent, but for the ID. */
interface Order {
  readonly packet: Buffer
  left: number
}

interface CachedAnswer {
  readonly shuffled: boolean
  readonly orders: Order[]
  readonly forget: () => void
}

/**
 * Answers packets, and keeps the answers for as long as nothing of what was read for them changes: the same watch that
 * wakes blocked readers drops them. Shuffled answers are kept in several orders, each for a few uses, so that chance
 * keeps its say. That answers A of 3 instances in a fifth of the time, A of 50 in a thirtieth.
 */
export class DnsAnswerCache {
  readonly #context: DnsContext
  readonly #source: WatchedSource
  readonly #cached = new LRUCache<string, CachedAnswer>({
    maxSize: MAX_BYTES,
    dispose: cached => cached.forget(),
  })

  constructor(context: DnsContext, source: WatchedSource) {
    this.#context = context
    this.#source = source
  }

  /** Ends all watching. */
  close(): void {
    this.#cached.clear()
  }

  answer(packet: Buffer, transport: Transport): Answer | Promise<Answer> {
    if (packet.length <= ID_BYTES) return answerPacket(packet, transport, this.#context)
    const key = (transport === 'udp' ? 'u' : 't') + packet.toString('latin1', ID_BYTES)
    const cached = this.#cached.get(key)
    if (!cached) return this.#make(key, packet, transport)
    const { orders, shuffled } = cached
    const at = shuffled ? this.#context.random.int(ORDERS) : 0
    const order = orders[at]
    if (order && (!shuffled || order.left-- > 0)) return withId(order.packet, packet)
    const answer = answerPacket(packet, transport, this.#context)
    if (answer instanceof Promise || !answer) return answer
    orders[order ? at : orders.length] = { packet: Buffer.from(answer), left: USES }
    return answer
  }

  #make(key: string, packet: Buffer, transport: Transport): Answer | Promise<Answer> {
    const cacheability: Cacheability = { whileUnchanged: false, shuffled: false }
    const { value, watch } = this.#source.tracked(source =>
      answerPacket(packet, transport, { ...this.#context, source }, cacheability),
    )
    if (!cacheability.whileUnchanged || !watch || !value || value instanceof Promise) return value
    const forget = watch.onChange(() => this.#cached.delete(key))
    const size = key.length + value.length * (cacheability.shuffled ? ORDERS : 1)
    const orders = [{ packet: Buffer.from(value), left: USES }]
    this.#cached.set(key, { shuffled: cacheability.shuffled, orders, forget }, { size })
    return value
  }
}

/** A copy for another question: the socket may still hold the last one. */
function withId(cached: Buffer, question: Buffer): Buffer {
  const answer = Buffer.allocUnsafe(cached.length)
  cached.copy(answer)
  answer[0] = question[0] as number
  answer[1] = question[1] as number
  return answer
}
