import type { DnsRecord, Message } from './records.ts'
import { TYPE } from './protocol.ts'

/** Most answers over UDP without EDNS, however high the setting. */
const MAX_PLAIN_ANSWERS = 8
/** Most answers over TCP once they are too many for one message. */
const MAX_TCP_ANSWERS = 1024
/** Room that is left free in every message. */
const HEADROOM = 8
/** Up to this far over the limit, answers are taken away one by one without trying to spare the additional records first. */
const LITTLE = 100

/** How a message is measured: its bytes as it stands, with or without compression. */
export type Measure = (message: Message, compressed: boolean) => number

/** Keeps of the additional records only what the SRV records among the answers lead to, one for each name. */
function keepNeeded(message: Message, all: readonly DnsRecord[], answers: readonly DnsRecord[]): void {
  const byOwner = new Map<string, DnsRecord>()
  for (const record of all) {
    const owner = record.owner.toLowerCase()
    if (!byOwner.has(owner)) byOwner.set(owner, record)
  }
  const needed = new Set<DnsRecord>()
  for (const answer of answers) {
    let next = answer.type === TYPE.SRV ? byOwner.get(answer.value.toLowerCase()) : undefined
    while (next && !needed.has(next)) {
      needed.add(next)
      next = next.type === TYPE.CNAME ? byOwner.get(next.value.toLowerCase()) : undefined
    }
  }
  message.additional = [...needed]
  message.opt = false
}

/** Takes answers away, the last ones first, until the message fits. */
function shrink(message: Message, size: number, max: number, measure: () => number): void {
  const { answers, additional } = message
  const keep = (count: number): boolean => {
    message.answers = answers.slice(0, count)
    keepNeeded(message, additional, message.answers)
    return measure() <= max - HEADROOM
  }
  let fits = 0
  let tooMany = answers.length + (size - max > LITTLE ? 1 : 0)
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1
    if (keep(middle)) fits = middle
    else tooMany = middle
  }
  keep(fits)
}

/** Makes an answer fit into a UDP packet; `size` is what the client's EDNS takes. */
export function trimUdp(
  message: Message,
  size: number,
  plainSize: number,
  answerLimit: number,
  measure: Measure,
): boolean {
  const { answers } = message
  const max = Math.max(size, plainSize)
  let compressed = true
  if (max === plainSize && answers.length > Math.min(answerLimit, MAX_PLAIN_ANSWERS)) {
    message.answers = answers.slice(0, Math.min(answerLimit, MAX_PLAIN_ANSWERS))
    keepNeeded(message, message.additional, message.answers)
    // a cut answer has to fit even without compression
    compressed = false
  } else if (answers.length < 2) return false
  const bytes = measure(message, compressed)
  if (bytes > max - HEADROOM) shrink(message, bytes, max, () => measure(message, compressed))
  return message.answers.length < answers.length
}

/** Makes an answer fit into the one message that TCP can carry. */
export function trimTcp(message: Message, max: number, measure: Measure): boolean {
  if (message.answers.length < 2 || measure(message, true) <= max - HEADROOM) return false
  message.answers = message.answers.slice(0, MAX_TCP_ANSWERS)
  const bytes = measure(message, true)
  if (bytes <= max - HEADROOM) return false
  shrink(message, bytes, max, () => measure(message, true))
  return true
}
