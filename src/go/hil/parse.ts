import { quoteGo } from '../quote.ts'
import { ParseError, parseInteger } from '../strconv.ts'
import type { Node } from './ast.ts'
import { placeOf, TemplateSyntaxError } from './errors.ts'
import { type Operator, OPERATORS } from './operators.ts'
import { Float } from './values.ts'

/** Nested deeper, or of more operations, a template is refused: what evaluates it calls itself. */
const MAX_DEPTH = 32
const MAX_OPERATIONS = 1000

const SPACE = /[ \t\r\n]*/y
const INTEGER = /[0-9]+/y
/** Go's scanner takes the first of two dots for one of a number. */
const FLOAT = /[0-9]+\.(?:[0-9]+|(?=\.))/y
/** A star stands between dots, or at the end. */
const IDENTIFIER = /[\p{L}_](?:[\p{L}\p{N}\p{M}_-]|\.(?!\*[\p{L}\p{N}\p{M}_*-])\*?)*/uy
const OPERATOR = /\|\||&&|[=!<>]=|[<>+\-*/%]/y
/** What a scanner knows besides. */
const PUNCTUATION = /[()[\],.?:!}]/y
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }

/** Reads a template; throws a TemplateSyntaxError. */
export const parseTemplate = (text: string): Node => new Parser(text).template()

class Parser {
  readonly #text: string
  #at = 0
  #depth = 0
  #operations = 0

  constructor(text: string) {
    this.#text = text
  }

  template(): Node {
    return this.#output(0, false)
  }

  /** Text with expressions in it, up to its end or to the quote that ends a string. */
  #output(at: number, quoted: boolean): Node {
    const parts: Node[] = []
    const start = this.#at
    let literal = ''
    const endLiteral = (): void => {
      if (literal !== '') parts.push({ kind: 'literal', at: start, value: literal })
      literal = ''
    }
    for (;;) {
      const char = this.#text[this.#at]
      if (quoted ? char === '"' : char === undefined) break
      if (char === undefined)
        throw this.#expected('"${"', start, `invalid sequence ${quoteGo(this.#text.slice(start))}`)
      const next = this.#text[this.#at + 1]
      if (char === '$' && next === '{') {
        endLiteral()
        this.#at += 2
        parts.push(this.#expression())
        this.#expect('}')
        continue
      }
      if (char === '$' && next === '$') {
        literal += '$'
        this.#at += 2
      } else if (quoted && char === '\\') {
        const escaped = ESCAPES[next ?? '']
        if (escaped === undefined) throw this.#error(this.#at, 'invalid backslash escape sequence')
        literal += escaped
        this.#at += 2
      } else {
        literal += char
        this.#at++
      }
    }
    endLiteral()
    return { kind: 'output', at, parts }
  }

  #expression(): Node {
    if (++this.#depth > MAX_DEPTH) throw this.#error(this.#at, 'nested too deeply')
    this.#skipSpace()
    const at = this.#at
    const test = this.#operation(0)
    if (!this.#skipOne('?')) {
      this.#depth--
      return test
    }
    const ifTrue = this.#expression()
    this.#expect(':', ':')
    const ifFalse = this.#expression()
    this.#depth--
    return { kind: 'condition', at, test, ifTrue, ifFalse }
  }

