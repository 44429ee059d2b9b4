import { goUnquote } from '../unquote.ts'
import type { Scanner } from './scanner.ts'

/** Rules of the language that read one letter after the other: what stands on the two sides of an operator. */
export class Terms {
  readonly #in: Scanner

  constructor(scanner: Scanner) {
    this.#in = scanner
  }

  space(): boolean {
    return this.#in.rule('"whitespace"', () => this.#in.chars(/[ \t\r\n]/, '[ \\t\\r\\n]'))
  }

  selector(): readonly string[] | undefined {
    return this.#in.rule('"selector"', () => {
      const first = this.#identifier()
      if (first === undefined) return undefined
      const names = [first]
      for (;;) {
        const next = this.#in.rule('SelectorOrIndex', () => this.#member() ?? this.#index())
        if (next === undefined) return Object.freeze(names)
        names.push(next)
      }
    })
  }

  value(): string | undefined {
    return this.#in.rule('"value"', () => this.selector()?.join('.') ?? this.#number() ?? this.#string())
  }

  #member(): string | undefined {
    return this.#in.attempt(() => (this.#in.word('.') ? this.#identifier() : undefined))
  }

  #identifier(): string | undefined {
    return this.#in.rule('Identifier', () => {
      const from = this.#in.pos
      if (!this.#in.char(/[a-zA-Z]/, '[a-zA-Z]')) return undefined
      this.#in.chars(/[a-zA-Z0-9_]/, '[a-zA-Z0-9_]')
      return this.#in.text.slice(from, this.#in.pos)
    })
  }

  #index(): string | undefined {
    return this.#in.rule('"index"', () =>
      this.#in.attempt(() => {
        if (!this.#in.word('[')) return undefined
        this.space()
        const key = this.#string()
        if (key === undefined) {
          this.#in.error('Invalid index')
          return undefined
        }
        this.space()
        if (this.#in.word(']')) return key
        this.#in.error('Unclosed index expression')
        return undefined
      }),
    )
  }

  #number(): string | undefined {
    return this.#in.rule('"number"', () =>
      this.#in.attempt(() => {
        const from = this.#in.pos
        this.#in.word('-')
        if (!this.#in.rule('IntegerOrFloat', () => this.#digits())) return undefined
        const end = this.#in.pos
        if (!this.#in.rule('AfterNumbers', () => this.space() || this.#in.end() || this.#in.word(')'))) {
          this.#in.error('Invalid number literal')
          return undefined
        }
        this.#in.pos = end
        return this.#in.text.slice(from, end)
      }),
    )
  }

  #digits(): boolean {
    if (!this.#in.word('0')) {
      if (!this.#in.char(/[1-9]/, '[1-9]')) return false
      this.#in.chars(/[0-9]/, '[0-9]')
    }
    this.#in.attempt(() => this.#in.word('.') && this.#in.chars(/[0-9]/, '[0-9]'))
    return true
  }

  #string(): string | undefined {
    return this.#in.rule('"string"', () =>
      this.#in.attempt(() => {
        const from = this.#in.pos
        const quote = ['`', '"'].find(sign => this.#in.word(sign))
        if (quote === undefined) return undefined
        const isClosed = this.#in.rule(quote === '"' ? 'DoubleStringChar' : 'RawStringChar', () =>
          this.#in.until(quote),
        )
        if (!isClosed) {
          this.#in.error('Unterminated string literal')
          return undefined
        }
        this.#in.word(quote)
        const text = goUnquote(this.#in.text.slice(from, this.#in.pos))
        if (text === undefined) this.#in.error('invalid syntax', from)
        return text ?? ''
      }),
    )
  }
}
