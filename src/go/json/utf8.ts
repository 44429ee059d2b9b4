import { encodeText } from '../../lib/bytes.ts'

/**
 * Text of bytes. A byte that is no UTF-8 becomes a lone surrogate U+DC80…U+DCFF: strings turn it to U+FFFD (each byte for itself, as
 * in Go), and an error can still name the byte.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const quick = buffer.toString('utf8')
  if (!quick.includes('\ufffd')) return quick
  const units = new Uint16Array(buffer.length)
  let length = 0
  for (let i = 0; i < buffer.length;) {
    const lead = buffer[i] ?? 0
    const size = sequenceSize(lead)
    const code = sequenceCode(buffer, i, size)
    i += code === undefined ? 1 : size
    if (code === undefined) {
      units[length++] = 0xdc00 | lead
    } else if (code < 0x10000) {
      units[length++] = code
    } else {
      units[length++] = 0xd7c0 + (code >> 10)
      units[length++] = 0xdc00 | (code & 0x3ff)
    }
  }
  return Buffer.from(units.buffer, 0, 2 * length).toString('utf16le')
}

const WIDE = /[\x80-\xff]/

/** The same of bytes in a binary string, one unit a byte. */
export const decodeBinary = (binary: string): string =>
  WIDE.test(binary) ? decodeUtf8(Buffer.from(binary, 'latin1')) : binary

/** Percent-encodes a text that decodeUtf8 may have made: its bytes, whether or not they are UTF-8. */
export const encodePercent = (text: string, encode: (part: string) => string): string =>
  text
    .split(/([\udc80-\udcff])/u)
    .map((part, i) => (i % 2 === 0 ? encode(part) : `%${(part.charCodeAt(0) - 0xdc00).toString(16).toUpperCase()}`))
    .join('')

/** The bytes, as a binary string, of a text that decodeUtf8 may have made. */
export function encodeBinary(text: string): string {
  const parts = text.split(/([\udc80-\udcff])/u)
  return parts
    .map((part, i) => (i % 2 === 0 ? encodeText(part) : String.fromCharCode(part.charCodeAt(0) & 0xff)))
    .join('')
}

/** A byte that is no UTF-8, in a text that decodeUtf8 made. */
export const INVALID_UTF8 = /[\udc80-\udcff]/u

/** Whether a text holds bytes that are no UTF-8. */
export const hasInvalidUtf8 = (text: string): boolean => INVALID_UTF8.test(text)

/** Bytes in a sequence that begins like this, 0 for none. */
function sequenceSize(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xc2) return 0
  if (lead < 0xe0) return 2
  if (lead < 0xf0) return 3
  return lead < 0xf5 ? 4 : 0
}

/** Smallest code point of each size. */
const SMALLEST = [Infinity, 0, 0x80, 0x800, 0x10000]

/** The code point of the sequence at `at`, undefined when it is not well-formed. */
function sequenceCode(bytes: Uint8Array, at: number, size: number): number | undefined {
  let code = (bytes[at] ?? 0) & (size === 1 ? 0x7f : 0x7f >> size)
  for (let i = 1; i < size; i++) {
    const byte = bytes[at + i] ?? 0
    if ((byte & 0xc0) !== 0x80) return undefined
    code = (code << 6) | (byte & 0x3f)
  }
  const wellFormed = code >= (SMALLEST[size] ?? 0) && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return wellFormed ? code : undefined
}
