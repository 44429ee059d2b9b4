/** What is wrong with a text, and where: line and column count from 1. */
export interface TextProblem {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** Where a text is no JSON; undefined where it is. Browsers tell the place each in its own way, or not at all. */
export function jsonProblem(text: string): TextProblem | undefined {
  try {
    new Scanner(text).whole()
    return undefined
  } catch (err) {
    if (err instanceof Broken) return { ...lineAndColumn(text, err.at), message: err.message }
    throw err
  }
}

/** The same for a text that may be anything: only where it begins as an object or a list does. */
export const likelyJsonProblem = (text: string): TextProblem | undefined =>
  /^\s*[{[]/.test(text) ? jsonProblem(text) : undefined

/** The line and column of a position. */
function lineAndColumn(text: string, at: number): Pick<TextProblem, 'line' | 'column'> {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

class Broken extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y
const SPACE = /[ \t\r\n]*/y
/** Deeper texts are left to the agent, rather than to the browser's stack. */
const DEEPEST = 500

class Scanner {
  readonly #text: string
  #at = 0
  constructor(text: string) {
    this.#text = text
  }

  whole(): void {
    this.#value(0)
    if (this.#next() !== '') throw new Broken(this.#at, 'Nothing may follow after the end of the value.')
  }

  #value(depth: number): void {
    const first = this.#next()
    if (depth > DEEPEST) throw new Broken(this.#at, `This is nested more than ${DEEPEST} levels deep.`)
    if (first === '{') this.#list('}', () => this.#member(depth))
    else if (first === '[') this.#list(']', () => this.#value(depth + 1))
    else if (first === '"') this.#string('A text')
    else if (first === '') throw new Broken(this.#at, 'A value is missing at the end.')
    else if (!this.#take(LITERAL)) throw new Broken(this.#at, `A value is expected here, not ${shown(first)}.`)
  }

  #member(depth: number): void {
    const first = this.#next()
    if (first !== '"') throw new Broken(this.#at, `A name in double quotes is expected here, not ${shown(first)}.`)
    this.#string('A name')
    const colon = this.#next()
    if (colon !== ':') throw new Broken(this.#at, `A colon is expected after the name, not ${shown(colon)}.`)
    this.#at += 1
    this.#value(depth + 1)
  }

  #list(end: '}' | ']', item: () => void): void {
    const start = this.#at
    this.#at += 1
    if (this.#next() === end) return void (this.#at += 1)
    for (;;) {
      item()
      const next = this.#next()
      if (next !== end && next !== ',') {
        if (next === '') throw new Broken(start, `This has no end: a ${end} is missing.`)
        throw new Broken(this.#at, `A comma or ${end} is expected here, not ${shown(next)}.`)
      }
      this.#at += 1
      if (next === end) return
      if (this.#next() === end) throw new Broken(this.#at, `No comma may stand before ${end}.`)
    }
  }

  #string(what: string): void {
    if (this.#take(STRING)) return
    throw new Broken(this.#at, `${what} begins here that has no end, or an escape that JSON does not know.`)
  }

  #next(): string {
    this.#take(SPACE)
    return this.#text.charAt(this.#at)
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    const [found] = pattern.exec(this.#text) ?? []
    this.#at += found?.length ?? 0
    return found !== undefined
  }
}

const shown = (char: string): string => (char === '' ? 'the end' : char)

/** The value of a JSON text. Throws with the place where it is broken. */
export function parsedJson(text: string): unknown {
  const problem = jsonProblem(text)
  if (problem) throw new Error(`This is no JSON: line ${problem.line}, column ${problem.column}: ${problem.message}`)
  return JSON.parse(text)
}
