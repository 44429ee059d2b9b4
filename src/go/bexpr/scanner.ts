import { hasInvalidUtf8 } from '../json/utf8.ts'

/**
 * Walks over a text as a PEG parser does and notes, at the furthest place where something was wanted in vain, all that
 * would have been right there: this is what error texts list.
 */
export class Scanner {
  pos = 0
  readonly text: string
  #furthest = 0
  #inverted = false
  readonly #expected = new Set<string>()
  readonly #errors = new Map<string, { readonly at: number; readonly message: string }>()
  /** The rules that are being tried, outermost first. */
  readonly #rules: string[] = []
  readonly #hasInvalid: boolean

  constructor(text: string) {
    this.text = text
    this.#hasInvalid = hasInvalidUtf8(text)
    if (this.#hasInvalid) this.#reach(0)
  }

  /** What a rule finds; errors within are noted under its name. */
  rule<T>(name: string, look: () => T): T {
    this.#rules.push(name)
    const found = look()
    this.#rules.pop()
    return found
  }

  /** Consumes exactly this word. Its label is made only where it is noted: most words are tried in vain. */
  word(word: string): boolean {
    const from = this.pos
    const found = this.text.startsWith(word, from)
    if (found) this.pos += word.length
    if (this.#hasInvalid) this.#reachWithin(word, from)
    if (found === this.#inverted && from >= this.#furthest) this.#note(found, from, quoted(word))
    return found
  }

  /** Consumes one character that `set` holds; `label` is how error texts call the set. */
  char(set: RegExp, label: string): boolean {
    const found = this.pos < this.text.length && set.test(this.text.charAt(this.pos))
    if (found) this.pos++
    if (found && this.#hasInvalid) this.#reach(this.pos)
    this.#note(found, found ? this.pos - 1 : this.pos, label)
    return found
  }

  /** One or more characters of the set. */
  chars(set: RegExp, label: string): boolean {
    if (!this.char(set, label)) return false
    while (this.char(set, label));
    return true
  }

  /** Whether the text is at its end; nothing is consumed. */
  end(): boolean {
    return this.rule('EOF', () =>
      this.not(() => {
        const found = this.pos < this.text.length
        if (found && this.#hasInvalid) this.#reach(this.pos + 1)
        this.#note(found, this.pos, '.')
        return found
      }),
    )
  }

  /** Whether `look` fails here; nothing is consumed, and what it wanted is now what was not wanted. */
  not(look: () => unknown): boolean {
    const from = this.pos
    this.#inverted = !this.#inverted
    const found = look()
    this.#inverted = !this.#inverted
    this.pos = from
    return found === undefined || found === false
  }

  /** What `rule` finds; when it finds nothing, nothing was consumed. */
  attempt<T>(rule: () => T | undefined | false): T | undefined {
    const from = this.pos
    const found = rule()
    if (found !== undefined && found !== false) return found
    this.pos = from
    return undefined
  }

  /** Goes on to the next `sign`, or to the end; whether there is one. */
  until(sign: string): boolean {
    const from = this.pos
    const at = this.text.indexOf(sign, from)
    this.pos = at < 0 ? this.text.length : at
    if (this.#hasInvalid) for (let i = from + 1; i <= this.pos + (at < 0 ? 0 : 1); i++) this.#reach(i)
    return at >= 0
  }

  /** Records an error of the present rule and continues scanning. */
  error(message: string, at = this.pos): void {
    const rule = this.#rules.at(-1)
    const text = rule === undefined ? message : `rule ${rule}: ${message}`
    this.#errors.set(`${at} ${text}`, { at, message: text })
  }

  /** All errors noted so far, one a line. */
  get errors(): string | undefined {
    const errors = [...this.#errors.values()]
    const places = this.#places(errors.map(({ at }) => at))
    return errors.length > 0 ? errors.map(({ at, message }) => `${places.get(at)}: ${message}`).join('\n') : undefined
  }

  /** Says what would have been right at the furthest place. */
  get mismatch(): string {
    const atEnd = this.#expected.delete('!.')
    const wanted = [...this.#expected].sort()
    if (atEnd) wanted.push('EOF')
    const last = wanted.pop() ?? ''
    const list = wanted.length > 0 ? `${wanted.join(', ')} or ${last}` : last
    return `${this.#places([this.#furthest]).get(this.#furthest)}: no match found, expected: ${list}`
  }

  /** A rule that comes to a byte that is not UTF-8 notes an error, even when the parser then goes back. */
  #reach(at: number): void {
    const isSecondHalf = /[\ud800-\udbff]/.test(this.text.charAt(at - 1))
    if (!isSecondHalf && hasInvalidUtf8(this.text.charAt(at))) this.error('invalid encoding', at)
  }

  #reachWithin(word: string, from: number): void {
    let length = 0
    while (length < word.length && word[length] === this.text[from + length]) length++
    if (length > 0) this.#reach(from + length)
  }

  #note(found: boolean, at: number, want: string): void {
    if (found !== this.#inverted || at < this.#furthest) return
    if (at > this.#furthest) {
      this.#furthest = at
      this.#expected.clear()
    }
    this.#expected.add(this.#inverted ? `!${want}` : want)
  }

  /** Line and column in characters, then the offset in bytes. A line break already counts to the line it begins. */
  #places(wanted: readonly number[]): ReadonlyMap<number, string> {
    const places = new Map<number, string>()
    let [at, line, column, bytes] = [0, 1, 0, 0]
    for (const until of [...wanted].sort((a, b) => a - b)) {
      for (const char of this.text.slice(at, until)) {
        column = char === '\n' ? 0 : column + 1
        if (char === '\n') line++
        bytes += hasInvalidUtf8(char) ? 1 : Buffer.byteLength(char)
      }
      at = until
      const atBreak = this.text.charAt(until) === '\n'
      places.set(until, `${atBreak ? line + 1 : line}:${atBreak ? 0 : column + 1} (${bytes})`)
    }
    return places
  }
}

const quoted = (word: string): string => `"${word.replaceAll('"', '\\"')}"`
