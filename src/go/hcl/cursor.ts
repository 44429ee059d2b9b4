import type { Position } from './error.ts'

/** What a cursor reads behind the end. */
export const END = ''

/** A mistake in the characters of a document, told when all of it was read as far as possible. */
export interface Complaint {
  readonly at: Position
  readonly message: string
}

/** Reads a document character by character and can step back by one. */
export class Cursor {
  /** A string where each character is one unit of it, as in almost all documents. */
  readonly #chars: string | readonly string[]
  #index = 0
  #line = 1
  #column = 0
  /** Where the cursor was before the last character. Numbers, for an object a character is most of what reading one takes. */
  #indexBefore = 0
  #lineBefore = 1
  #columnBefore = 0
  #atLine = 1
  #atColumn = 1
  /** Of several complaints the last is told, as in Consul. */
  complaint: Complaint | undefined

  constructor(document: Uint8Array) {
    this.#chars = characters(document)
  }

  /** Where the character that was read last stands. */
  get at(): Position {
    return { line: this.#atLine, column: this.#atColumn }
  }

  /** How many characters were read. */
  get index(): number {
    return this.#index
  }

  next(): string {
    this.#indexBefore = this.#index
    this.#lineBefore = this.#line
    this.#columnBefore = this.#column
    this.#column++
    this.#atLine = this.#line
    this.#atColumn = this.#column
    const char = this.#chars[this.#index]
    // Each try to read behind the end counts as a column.
    if (char === undefined) return END
    this.#index++
    if (char === '\n') {
      this.#line++
      this.#column = 0
    }
    if (char === INVALID) {
      this.complain('illegal UTF-8 encoding')
      return '\ufffd'
    }
    if (char !== '\0') return char
    this.complain('unexpected null character (0x00)')
    return END
  }

  peek(): string {
    return this.#chars[this.#index] ?? END
  }

  /** Steps back by one character, unless it was the end that was read. */
  back(char: string): void {
    if (char === END) return
    this.#index = this.#indexBefore
    this.#line = this.#lineBefore
    this.#column = this.#columnBefore
  }

  /** Notes what is wrong with the character that was read last, or at another place. */
  complain(message: string, at: Position = this.at): void {
    this.complaint = { at, message }
  }

  /** The text from an index to here. */
  since(start: number): string {
    const chars = this.#chars
    return typeof chars === 'string' ? chars.slice(start, this.#index) : chars.slice(start, this.#index).join('')
  }
}

/** Stands for a byte that is no UTF-8; longer than any character, so that no document holds it. */
const INVALID = 'invalid'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function characters(document: Uint8Array): string | string[] {
  // A line ends with LF alone for all that follows.
  const bytes = document.includes(CR) ? withoutCrBeforeLf(document) : document
  let text: string | undefined
  try {
    text = strict.decode(bytes)
  } catch {
    text = undefined
  }
  if (text === undefined) return [...byteByByte(bytes)]
  return /[\ud800-\udfff]/.test(text) ? [...text] : text
}

function* byteByByte(bytes: Uint8Array): Iterable<string> {
  for (let i = 0; i < bytes.length;) {
    const length = lengthOf(bytes[i] ?? 0)
    const char = decodeOne(bytes.subarray(i, i + length))
    yield char ?? INVALID
    i += char === undefined ? 1 : length
  }
}

function decodeOne(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

const lengthOf = (first: number): number => (first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4)

const CR = 13
const LF = 10

const withoutCrBeforeLf = (bytes: Uint8Array): Uint8Array =>
  bytes.filter((byte, i) => byte !== CR || bytes[i + 1] !== LF)
