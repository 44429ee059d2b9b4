import { type Cursor, END } from './cursor.ts'

/** Reads a string behind its opening quote. With `templates`, quotes and new lines inside `${…}` belong to it. */
export function scanString(cursor: Cursor, templates: boolean): void {
  let braces = 0
  for (;;) {
    const char = cursor.next()
    if (char === END || (char === '\n' && braces === 0)) {
      cursor.complain('literal not terminated')
      return
    }
    if (char === '"' && braces === 0) return
    if (char === '\\') scanEscape(cursor)
    else if (braces > 0) braces += char === '{' ? 1 : char === '}' ? -1 : 0
    else if (templates && char === '$' && cursor.peek() === '{') {
      cursor.next()
      braces = 1
    }
  }
}

const SIMPLE: Readonly<Record<string, string | undefined>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
}

/** How many digits of what base follow a letter. */
const NUMERIC: Readonly<Record<string, { digits: number; of: RegExp } | undefined>> = {
  x: { digits: 2, of: /^[0-9a-fA-F]$/ },
  u: { digits: 4, of: /^[0-9a-fA-F]$/ },
  U: { digits: 8, of: /^[0-9a-fA-F]$/ },
}
const OCTAL = /^[0-7]$/

function scanEscape(cursor: Cursor): void {
  const char = cursor.next()
  const numeric = NUMERIC[char]
  if (numeric) scanCode(cursor, cursor.next(), numeric.digits, numeric.of)
  else if (OCTAL.test(char)) scanCode(cursor, char, 3, OCTAL)
  else if (SIMPLE[char] === undefined) cursor.complain('illegal char escape')
}

function scanCode(cursor: Cursor, first: string, digits: number, of: RegExp): void {
  let char = first
  let missing = digits
  for (; missing > 0 && of.test(char); missing--) char = cursor.next()
  if (missing > 0) cursor.complain('illegal char escape')
  cursor.back(char)
}

/**
 * The value of what stands between the quotes of a scanned string; undefined when it names a byte that there is not
 * (`\400`). What stands inside `${…}` stays as it is.
 */
export function unquote(inner: string, templates: boolean): string | undefined {
  if (!inner.includes('\\')) return inner
  const parts: Buffer[] = []
  for (let i = 0; i < inner.length;) {
    const end = pieceEnd(inner, i, templates)
    const piece = inner.slice(i, end)
    const bytes = piece.startsWith('\\') ? escapedBytes(piece.slice(1)) : Buffer.from(piece)
    if (bytes === undefined) return undefined
    parts.push(bytes)
    i = end
  }
  return Buffer.concat(parts).toString('utf8')
}

const ESCAPE = /\\(?:x..|u.{4}|U.{8}|[0-7]{3}|.)/sy
const PLAIN = /[^\\$]+/y

/** Where the piece ends that begins at `start`: an escape, a template, or text that is neither. */
function pieceEnd(text: string, start: number, templates: boolean): number {
  for (const pattern of [PLAIN, ESCAPE]) {
    pattern.lastIndex = start
    if (pattern.test(text)) return pattern.lastIndex
  }
  return templates && text[start + 1] === '{' ? templateEnd(text, start + 2) : start + 1
}

function templateEnd(text: string, start: number): number {
  let braces = 1
  let i = start
  for (; i < text.length && braces > 0; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '{') braces++
    else if (text[i] === '}') braces--
  }
  return Math.min(i, text.length)
}

function escapedBytes(escape: string): Buffer | undefined {
  const simple = SIMPLE[escape]
  if (simple !== undefined) return Buffer.from(simple)
  if (escape.startsWith('x')) return Buffer.of(parseInt(escape.slice(1), 16))
  if (OCTAL.test(escape.charAt(0))) {
    const byte = parseInt(escape, 8)
    return byte < 256 ? Buffer.of(byte) : undefined
  }
  const code = parseInt(escape.slice(1), 16)
  const known = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return Buffer.from(known ? String.fromCodePoint(code) : '\ufffd')
}
