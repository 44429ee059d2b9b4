import { decodeUtf8 } from './json/utf8.ts'

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, '"': 34 }
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([abfnrtv\\"]))/y

/** Go's `strconv.Unquote` for text in double quotes or backticks; undefined when its syntax is invalid. */
export function goUnquote(literal: string): string | undefined {
  const inner = literal.slice(1, -1)
  if (literal.startsWith('`')) return inner.replaceAll('\r', '')
  if (inner.includes('\n')) return undefined
  if (!inner.includes('\\')) return inner
  // \x and octal escapes give bytes, which only together make characters
  const parts: Uint8Array[] = []
  for (let at = 0; at < inner.length;) {
    const slash = inner.indexOf('\\', at)
    const end = slash < 0 ? inner.length : slash
    parts.push(Buffer.from(inner.slice(at, end)))
    if (slash < 0) break
    ESCAPE.lastIndex = slash
    const bytes = unescape(ESCAPE.exec(inner))
    if (!bytes) return undefined
    parts.push(bytes)
    at = ESCAPE.lastIndex
  }
  return decodeUtf8(Buffer.concat(parts))
}

function unescape(escape: RegExpExecArray | null): Uint8Array | undefined {
  if (!escape) return undefined
  const [, hex, short, long, octal, simple] = escape
  if (simple !== undefined) return Uint8Array.of(SIMPLE[simple] ?? 0)
  if (hex !== undefined) return Uint8Array.of(parseInt(hex, 16))
  if (octal !== undefined) {
    const byte = parseInt(octal, 8)
    return byte > 255 ? undefined : Uint8Array.of(byte)
  }
  const rune = parseInt(short ?? long ?? '', 16)
  if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff)) return undefined
  return Buffer.from(String.fromCodePoint(rune))
}
