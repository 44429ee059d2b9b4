const BINARY_CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** The bytes that a Base64 text stands for. Throws on what is no Base64. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replace(/\s+/g, '')), unit => unit.charCodeAt(0))
}

/** Bytes as Base64. */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(binary)
}

/** Bytes as text; undefined where they are no UTF-8 or hold control characters. */
export function asText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return BINARY_CONTROL.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

/** Text as bytes. */
export const fromText = (text: string): Uint8Array => new TextEncoder().encode(text)
