import type { CharTest } from './regexp-class.ts'
import type { Assertion, Regexp } from './regexp-syntax.ts'

/** More would take long to run, however short the pattern. */
const MAX_INSTRUCTIONS = 20_000

/** A pattern that comes to more instructions than are allowed. */
export class TooLarge extends Error {}

/** A step of a program: go on at `next` when a character or a place fits, or go on at two places at once. */
type Instruction =
  | { readonly test: CharTest; next: number }
  | { readonly assertion: Assertion; next: number }
  | { next: number; other: number }
  | { readonly matched: true }

/** No character: before the text, or after it. */
export const NONE = -1
const NEWLINE = 0x0a

const isWord = (code: number): boolean => code < 128 && code >= 0 && /\w/.test(String.fromCharCode(code))

/** Whether a place between two characters fits. */
export const HOLDS: Readonly<Record<Assertion, (before: number, after: number) => boolean>> = {
  'begin-text': before => before === NONE,
  'end-text': (_before, after) => after === NONE,
  'begin-line': before => before === NONE || before === NEWLINE,
  'end-line': (_before, after) => after === NONE || after === NEWLINE,
  word: (before, after) => isWord(before) !== isWord(after),
  'not-word': (before, after) => isWord(before) === isWord(after),
}

/** Runs a pattern over a text, following all of its branches side by side, so that no text takes long. */
export class Program {
  readonly #code: Instruction[] = []
  readonly #start: number
  /** Per instruction, the last step that came to it: each is followed once a step. */
  readonly #seen: Uint32Array
  #step = 0

  constructor(pattern: Regexp) {
    const end = this.#emit({ matched: true })
    this.#start = this.#compile(pattern, end)
    this.#seen = new Uint32Array(this.#code.length)
  }

  /** How large it is. */
  get size(): number {
    return this.#code.length
  }

  /** Whether the pattern is found anywhere in the text. */
  test(text: string): boolean {
    let pending: number[] = []
    let before = NONE
    for (let at = 0; ;) {
      const after = text.codePointAt(at) ?? NONE
      pending.push(this.#start)
      const waiting = this.#follow(pending, before, after)
      if (!waiting) return true
      if (after === NONE) return false
      pending = []
      for (const { test, next } of waiting) if (test(after)) pending.push(next)
      before = after
      at += after > 0xffff ? 2 : 1
    }
  }

  /** All that waits for a character once nothing else can be followed; undefined when the pattern has matched. */
  #follow(from: number[], before: number, after: number): { test: CharTest; next: number }[] | undefined {
    if (++this.#step > 0xffff_fff0) {
      this.#seen.fill(0)
      this.#step = 1
    }
    const waiting = []
    for (let at = from.pop(); at !== undefined; at = from.pop()) {
      if (this.#seen[at] === this.#step) continue
      this.#seen[at] = this.#step
      const instruction = this.#code[at]
      if (!instruction || 'matched' in instruction) return undefined
      if ('test' in instruction) waiting.push(instruction)
      else if ('other' in instruction) from.push(instruction.other, instruction.next)
      else if (HOLDS[instruction.assertion](before, after)) from.push(instruction.next)
    }
    return waiting
  }

  #emit(instruction: Instruction): number {
    if (this.#code.length >= MAX_INSTRUCTIONS) throw new TooLarge()
    return this.#code.push(instruction) - 1
  }

  /** Writes a part backwards: given where to go on after it, gives where it begins. */
  #compile(part: Regexp, next: number): number {
    if (part.kind === 'char') return this.#emit({ test: part.test, next })
    if (part.kind === 'assert') return this.#emit({ assertion: part.assertion, next })
    if (part.kind === 'repeat') return this.#repeat(part.sub, part.min, part.max, next)
    if (part.kind === 'concat') return part.subs.reduceRight((after, sub) => this.#compile(sub, after), next)
    return part.subs
      .map(sub => this.#compile(sub, next))
      .reduceRight((other, start) => this.#emit({ next: start, other }))
  }

  #repeat(sub: Regexp, min: number, max: number, end: number): number {
    let next = end
    if (max === Infinity) {
      const loop = { next: 0, other: end }
      next = this.#emit(loop)
      loop.next = this.#compile(sub, next)
    }
    for (let extra = max === Infinity ? 0 : max - min; extra > 0; extra--) {
      next = this.#emit({ next: this.#compile(sub, next), other: end })
    }
    for (let required = min; required > 0; required--) next = this.#compile(sub, next)
    return next
  }
}
