import { quoteGo } from './quote.ts'

/** A template that cannot be read. */
export class TemplateSyntaxError extends Error {
  override readonly name = 'TemplateSyntaxError'
}

/** A template that cannot be filled in. */
export class TemplateEvaluationError extends Error {
  override readonly name = 'TemplateEvaluationError'
}

/** What a template may name. A function takes one number. */
export interface TemplateScope {
  readonly variables: Readonly<Record<string, string>>
  readonly functions: Readonly<Record<string, (argument: number) => string>>
}

type Value = string | number | boolean

/** Nested deeper, a template is refused. */
const MAX_DEPTH = 32
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_.*-]*/y
const NUMBER = /-?[0-9]+(\.[0-9]+)?/y
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }

/**
 * Fills in a text with `${…}` in it: variables, calls of functions, and literals. Of the interpolation language that
 * Consul takes (HIL), operators, conditions and indexes are left out.
 */
export function renderTemplate(text: string, scope: TemplateScope): string {
  const reader = new Reader(text, scope)
  const parts = reader.parts(0)
  return parts()
}

/** Reads a template into functions, so that what is malformed is found before anything is evaluated. */
class Reader {
  readonly #text: string
  readonly #scope: TemplateScope
  #at = 0

  constructor(text: string, scope: TemplateScope) {
    this.#text = text
    this.#scope = scope
  }

  /** Text with expressions in it, up to its end or to the quote that ends a string. */
  parts(depth: number): () => string {
    const parts: (() => Value)[] = []
    const start = this.#at
    let literal = ''
    for (;;) {
      const char = this.#text[this.#at]
      if (depth === 0 ? char === undefined : char === '"') break
      if (char === undefined) throw this.#expected('"${"', start, `invalid sequence "${this.#text.slice(start)}"`)
      if (char === '$' && this.#text[this.#at + 1] === '$') {
        literal += '$'
        this.#at += 2
      } else if (char === '$' && this.#text[this.#at + 1] === '{') {
        const before = literal
        literal = ''
        this.#at += 2
        const value = this.#expression(depth + 1)
        this.#expect('}')
        parts.push(() => before, value)
      } else if (depth > 0 && char === '\\') {
        literal += ESCAPES[this.#text[this.#at + 1] ?? ''] ?? ''
        this.#at += 2
      } else {
        literal += char
        this.#at++
      }
    }
    return () => parts.map(part => String(part())).join('') + literal
  }

  #expression(depth: number): () => Value {
    this.#skipSpace()
    const start = this.#at
    if (depth > MAX_DEPTH) throw new TemplateSyntaxError(`parse error at ${this.#place(start)}: nested too deeply`)
    const number = this.#take(NUMBER)
    if (number !== undefined) return () => Number(number)
    if (this.#text[this.#at] === '"') {
      this.#at++
      const parts = this.parts(depth + 1)
      this.#at++
      return parts
    }
    const name = this.#take(IDENTIFIER)
    if (name === undefined) throw this.#expected('expression', this.#at)
    if (name === 'true' || name === 'false') return () => name === 'true'
    if (this.#text[this.#at] === '(') return this.#call(name, start, depth)
    return () => {
      const { variables } = this.#scope
      if (Object.hasOwn(variables, name)) return variables[name] as string
      throw new TemplateEvaluationError(`${this.#place(start)}: unknown variable accessed: ${name}`)
    }
  }

  #call(name: string, start: number, depth: number): () => Value {
    const values: (() => Value)[] = []
    this.#at++
    this.#skipSpace()
    if (this.#text[this.#at] === ')') this.#at++
    else {
      do values.push(this.#expression(depth + 1))
      while (this.#skipOne(','))
      this.#expect(')')
    }
    return () => {
      const { functions } = this.#scope
      const call = Object.hasOwn(functions, name) ? functions[name] : undefined
      if (!call) throw new TemplateEvaluationError(`${this.#place(start)}: unknown function called: ${name}`)
      if (values.length !== 1) {
        throw new TemplateEvaluationError(`${this.#place(start)}: ${name}: expected 1 arguments, got ${values.length}`)
      }
      return call(toInteger(values[0]?.() ?? ''))
    }
  }

  #skipOne(char: string): boolean {
    this.#skipSpace()
    const there = this.#text[this.#at] === char
    if (there) this.#at++
    return there
  }

  #expect(char: string): void {
    if (!this.#skipOne(char)) throw this.#expected(`"${char}"`, this.#at)
  }

  #expected(what: string, at: number, found = this.#found()): TemplateSyntaxError {
    return new TemplateSyntaxError(`parse error at ${this.#place(at)}: expected ${what} but found ${found}`)
  }

  /** What stands here, as errors call it. */
  #found(): string {
    const at = this.#at
    const char = this.#text[at]
    if (char === undefined) return 'end of string'
    if (char === '"') return 'opening quote'
    const number = this.#take(NUMBER)
    if (number !== undefined) return `${number.includes('.') ? 'float' : 'integer'} ${number}`
    const name = this.#take(IDENTIFIER)
    if (name !== undefined) return `"${name}"`
    return /[-+*/%()[\]{}.,:?!<>=&|]/.test(char) ? `"${char}"` : `invalid sequence "${char}"`
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const taken = pattern.exec(this.#text)?.[0]
    this.#at += taken?.length ?? 0
    return taken
  }

  #skipSpace(): void {
    while (/[ \t\n\r]/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  /** Line and column, both from 1. */
  #place(at: number): string {
    const before = this.#text.slice(0, at).split('\n')
    return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
  }
}

function toInteger(value: Value): number {
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value === 'string' && /^[-+]?[0-9]{1,18}$/.test(value)) return Number(value)
  throw new TemplateEvaluationError(
    `__builtin_StringToInt: strconv.ParseInt: parsing ${quoteGo(String(value))}: invalid syntax`,
  )
}
