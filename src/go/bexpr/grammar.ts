import type { Expression, Match, Operator } from './ast.ts'
import { goUnquote } from '../unquote.ts'
import type { Scanner } from './scanner.ts'

/** Deeper nesting is refused: each level is a few frames of the stack. */
const MAX_DEPTH = 200

/** `_` stands for white space that must be there, the rest for the words themselves. */
const WITH_VALUE: readonly (readonly [Operator, ...string[]])[] = [
  ['In', '_', 'contains', '_'],
  ['Not In', '_', 'not', '_', 'contains', '_'],
  ['Matches', '_', 'matches', '_'],
  ['Not Matches', '_', 'not', '_', 'matches', '_'],
]
const WITHOUT_VALUE: readonly (readonly [Operator, ...string[]])[] = [
  ['Is Empty', '_', 'is', '_', 'empty'],
  ['Is Not Empty', '_', 'is', '_', 'not', '_', 'empty'],
]
const BEFORE_SELECTOR: readonly (readonly [Operator, ...string[]])[] = [
  ['In', '_', 'in', '_'],
  ['Not In', '_', 'not', '_', 'in', '_'],
]
const EQUALITY: readonly (readonly [Operator, string])[] = [
  ['Equal', '=='],
  ['Not Equal', '!='],
]

interface Found<T> {
  readonly end: number
  readonly expression: T
}

/** The rules of the language, one method a rule. What is tried in vain matters as much as what is found: see Scanner. */
export class Grammar {
  /** Whether the text was given up for its nesting. */
  tooDeep = false
  readonly #in: Scanner
  #depth = 0
  /** What an `or` chain at a place is, so that nested parentheses are not read again and again. */
  readonly #known = new Map<number, Found<Expression> | undefined>()

  constructor(scanner: Scanner) {
    this.#in = scanner
  }

  /** A whole text. */
  input(): Expression | undefined {
    this.#space()
    const expression = this.#or()
    if (!expression) return undefined
    this.#space()
    return this.#in.end() ? expression : undefined
  }

