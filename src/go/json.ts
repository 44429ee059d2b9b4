import { compareBytes } from '../lib/compare-bytes.ts'

/** A text that is no JSON, or a value that cannot be written; the message is Go's own. */
export class JsonError extends Error {
  override readonly name = 'JsonError'
}

/** How deep Go reads. */
const MAX_DEPTH = 10_000

/** How deep we write: all that was read, and what it was put into. Ends cycles, too. */
const MAX_WRITTEN_DEPTH = 2 * MAX_DEPTH

/** Gives the value of a number that is no exact integer: with a fraction or an exponent, or beyond float64. */
export type ReadNumber = (literal: string) => unknown

/**
 * The first value of a text, read as Go's json.Decoder does: what follows it is ignored, integers beyond 2^53 are bigints,
 * bytes that are no UTF-8 and lone surrogates become U+FFFD, and the last of equal keys wins.
 */
export function parseJson(input: string | Uint8Array): unknown {
  const text = wellFormed(input)
  if (text.isWellFormed() && !isBeyondNative(text, SUSPECT_VALUE) && !isTooDeep(text)) {
    try {
      return JSON.parse(text)
    } catch {
      // Our own reader knows whether it is Go's error or only something behind the first value.
    }
  }
  return new Reader(text, toFloat, false).read()
}

/**
 * The same with nothing lost that a typed reader looks at: numbers that are no exact integers are given to `readNumber`, and
 * an object whose keys are repeated, or are numbers, is `Members`.
 */
export function parseExactJson(input: string | Uint8Array, readNumber: ReadNumber): unknown {
  const text = wellFormed(input)
  if (text.isWellFormed() && !isBeyondNative(text, SUSPECT_LITERAL) && !isTooDeep(text)) {
    try {
      const value: unknown = JSON.parse(text)
      if (countMembers(value) === countColons(text)) return value
    } catch {
      // as above
    }
  }
  return new Reader(text, readNumber, true).read()
}

const wellFormed = (input: string | Uint8Array): string =>
  typeof input === 'string' ? input.toWellFormed() : decodeUtf8(input)

/** The members of an object in the order of the text, where a plain object would lose some of them or put them in another order. */
export class Members {
  readonly entries: [key: string, value: unknown][] = []

  /** Itself, or the plain object that keeps all of it. */
  plainIfSame(): Members | Record<string, unknown> {
    const plain = this.plain()
    const isSame = Object.keys(plain).length === this.entries.length && !this.entries.some(([key]) => isNumeral(key))
    return isSame ? plain : this
  }

  /** The last of equal keys wins. */
  plain(): Record<string, unknown> {
    const plain: Record<string, unknown> = {}
    for (const [key, value] of this.entries) setOwn(plain, key, value)
    return plain
  }
}

/** How many members there are in a value, at all depths; more than are in any text, if the engine ordered some. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item)
    return count
  }
  for (const key in value) {
    if (isNumeral(key)) return Infinity
    count += 1 + countMembers((value as Record<string, unknown>)[key])
  }
  return count
}

/** How many colons are outside of the strings of a well-formed JSON text. */
function countColons(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) i = endOfString(text, i + 1)
    else if (code === COLON) count++
  }
  return count
}

/** The one value of a text, integers beyond 2^53 as bigints; throws what `JSON.parse` throws, also for what follows the value. */
export function parseWholeJson(input: string | Uint8Array): unknown {
  JSON.parse(typeof input === 'string' ? input : Buffer.from(input).toString('utf8'))
  return parseJson(input)
}

/** Whether JSON.parse would lose something: digits of a big integer, how a number was written, lone surrogates. */
function isBeyondNative(text: string, suspect: RegExp): boolean {
  return suspect.test(text) || (text.includes('\\u') && /\\u[dD][89a-fA-F]/.test(text))
}

