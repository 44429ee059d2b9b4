import { isIPv4, isIPv6 as matchesIPv6 } from 'node:net'

/**
 * The family of addresses, as `node:net` tells it. Node compiles its expression for IPv6 at its first use, which takes as long as
 * a tenth of a start (7 ms measured), and asks it of every text that is no IPv4: here only what has a colon gets that far.
 */
export const isIPv6 = (text: string): boolean => text.includes(':') && matchesIPv6(text)

/** 4, 6, or 0 for what is no address. */
export const isIP = (text: string): 0 | 4 | 6 => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0)

/** Whether libc takes the text for an IPv4 address and Go for a name, which does not exist: `1`, `127.1`, `0x7f000001`. */
export const isLibcAddress = (text: string): boolean => LIBC_ADDRESS.test(text) && !isIPv4(text)

const LIBC_ADDRESS = /^(?:0x[\da-f]*|\d+)(?:\.(?:0x[\da-f]*|\d+)){0,3}$/i

/** Writes the sixteen bytes of a valid IPv6 address. */
export function writeIpv6(text: string, out: Uint8Array, at: number): void {
  const [head = '', tail] = text.split('::')
  const words = (part: string): number[] =>
    part === ''
      ? []
      : part.split(':').flatMap(word => {
          if (!word.includes('.')) return [Number.parseInt(word, 16)]
          const [a = 0, b = 0, c = 0, d = 0] = word.split('.').map(Number)
          return [(a << 8) | b, (c << 8) | d]
        })
  const first = words(head)
  const last = tail === undefined ? [] : words(tail)
  const all = [...first, ...Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => 0), ...last]
  for (let i = 0; i < 8; i++) {
    const word = all[i] ?? 0
    out[at + i * 2] = word >> 8
    out[at + i * 2 + 1] = word & 0xff
  }
}

/** IPv6 as RFC 5952 writes it. */
export function formatIpv6(bytes: Buffer): string {
  const words = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2))
  let best = { start: 0, length: 0 }
  for (let start = 0; start < 8; start++) {
    let length = 0
    while (start + length < 8 && words[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  const hex = (part: number[]): string => part.map(word => word.toString(16)).join(':')
  if (best.length < 2) return hex(words)
  return `${hex(words.slice(0, best.start))}::${hex(words.slice(best.start + best.length))}`
}

/** The sixteen bytes of an address, IPv4 inside of IPv6. */
export function ipBytes(text: string): number[] {
  const bytes = new Uint8Array(16)
  writeIpv6(isIPv4(text) ? `::ffff:${text}` : text, bytes, 0)
  return [...bytes]
}

/** A network in CIDR notation whose address has no bits beyond its prefix. */
export function networkOf(cidr: string): string {
  const [address = '', prefix = ''] = cidr.split('/')
  const isV4 = isIPv4(address)
  const bits = Number(prefix) + (isV4 ? 96 : 0)
  const masked = ipBytes(address).map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - i * 8))))
  return `${isV4 ? masked.slice(12).join('.') : formatIpv6(Buffer.from(masked))}/${prefix}`
}