  /** Operators of a level and above, which combine from the left. */
  #operation(level: number): Node {
    const operators: readonly Operator[] | undefined = OPERATORS[level]
    if (!operators) return this.#term()
    this.#skipSpace()
    const at = this.#at
    let left = this.#operation(level + 1)
    for (let operator = this.#operator(operators); operator; operator = this.#operator(operators)) {
      left = this.#operationOf(at, operator, left, this.#operation(level + 1))
    }
    return left
  }

  #operationOf(at: number, operator: Operator, left: Node, right: Node): Node {
    if (++this.#operations > MAX_OPERATIONS) throw this.#error(at, 'too many operations')
    return { kind: 'operation', at, operator, left, right }
  }

  #operator(operators: readonly Operator[]): Operator | undefined {
    this.#skipSpace()
    const start = this.#at
    const taken = this.#take(OPERATOR)
    const operator = operators.find(operator => operator === taken)
    if (!operator) this.#at = start
    return operator
  }

  #term(): Node {
    this.#skipSpace()
    const at = this.#at
    if (this.#skipOne('(')) {
      const inner = this.#expression()
      this.#expect(')')
      return inner
    }
    if (this.#text[at] === '"') {
      this.#at++
      const text = this.#nested(() => this.#output(at, true))
      this.#at++
      return text
    }
    if (this.#skipOne('-')) {
      const zero: Node = { kind: 'literal', at, value: 0n }
      return this.#operationOf(
        at,
        '-',
        zero,
        this.#nested(() => this.#term()),
      )
    }
    if (this.#text[at] === '!' && this.#text[at + 1] !== '=') {
      this.#at++
      const no: Node = { kind: 'literal', at, value: false }
      return this.#operationOf(
        at,
        '==',
        no,
        this.#nested(() => this.#term()),
      )
    }
    const float = this.#take(FLOAT)
    if (float !== undefined) return { kind: 'literal', at, value: new Float(Number(float)) }
    const integer = this.#take(INTEGER)
    if (integer !== undefined) return { kind: 'literal', at, value: this.#integer(integer, at) }
    const name = this.#take(IDENTIFIER)
    if (name === undefined) throw this.#expected('expression', at)
    if (name === 'true' || name === 'false') return { kind: 'literal', at, value: name === 'true' }
    return this.#named(name, at)
  }

  /** A variable, a member of one, or a call. */
  #named(name: string, at: number): Node {
    if (this.#skipOne('(')) {
      const values: Node[] = []
      this.#skipSpace()
      while (this.#text[this.#at] !== ')') {
        values.push(this.#expression())
        if (!this.#skipOne(',')) break
        this.#skipSpace()
      }
      this.#expect(')')
      return { kind: 'call', at, name, values }
    }
    this.#skipSpace()
    const bracket = this.#at
    if (!this.#skipOne('[')) return { kind: 'variable', at, name }
    const key = this.#expression()
    this.#expect(']')
    return { kind: 'index', at: bracket, name, variableAt: at, key }
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw this.#error(this.#at, 'nested too deeply')
    const made = read()
    this.#depth--
    return made
  }

  #integer(digits: string, at: number): bigint {
    try {
      parseInteger(digits)
      return BigInt(digits)
    } catch (err) {
      if (err instanceof ParseError) throw this.#error(at, `invalid integer: ${err.message}`)
      throw err
    }
  }

  #skipOne(char: string): boolean {
    this.#skipSpace()
    const there = this.#text[this.#at] === char
    if (there) this.#at++
    return there
  }

  #expect(char: string, name = `"${char}"`): void {
    if (!this.#skipOne(char)) throw this.#expected(name, this.#at)
  }

  #expected(what: string, at: number, found = this.#found()): TemplateSyntaxError {
    return this.#error(at, `expected ${what} but found ${found}`)
  }

  #error(at: number, problem: string): TemplateSyntaxError {
    const { line, column } = placeOf(this.#text, at)
    return new TemplateSyntaxError(`parse error at ${line}:${column}: ${problem}`)
  }

  /** What stands here, as errors call it. */
  #found(): string {
    const char = this.#text[this.#at]
    if (char === undefined) return 'end of string'
    if (char === '"') return 'opening quote'
    const float = this.#take(FLOAT)
    if (float !== undefined) return `float ${float}`
    const integer = this.#take(INTEGER)
    if (integer !== undefined) return `integer ${integer}`
    const token = this.#take(IDENTIFIER) ?? this.#take(OPERATOR) ?? this.#take(PUNCTUATION)
    if (token !== undefined) return `"${token}"`
    return `invalid sequence ${quoteGo(String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0))}`
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const taken = pattern.exec(this.#text)?.[0]
    this.#at += taken?.length ?? 0
    return taken
  }

  #skipSpace(): void {
    this.#take(SPACE)
  }
}