/** A number of 16 digits or with an exponent of three. The same inside a string matches, too: that costs only time. */
const SUSPECT_VALUE = /(?:[[:,]|^)\s*-?(?:\d{16}|[\d.]+[eE]\+?\d{3})/

/** The same, or any number with a fraction or an exponent. */
const SUSPECT_LITERAL = /(?:[[:,]|^)\s*-?\d+(?:\d{15}|[.eE])/

/** JSON.parse has no limit; only what opens enough brackets to break Go's is counted. */
function isTooDeep(text: string): boolean {
  if (text.length <= MAX_DEPTH || !opensMany(text)) return false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      i = endOfString(text, i + 1)
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) return true
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth--
    }
  }
  return false
}

/** Whether there are more opening brackets, in strings or not, than Go reads deep. */
function opensMany(text: string): boolean {
  let count = 0
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      if (++count > MAX_DEPTH) return true
    }
  }
  return false
}

/** Where the string that continues at `from` is closed, or the text's end. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (at - slashes > from && text.charCodeAt(at - slashes - 1) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
  }
  return text.length
}

function toFloat(literal: string): number {
  const value = Number(literal)
  if (Number.isFinite(value)) return value
  throw new JsonError(`json: cannot unmarshal number ${literal} into Go value of type float64`)
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

const LITERALS: ReadonlyMap<number, readonly [string, unknown]> = new Map<number, readonly [string, unknown]>([
  [0x74, ['true', true]],
  [0x66, ['false', false]],
  [0x6e, ['null', null]],
])

type Container = unknown[] | Record<string, unknown> | Members

/** An array or object that is not closed yet; `key` waits for its value. */
interface Open {
  readonly container: Container
  key: string
}

/** Reads character by character with Go's error texts; it keeps its own stack, so depth costs no recursion. */
class Reader {
  readonly #text: string
  readonly #readNumber: ReadNumber
  readonly #keepsMembers: boolean
  readonly #open: Open[] = []
  #at = 0

  constructor(text: string, readNumber: ReadNumber, keepsMembers: boolean) {
    this.#text = text
    this.#readNumber = readNumber
    this.#keepsMembers = keepsMembers
  }

  read(): unknown {
    if (Number.isNaN(this.#skipSpace())) throw new JsonError('EOF')
    for (;;) {
      let value = this.#beginValue()
      if (value === undefined) continue
      for (;;) {
        const open = this.#open.at(-1)
        if (!open) return value
        put(open, value)
        if (!this.#endElement(open)) break
        value = this.#close()
      }
    }
  }

  /** A value that is complete, or undefined when a container was opened that has elements to read. */
  #beginValue(): unknown {
    const code = this.#skipSpace()
    if (code === OPEN_BRACE) {
      const open = this.#push(this.#keepsMembers ? new Members() : {})
      if (this.#skipSpace() === CLOSE_BRACE) return this.#close()
      this.#key(open)
      return undefined
    }
    if (code === OPEN_BRACKET) {
      this.#push([])
      return this.#skipSpace() === CLOSE_BRACKET ? this.#close() : undefined
    }
    if (code === QUOTE) return this.#string()
    if (code === 0x2d || isDigit(code)) return this.#number()
    const literal = LITERALS.get(code)
    if (!literal) return this.#fail('looking for beginning of value')
    return this.#literal(...literal)
  }

  #push(container: Container): Open {
    const open = { container, key: '' }
    this.#open.push(open)
    if (this.#open.length > MAX_DEPTH) this.#fail('exceeded max depth')
    this.#at++
    return open
  }

  #close(): unknown {
    this.#at++
    const closed = this.#open.pop()?.container
    return closed instanceof Members ? closed.plainIfSame() : closed
  }

  /** Whether the container ends here; otherwise the next value is to be read. */
  #endElement(open: Open): boolean {
    const code = this.#skipSpace()
    const inArray = Array.isArray(open.container)
    if (code === (inArray ? CLOSE_BRACKET : CLOSE_BRACE)) return true
    if (code !== COMMA) this.#fail(inArray ? 'after array element' : 'after object key:value pair')
    this.#at++
    if (!inArray) this.#key(open)
    return false
  }

  #key(open: Open): void {
    if (this.#skipSpace() !== QUOTE) this.#fail('looking for beginning of object key string')
    open.key = this.#string()
    if (this.#skipSpace() !== COLON) this.#fail('after object key')
    this.#at++
  }

  #string(): string {
    const start = ++this.#at
    let escaped = false
    let code = this.#code()
    for (; code !== QUOTE; code = this.#next()) {
      if (code === BACKSLASH) {
        escaped = true
        this.#escape()
      } else if (!(code >= 0x20)) {
        this.#fail('in string literal')
      }
    }
    const raw = this.#text.slice(start, this.#at++).toWellFormed()
    return escaped ? (JSON.parse(`"${raw}"`) as string).toWellFormed() : raw
  }

  #escape(): void {
    const code = this.#next()
    if (code === 0x75) {
      for (let i = 0; i < 4; i++) if (!isHex(this.#next())) this.#fail('in \\u hexadecimal character escape')
    } else if (Number.isNaN(code) || !'bfnrt\\/"'.includes(String.fromCharCode(code))) {
      this.#fail('in string escape code')
    }
  }

  #number(): unknown {
    const start = this.#at
    let code = this.#code()
    if (code === 0x2d) code = this.#next()
    if (code === 0x30) code = this.#next()
    else code = this.#digits('in numeric literal')
    const wholeEnd = this.#at
    if (code === 0x2e) {
      this.#at++
      code = this.#digits('after decimal point in numeric literal')
    }
    if (code === 0x65 || code === 0x45) {
      code = this.#next()
      if (code === 0x2b || code === 0x2d) this.#at++
      this.#digits('in exponent of numeric literal')
    }
    const literal = this.#text.slice(start, this.#at)
    const value = Number(literal)
    if (wholeEnd !== this.#at || !Number.isFinite(value)) return this.#readNumber(literal)
    return Number.isSafeInteger(value) ? value : BigInt(literal)
  }

  /** One digit at least; gives the code behind the last. */
  #digits(context: string): number {
    let code = this.#code()
    if (!isDigit(code)) this.#fail(context)
    while (isDigit(code)) code = this.#next()
    return code
  }

  #literal(word: string, value: unknown): unknown {
    for (const letter of word) {
      if (this.#code() !== letter.charCodeAt(0)) this.#fail(`in literal ${word} (expecting '${letter}')`)
      this.#at++
    }
    return value
  }

  #skipSpace(): number {
    let code = this.#code()
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = this.#next()
    return code
  }

