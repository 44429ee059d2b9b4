/**
 * Bytes as strings of one unit a byte ("binary strings"): they compare in byte order, hash and share storage
 * better than Buffers, and V8 keeps them in one byte a unit. KV keys and values are such strings inside the store.
 */
export function bytesToString(bytes: Uint8Array): string {
  if (Buffer.isBuffer(bytes)) return bytes.toString('latin1')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

export function stringToBytes(binary: string): Buffer {
  return Buffer.from(binary, 'latin1')
}

/** None. */
export const NO_BYTES: Buffer = Buffer.alloc(0)

const WIDE = /[\u0080-\uffff]/

/** The binary string that holds the UTF-8 bytes of `text`. */
export function encodeText(text: string): string {
  return WIDE.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
}

/** The text whose UTF-8 bytes a binary string holds; what is no UTF-8 becomes U+FFFD. */
export function decodeText(binary: string): string {
  return WIDE.test(binary) ? Buffer.from(binary, 'latin1').toString('utf8') : binary
}

export function toBase64(binary: string): string {
  return Buffer.from(binary, 'latin1').toString('base64')
}

/** A copy on its own: a string that was cut out of another keeps all of that in memory. */
export function copyOf(binary: string): string {
  return Buffer.from(binary, 'latin1').toString('latin1')
}

/** `=` */
const PADDING = 0x3d

/** The bytes that a base64 text stands for, as a binary string; undefined when it is not plain standard base64. */
export function fromBase64(text: string): string | undefined {
  const { length } = text
  if (length === 0) return ''
  if (length % 4 !== 0) return undefined
  const padding = text.charCodeAt(length - 1) !== PADDING ? 0 : text.charCodeAt(length - 2) !== PADDING ? 1 : 2
  try {
    // three fifths of the time that a Buffer takes
    const bytes = atob(text)
    // spaces are passed over, and then bytes are missing
    return bytes.length === (length / 4) * 3 - padding ? bytes : undefined
  } catch {
    return undefined
  }
}
