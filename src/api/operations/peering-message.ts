import type { StringMap } from '../../model/rows.ts'
import { Refusal } from '../refusals.ts'

/** Bytes of a message that Consul's agent sends its server by gRPC, and that the server takes. */
const MAX_SENT = 8 * 1024 * 1024
const MAX_RECEIVED = 4 * 1024 * 1024

/** The fields of a message, each with a number below 16. */
export interface Message {
  readonly texts: readonly string[]
  readonly lists?: readonly (readonly string[])[]
  readonly meta: StringMap | null
}

/** Refuses a request that is too large for the message in which Consul's agent would put it. */
export function checkMessageSize(message: Message): void {
  const size = sizeOf(message)
  if (size > MAX_SENT) throw new Refusal(429, `trying to send message larger than max (${size} vs. ${MAX_SENT})`)
  if (size > MAX_RECEIVED) {
    throw new Refusal(429, `grpc: received message larger than max (${size} vs. ${MAX_RECEIVED})`)
  }
}

/** Bytes of the message in the encoding of Protocol Buffers, which leaves out what is empty but for members of lists and maps. */
function sizeOf({ texts, lists = [], meta }: Message): number {
  let size = 0
  for (const text of texts) if (text !== '') size += fieldSize(bytesOf(text))
  for (const text of lists.flat()) size += fieldSize(bytesOf(text))
  for (const [key, value] of Object.entries(meta ?? {})) {
    size += fieldSize(fieldSize(bytesOf(key)) + fieldSize(bytesOf(value)))
  }
  return size
}

const bytesOf = (text: string): number => Buffer.byteLength(text)

/** A byte for number and kind, the length in bytes of seven bits, and what it holds. */
function fieldSize(length: number): number {
  let size = 2 + length
  for (let left = length >>> 7; left > 0; left >>>= 7) size++
  return size
}
