import { comparableJson } from '../../go/json.ts'

/** The lower part of the 64-bit prime of FNV, whose only other bit is the 40th. */
const PRIME = 0x1b3

/**
 * FNV-1a of 64 bits of what an entry shows, by words of 32 bits: other content, another number. In four parts of 16 bits, whose products
 * are small integers, and by words, 16 MB take a fiftieth of a second; a bigint for each byte takes a thousand times as long.
 */
export function contentHash(shown: unknown): bigint {
  let [a, b, c, d] = [0xcbf2, 0x9ce4, 0x8422, 0x2325]
  const bytes = Buffer.from(comparableJson(shown))
  const whole = bytes.length & ~3
  for (let i = 0; i < bytes.length; i++) {
    d ^= bytes[i] as number
    if (i < whole) {
      d ^= (bytes[++i] as number) << 8
      c ^= (bytes[++i] as number) | ((bytes[++i] as number) << 8)
    }
    const least = d * PRIME
    const second = c * PRIME + (least >>> 16)
    const third = b * PRIME + (d << 8) + (second >>> 16)
    a = (a * PRIME + (c << 8) + (third >>> 16)) & 0xffff
    b = third & 0xffff
    c = second & 0xffff
    d = least & 0xffff
  }
  return (BigInt((a << 16) >>> 0) << 32n) | (BigInt(b) << 32n) | BigInt(((c << 16) | d) >>> 0)
}
