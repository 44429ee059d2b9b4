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

  constructor(text: string) {
    this.text = text
  }

  /** Consumes exactly this word. Its label is made only where it is noted: most words are tried in vain. */
  word(word: string): boolean {
    const from = this.pos
    const found = this.text.startsWith(word, from)
    if (found) this.pos += word.length
    if (found === this.#inverted && from >= this.#furthest) this.#note(found, from, quoted(word))
    return found
  }

  /** Consumes one character that `set` holds; `label` is how error texts call the set. */
  char(set: RegExp, label: string): boolean {
    const found = this.pos < this.text.length && set.test(this.text.charAt(this.pos))
    if (found) this.pos++
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
    return this.not(() => {
      const found = this.pos < this.text.length
      this.#note(found, this.pos, '.')
      return found
    })
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

  /** Records an error and continues scanning. */
  error(rule: string, message: string, at = this.pos): void {
    const text = `rule "${rule}": ${message}`
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
        bytes += Buffer.byteLength(char)
      }
      at = until
      const atBreak = this.text.charAt(until) === '\n'
      places.set(until, `${atBreak ? line + 1 : line}:${atBreak ? 0 : column + 1} (${bytes})`)
    }
    return places
  }
}

const quoted = (word: string): string => `"${word.replaceAll('"', '\\"')}"`