  #space(): boolean {
    return this.#in.chars(/[ \t\r\n]/, '[ \\t\\r\\n]')
  }

  #or(): Expression | undefined {
    const from = this.#in.pos
    if (!this.#known.has(from)) {
      this.tooDeep ||= ++this.#depth > MAX_DEPTH
      const expression = this.tooDeep ? undefined : this.#chain('or', () => this.#chain('and', () => this.#not()))
      this.#known.set(from, expression && { end: this.#in.pos, expression })
      this.#depth--
    }
    const known = this.#known.get(from)
    if (known) this.#in.pos = known.end
    return known?.expression
  }

  #chain(kind: 'and' | 'or', term: () => Expression | undefined): Expression | undefined {
    const first = term()
    if (!first) return undefined
    const terms = [first]
    for (;;) {
      const next = this.#in.attempt(() => this.#words('_', kind, '_') && term())
      if (!next) break
      terms.push(next)
    }
    return terms.length === 1 ? first : Object.freeze({ kind, terms: Object.freeze(terms) })
  }

  /** `not` may also be a selector or a value, so each one is given back in turn when what follows it makes no sense. */
  #not(): Expression | undefined {
    const starts = [this.#in.pos]
    while (this.#in.attempt(() => this.#words('not', '_'))) starts.push(this.#in.pos)
    for (;;) {
      const start = starts.pop()
      if (start === undefined) return undefined
      this.#in.pos = start
      const term = this.#grouping()
      if (term) return starts.length % 2 === 0 ? term : Object.freeze({ kind: 'not', term })
    }
  }

  #grouping(): Expression | undefined {
    const open = (): Expression | undefined => {
      if (!this.#in.word('(')) return undefined
      this.#space()
      const expression = this.#or()
      if (expression) this.#space()
      return expression
    }
    const grouped = this.#in.attempt(() => {
      const expression = open()
      return expression && this.#in.word(')') ? expression : undefined
    })
    if (grouped) return grouped
    const match = this.#match()
    if (match) return match
    this.#in.attempt(() => {
      if (open() && this.#in.not(() => this.#in.word(')'))) this.#in.error('grouping', 'Unmatched parentheses')
      return undefined
    })
    return undefined
  }

  #match(): Match | undefined {
    return this.#selectorFirst() ?? this.#valueFirst()
  }

  #selectorFirst(): Match | undefined {
    return this.#in.attempt(() => {
      const selector = this.#selector()
      if (!selector) return undefined
      const found = this.#in.attempt(() => {
        const operator = this.#equality() ?? this.#oneOf(WITH_VALUE)
        const value = operator && this.#value()
        return value === undefined ? undefined : { operator, value }
      })
      if (found?.operator) return match(selector, found.operator, found.value)
      const operator = this.#oneOf(WITHOUT_VALUE)
      return operator && match(selector, operator, '')
    })
  }

  #valueFirst(): Match | undefined {
    return this.#in.attempt(() => {
      const value = this.#value()
      if (value === undefined) return undefined
      const operator = this.#oneOf(BEFORE_SELECTOR)
      if (!operator) return undefined
      const selector = this.#selector()
      if (selector) return match(selector, operator, value)
      this.#in.error('match', 'Invalid selector')
      return undefined
    })
  }

  #equality(): Operator | undefined {
    for (const [operator, sign] of EQUALITY) {
      const found = this.#in.attempt(() => {
        this.#space()
        if (!this.#in.word(sign)) return false
        this.#space()
        return true
      })
      if (found) return operator
    }
    return undefined
  }

  #oneOf(forms: readonly (readonly [Operator, ...string[]])[]): Operator | undefined {
    return forms.find(([, ...words]) => this.#in.attempt(() => this.#words(...words)))?.[0]
  }

  #words(...words: readonly string[]): boolean {
    return words.every(word => (word === '_' ? this.#space() : this.#in.word(word)))
  }

  #selector(): readonly string[] | undefined {
    const first = this.#identifier()
    if (first === undefined) return undefined
    const names = [first]
    for (;;) {
      const next = this.#in.attempt(() => (this.#in.word('.') ? this.#identifier() : undefined)) ?? this.#index()
      if (next === undefined) return Object.freeze(names)
      names.push(next)
    }
  }

  #identifier(): string | undefined {
    const from = this.#in.pos
    if (!this.#in.char(/[a-zA-Z]/, '[a-zA-Z]')) return undefined
    this.#in.chars(/[a-zA-Z0-9_]/, '[a-zA-Z0-9_]')
    return this.#in.text.slice(from, this.#in.pos)
  }

  #index(): string | undefined {
    return this.#in.attempt(() => {
      if (!this.#in.word('[')) return undefined
      this.#space()
      const key = this.#string()
      if (key === undefined) {
        this.#in.error('index', 'Invalid index')
        return undefined
      }
      this.#space()
      if (this.#in.word(']')) return key
      this.#in.error('index', 'Unclosed index expression')
      return undefined
    })
  }

  #value(): string | undefined {
    return this.#selector()?.join('.') ?? this.#number() ?? this.#string()
  }

  #number(): string | undefined {
    return this.#in.attempt(() => {
      const from = this.#in.pos
      this.#in.word('-')
      if (!this.#in.word('0')) {
        if (!this.#in.char(/[1-9]/, '[1-9]')) return undefined
        this.#in.chars(/[0-9]/, '[0-9]')
      }
      this.#in.attempt(() => this.#in.word('.') && this.#in.chars(/[0-9]/, '[0-9]'))
      const end = this.#in.pos
      if (!(this.#space() || this.#in.end() || this.#in.word(')'))) {
        this.#in.error('number', 'Invalid number literal')
        return undefined
      }
      this.#in.pos = end
      return this.#in.text.slice(from, end)
    })
  }

  #string(): string | undefined {
    return this.#in.attempt(() => {
      const from = this.#in.pos
      const quote = ['`', '"'].find(sign => this.#in.word(sign))
      if (quote === undefined) return undefined
      const close = this.#in.text.indexOf(quote, this.#in.pos)
      this.#in.pos = close < 0 ? this.#in.text.length : close
      if (close < 0) {
        this.#in.error('string', 'Unterminated string literal')
        return undefined
      }
      this.#in.word(quote)
      const text = goUnquote(this.#in.text.slice(from, this.#in.pos))
      if (text === undefined) this.#in.error('string', 'invalid syntax', from)
      return text ?? ''
    })
  }
}

const match = (selector: readonly string[], operator: Operator, value: string): Match =>
  Object.freeze({ kind: 'match', selector, operator, value })
