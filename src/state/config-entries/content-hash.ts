import { toJson } from '../../go/json.ts'

/** The lower part of the 64-bit prime of FNV, whose only other bit is the 40th. */
const PRIME = 0x1b3

/**
 * FNV-1a of 64 bits of what an entry shows: other content, another number. In two halves of 32 bits, because a bigint for each byte
 * takes thirty times as long: a tenth of a second for an entry of 400 kB.
 */
export function contentHash(shown: unknown): bigint {
  let [high, low] = [0xcbf29ce4, 0x84222325]
  const bytes = Buffer.from(toJson(shown))
  for (let i = 0; i < bytes.length; i++) {
    const mixed = (low ^ (bytes[i] as number)) >>> 0
    const product = mixed * PRIME
    high = (Math.imul(high, PRIME) + Math.floor(product / 2 ** 32) + (mixed << 8)) >>> 0
    low = product >>> 0
  }
  return (BigInt(high) << 32n) | BigInt(low)
}