  /** NaN at the end. */
  #code(): number {
    return this.#text.charCodeAt(this.#at)
  }

  #next(): number {
    return this.#text.charCodeAt(++this.#at)
  }

  #fail(context: string): never {
    const code = this.#text.codePointAt(this.#at)
    if (code === undefined) throw new JsonError('unexpected EOF')
    throw new JsonError(`invalid character ${quoteByte(firstByte(code))} ${context}`)
  }
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isHex = (code: number): boolean =>
  isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66)

function put(open: Open, value: unknown): void {
  if (Array.isArray(open.container)) open.container.push(value)
  else if (open.container instanceof Members) open.container.entries.push([open.key, value])
  else setOwn(open.container, open.key, value)
}

/** Sets a member by a name that came from outside: `__proto__` is a name like any other. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}

/**
 * Text of bytes. A byte that is no UTF-8 becomes a lone surrogate U+DC80…U+DCFF: strings turn it to U+FFFD (each byte for itself, as
 * in Go), and an error can still name the byte.
 */
function decodeUtf8(bytes: Uint8Array): string {
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

function firstByte(code: number): number {
  if (code < 0x80) return code
  if (code >= 0xdc80 && code <= 0xdcff) return code & 0xff
  return Buffer.from(String.fromCodePoint(code))[0] ?? 0
}

/** Go takes the byte for a character of Latin-1. */
function quoteByte(byte: number): string {
  if (byte === 0x27) return "'\\''"
  if (byte === QUOTE) return `'"'`
  return `'${quoteGo(String.fromCharCode(byte)).slice(1, -1)}'`
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['"', '\\"'],
  ['\\', '\\\\'],
])

/** Go's `%q`: a double-quoted text with escapes for what does not print. */
export function quoteGo(text: string): string {
  const escaped = text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, char => {
    const code = char.codePointAt(0) ?? 0
    const hex = code.toString(16)
    if (code < 0x80) return SHORT_ESCAPES.get(char) ?? `\\x${hex.padStart(2, '0')}`
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
  })
  return `"${escaped}"`
}

