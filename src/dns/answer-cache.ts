import { LRUCache } from 'lru-cache'
import { type Answer, answerPacket, type Cacheability } from './answer.ts'
import type { DnsContext } from './context.ts'
import type { Transport } from './protocol.ts'
import type { WatchedSource } from './source.ts'

/** Bytes that cached questions and answers may take together. */
const MAX_BYTES = 16 << 20
/** What one takes besides its bytes: its watch set and its entry in the cache. Names can be asked in many spellings. */
const OVERHEAD = 2048
const ORDER_OVERHEAD = 128
/** Orders in which the records of one answer are cached, and how often one is given before a new one takes its place. */
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
 * Answers packets, and caches the answers for as long as nothing of what was read for them changes. Shuffled answers are
 * cached in several orders, each for a few uses, so that the order stays random. That answers A of 3 instances in a fifth of the time, A of 50 in a thirtieth.
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
    const key = (this.#source.scope ?? '') + (transport === 'udp' ? 'u' : 't') + packet.toString('latin1', ID_BYTES)
    const cached = this.#cached.get(key)
    if (!cached) return this.#make(key, packet, transport)
    const { orders, shuffled } = cached
    const at = shuffled ? this.#context.random.int(ORDERS) : 0
    const order = orders[at]
    if (order && (!shuffled || order.left-- > 0)) return withId(order.packet, packet)
    const answer = answerPacket(packet, transport, this.#context)
    if (answer instanceof Promise || !answer) return answer
    orders[order ? at : orders.length] = { packet: copyOf(answer), left: USES }
    return answer
  }

  #make(key: string, packet: Buffer, transport: Transport): Answer | Promise<Answer> {
    const cacheability: Cacheability = { whileUnchanged: false, shuffled: false }
    const { value, watch } = this.#source.tracked(source =>
      answerPacket(packet, transport, { ...this.#context, source }, cacheability),
    )
    if (!cacheability.whileUnchanged || !watch || !value || value instanceof Promise) return value
    const forget = watch.onChange(() => this.#cached.delete(key))
    const size = OVERHEAD + key.length + (value.length + ORDER_OVERHEAD) * (cacheability.shuffled ? ORDERS : 1)
    const orders = [{ packet: copyOf(value), left: USES }]
    this.#cached.set(key, { shuffled: cacheability.shuffled, orders, forget }, { size })
    return value
  }
}

/** A copy with memory of its own: a slice of Node's pool would hold on to all of it. */
function copyOf(packet: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(packet.length)
  packet.copy(copy)
  return copy
}

/** A copy for another question: the socket may still hold the last one. */
function withId(cached: Buffer, question: Buffer): Buffer {
  const answer = Buffer.allocUnsafe(cached.length)
  cached.copy(answer)
  answer[0] = question[0] as number
  answer[1] = question[1] as number
  return answer
}
