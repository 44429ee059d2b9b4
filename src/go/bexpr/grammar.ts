import type { Expression, Match, Operator } from './ast.ts'
import type { Scanner } from './scanner.ts'
import { Terms } from './terms.ts'

/** Deeper nesting is refused: each level is a few frames of the stack. */
const MAX_DEPTH = 200

/** An operator with its rule and the words that it is written in; `_` stands for white space, which may be missing at `_?`. */
type Form = readonly [rule: string, Operator, ...string[]]

const WITH_VALUE: readonly Form[] = [
  ['MatchContains', 'In', '_', 'contains', '_'],
  ['MatchNotContains', 'Not In', '_', 'not', '_', 'contains', '_'],
  ['MatchMatches', 'Matches', '_', 'matches', '_'],
  ['MatchNotMatches', 'Not Matches', '_', 'not', '_', 'matches', '_'],
]
const WITHOUT_VALUE: readonly Form[] = [
  ['MatchIsEmpty', 'Is Empty', '_', 'is', '_', 'empty'],
  ['MatchIsNotEmpty', 'Is Not Empty', '_', 'is', '_', 'not', '_', 'empty'],
]
const BEFORE_SELECTOR: readonly Form[] = [
  ['MatchIn', 'In', '_', 'in', '_'],
  ['MatchNotIn', 'Not In', '_', 'not', '_', 'in', '_'],
]
const EQUALITY: readonly Form[] = [
  ['MatchEqual', 'Equal', '_?', '==', '_?'],
  ['MatchNotEqual', 'Not Equal', '_?', '!=', '_?'],
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
  readonly #terms: Terms
  #depth = 0
  /** What an `or` chain at a place is, so that nested parentheses are not read again and again. */
  readonly #known = new Map<number, Found<Expression> | undefined>()

  constructor(scanner: Scanner) {
    this.#in = scanner
    this.#terms = new Terms(scanner)
  }

  /** A whole text; one in parentheses is first tried without a look at what may follow them. */
  input(): Expression | undefined {
    return this.#in.rule('Input', () => {
      this.#terms.space()
      return this.#in.attempt(() => this.#toEnd(this.#parenthesized())) ?? this.#toEnd(this.#or())
    })
  }

  #toEnd(expression: Expression | undefined): Expression | undefined {
    if (!expression) return undefined
    this.#terms.space()
    return this.#in.end() ? expression : undefined
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
    return this.#in.rule(kind === 'or' ? 'OrExpression' : 'AndExpression', () => {
      const first = term()
      if (!first) return undefined
      const terms = [first]
      for (;;) {
        const next = this.#in.attempt(() => this.#words('_', kind, '_') && term())
        if (!next) break
        terms.push(next)
      }
      return terms.length === 1 ? first : Object.freeze({ kind, terms: Object.freeze(terms) })
    })
  }

  /** `not` may also be a selector or a value, so each one is given back in turn when what follows it makes no sense. */
  #not(): Expression | undefined {
    const starts = [this.#in.pos]
    while (this.#in.rule('NotExpression', () => this.#in.attempt(() => this.#words('not', '_'))))
      starts.push(this.#in.pos)
    for (;;) {
      const start = starts.pop()
      if (start === undefined) return undefined
      this.#in.pos = start
      const term = this.#in.rule('"grouping"', () => this.#grouping())
      if (term) return starts.length % 2 === 0 ? term : Object.freeze({ kind: 'not', term })
    }
  }

  #grouping(): Expression | undefined {
    const grouped = this.#in.attempt(() => this.#parenthesized())
    if (grouped) return grouped
    const match = this.#match()
    if (match) return match
    this.#in.attempt(() => {
      if (this.#opened() && this.#in.not(() => this.#in.word(')'))) this.#in.error('Unmatched parentheses')
      return undefined
    })
    return undefined
  }

  #opened(): Expression | undefined {
    if (!this.#in.word('(')) return undefined
    this.#terms.space()
    const expression = this.#or()
    if (expression) this.#terms.space()
    return expression
  }

  #parenthesized(): Expression | undefined {
    const expression = this.#opened()
    return expression && this.#in.word(')') ? expression : undefined
  }

  #match(): Match | undefined {
    return this.#in.rule('"match"', () => this.#selectorFirst() ?? this.#valueFirst())
  }

  #selectorFirst(): Match | undefined {
    return this.#in.attempt(() => {
      const selector = this.#terms.selector()
      if (!selector) return undefined
      const found = this.#in.attempt(() => {
        const operator = this.#oneOf(EQUALITY) ?? this.#oneOf(WITH_VALUE)
        const value = operator && this.#terms.value()
        return value === undefined ? undefined : { operator, value }
      })
      if (found?.operator) return match(selector, found.operator, found.value)
      const operator = this.#oneOf(WITHOUT_VALUE)
      return operator && match(selector, operator, '')
    })
  }

  #valueFirst(): Match | undefined {
    return this.#in.attempt(() => {
      const value = this.#terms.value()
      if (value === undefined) return undefined
      const operator = this.#oneOf(BEFORE_SELECTOR)
      if (!operator) return undefined
      const selector = this.#terms.selector()
      if (selector) return match(selector, operator, value)
      this.#in.error('Invalid selector')
      return undefined
    })
  }

  #oneOf(forms: readonly Form[]): Operator | undefined {
    const isHere = ([rule, , ...words]: Form): boolean | undefined =>
      this.#in.rule(rule, () => this.#in.attempt(() => this.#words(...words)))
    return forms.find(isHere)?.[1]
  }

  #words(...words: readonly string[]): boolean {
    return words.every(word => {
      if (word === '_?') this.#terms.space()
      return word === '_?' || (word === '_' ? this.#terms.space() : this.#in.word(word))
    })
  }
}

const match = (selector: readonly string[], operator: Operator, value: string): Match =>
  Object.freeze({ kind: 'match', selector, operator, value })
