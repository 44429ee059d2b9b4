import { setOwn } from '../../lib/set-own.ts'
import { quoteGo } from '../quote.ts'
import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './characters.ts'
import { JsonError, MAX_DEPTH } from './error.ts'
import { Members } from './members.ts'

/** Gives the value of a number that is no exact integer: with a fraction or an exponent, or beyond float64. */
export type ReadNumber = (literal: string) => unknown

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
export class Reader {
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
