import { type CharTest, type ClassPart, classTest, perlClass, posixClass, unicodeClass } from './regexp-class.ts'
import { RegexpProblem } from './regexp-problem.ts'

const CONTROL: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

/** Reads what stands for characters: escapes, `\p{…}` and bracketed classes. `at` moves along. */
export class ClassReader {
  at: number
  readonly #text: string

  constructor(text: string, at: number) {
    this.#text = text
    this.at = at
  }

  /** `[…]`, from its opening bracket on. */
  bracketed(fold: boolean): CharTest {
    const from = this.at++
    const negated = this.#skip('^')
    const parts: ClassPart[] = []
    for (let first = true; first || this.#text.charAt(this.at) !== ']'; first = false) {
      parts.push(this.#posix() ?? this.unicode() ?? this.#perl() ?? this.#range(from))
    }
    this.at++
    return classTest(parts, negated, fold)
  }

  #skip(char: string): boolean {
    const found = this.#text.charAt(this.at) === char
    if (found) this.at++
    return found
  }

  #posix(): ClassPart | undefined {
    if (!this.#text.startsWith('[:', this.at)) return undefined
    const end = this.#text.indexOf(':]', this.at + 2)
    if (end < 0) return undefined
    const part = posixClass(this.#text.slice(this.at + 2, end))
    if (!part) throw new RegexpProblem('invalid character class range', this.#text.slice(this.at, end + 2))
    this.at = end + 2
    return part
  }

  #perl(): ClassPart | undefined {
    const part = this.#text.charAt(this.at) === '\\' ? perlClass(this.#text.charAt(this.at + 1)) : undefined
    if (part) this.at += 2
    return part
  }

  /** `\pL`, `\p{Greek}`, `\P{^Greek}`; undefined when something else stands here. */
  unicode(): ClassPart | undefined {
    const form = /^\\([pP])(?:\{([^}]*)\}|([^{]))/su.exec(this.#text.slice(this.at, this.at + 128))
    const unclosed = /^\\[pP]/.test(this.#text.slice(this.at, this.at + 2))
    if (!form) {
      if (unclosed) throw new RegexpProblem('invalid character class range', this.#text.slice(this.at))
      return undefined
    }
    const [whole, letter, braced, single] = form
    const part = unicodeClass(braced ?? single ?? '', letter === 'P')
    if (!part) throw new RegexpProblem('invalid character class range', whole)
    this.at += whole.length
    return part
  }

  #range(open: number): ClassPart {
    const start = this.at
    const from = this.#one(open)
    const next = this.#text.charAt(this.at + 1)
    if (this.#text.charAt(this.at) !== '-' || next === ']' || next === '') return { from, to: from }
    this.at++
    const to = this.#one(open)
    if (to < from) throw new RegexpProblem('invalid character class range', this.#text.slice(start, this.at))
    return { from, to }
  }

  #one(open: number): number {
    if (this.at >= this.#text.length) throw new RegexpProblem('missing closing ]', this.#text.slice(open))
    if (this.#text.charAt(this.at) === '\\') return this.escape()
    return this.#rune() ?? 0
  }

  #rune(): number | undefined {
    const code = this.#text.codePointAt(this.at)
    if (code !== undefined) this.at += code > 0xffff ? 2 : 1
    return code
  }

  /** One escaped character, from its backslash on. */
  escape(): number {
    const from = this.at++
    const code = this.#rune()
    if (code === undefined) throw new RegexpProblem('trailing backslash at end of expression', '')
    const char = String.fromCodePoint(code)
    const value = CONTROL[char] ?? (char === 'x' ? this.#hex() : (this.#octal(char) ?? punctuation(char)))
    if (value === undefined) throw new RegexpProblem('invalid escape sequence', this.#text.slice(from, this.at))
    return value
  }

  /** Up to three octal digits after a zero; a single other digit would refer back to a group, which there is not. */
  #octal(first: string): number | undefined {
    const rest = /^[0-7]{0,2}/.exec(this.#text.slice(this.at, this.at + 2))?.[0] ?? ''
    if (!/[0-7]/.test(first) || (first !== '0' && rest === '')) return undefined
    this.at += rest.length
    return parseInt(first + rest, 8)
  }

  #hex(): number | undefined {
    if (!this.#skip('{')) {
      const from = this.at
      const digits = [this.#rune(), this.#rune()]
      const text = this.#text.slice(from, this.at)
      return digits.includes(undefined) || !/^[0-9a-fA-F]{2}$/.test(text) ? undefined : parseInt(text, 16)
    }
    const from = this.at
    let value = 0
    for (let code = this.#rune(); code !== undefined; code = this.#rune()) {
      const char = String.fromCodePoint(code)
      if (char === '}') return this.at - 1 > from ? value : undefined
      value = /[0-9a-fA-F]/.test(char) ? value * 16 + parseInt(char, 16) : NaN
      if (!(value <= 0x10ffff)) return undefined
    }
    return undefined
  }
}

/** What is no letter and no digit stands for itself. */
function punctuation(char: string): number | undefined {
  return /^[!-/:-@[-`{-~\x00- \x7f]$/.test(char) ? char.charCodeAt(0) : undefined
}