/**
 * Go's json.Marshal, or MarshalIndent with four spaces: `<`, `>`, `&`, U+2028 and U+2029 escaped, bigints as digits, bytes as base64,
 * members that are undefined left out, keys in the order they have; an object with a key that is a number is a map, and Go writes those in byte order.
 */
export function toJson(value: unknown, indent = false): string {
  if (!isNative(value, 0)) return write(value, indent)
  return escapeLikeGo(JSON.stringify(value, undefined, indent ? 4 : undefined) ?? 'null')
}

/** Depth to which the native writer is trusted with its recursion. */
const SHALLOW = 100

/** Whether JSON.stringify writes the value as we would. */
function isNative(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint'
  if (depth > SHALLOW || value instanceof Uint8Array) return false
  if (Array.isArray(value)) {
    for (const item of value) if (!isNative(item, depth + 1)) return false
    return true
  }
  let first = true
  for (const key in value) {
    if (first && isNumeral(key)) return false
    first = false
    if (!isNative((value as Record<string, unknown>)[key], depth + 1)) return false
  }
  return typeof (value as { toJSON?: unknown }).toJSON !== 'function'
}

function escapeLikeGo(json: string): string {
  if (!/[<>&\u2028\u2029]|\\ud[89a-f]/.test(json)) return json
  return json.replace(/[<>&\u2028\u2029]|\\\\|\\ud[89a-f][0-9a-f]{2}/g, part => {
    if (part === '\\\\') return part
    return part.length > 1 ? '\\ufffd' : `\\u${part.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** An array or object being written; `keys` is undefined for an array. */
interface Written {
  readonly members: readonly unknown[] | Readonly<Record<string, unknown>>
  readonly keys: readonly string[] | undefined
  at: number
  empty: boolean
}

/** Writes what JSON.stringify cannot, with a stack of its own. */
function write(root: unknown, indented: boolean): string {
  const stack: Written[] = []
  const line = (): string => (indented ? `\n${'    '.repeat(stack.length)}` : '')
  const colon = indented ? ': ' : ':'
  let out = ''
  const begin = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
      out += scalar(value)
      return
    }
    if (stack.length >= MAX_WRITTEN_DEPTH) throw new JsonError('exceeded max depth')
    const isArray = Array.isArray(value)
    out += isArray ? '[' : '{'
    const members = value as Written['members']
    stack.push({ members, keys: isArray ? undefined : keysOf(value), at: 0, empty: true })
  }
  begin(resolve(root, ''))
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    if (top.at === (top.keys ?? top.members).length) {
      stack.pop()
      out += (top.empty ? '' : line()) + (top.keys ? '}' : ']')
      continue
    }
    const key = top.keys?.[top.at] ?? top.at
    top.at++
    const value = resolve((top.members as Record<string | number, unknown>)[key], String(key))
    if (top.keys && isOmitted(value)) continue
    out += (top.empty ? '' : ',') + line() + (top.keys ? quoteJson(String(key)) + colon : '')
    top.empty = false
    begin(value)
  }
  return out
}

/** The engine puts keys that are numbers before all others, whatever order they were given in. */
function keysOf(value: object): string[] {
  const keys = Object.keys(value)
  return isNumeral(keys[0] ?? '') ? keys.sort(compareBytes) : keys
}

function isNumeral(key: string): boolean {
  const code = key.charCodeAt(0)
  return code >= 0x30 && code <= 0x39
}

const isOmitted = (value: unknown): boolean =>
  value === undefined || typeof value === 'function' || typeof value === 'symbol'

function resolve(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  const { toJSON } = value as { toJSON?: unknown }
  return typeof toJSON === 'function' ? toJSON.call(value, key) : value
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return quoteJson(value)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) {
    return `"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}"`
  }
  return JSON.stringify(value) ?? 'null'
}

/** A string as `toJson` writes it. */
export function quoteJson(text: string): string {
  return /["\\\x00-\x1f<>&\u2028\u2029\ud800-\udfff]/.test(text) ? escapeLikeGo(JSON.stringify(text)) : `"${text}"`
}
