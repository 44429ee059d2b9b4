import type { CharTest } from './regexp-class.ts'
import { RegexpParser } from './regexp-parse.ts'
import { RegexpProblem } from './regexp-problem.ts'
import { HOLDS, NONE, TooLarge } from './regexp-program.ts'
import type { Assertion, Regexp } from './regexp-syntax.ts'

type Instruction =
  | { readonly test: CharTest; readonly next: number }
  | { readonly assertion: Assertion; readonly next: number }
  | { readonly slot: number; readonly next: number }
  /** Two ways to go on, the better one first. */
  | { first: number; second: number }
  | { readonly matched: true }

const MAX_PATTERN = 1 << 12
const MAX_INSTRUCTIONS = 5000
/** Pairs of an instruction and a place that a search may come to; where there are more, nothing is found. */
const MAX_STATES = 1 << 24

/** A compiled pattern that tells what its groups matched. */
export interface CapturingRegexp {
  /** The leftmost match and its groups, '' for a group that took no part; undefined without a match. */
  exec(text: string): readonly string[] | undefined
}

/** Compiles a pattern in Go's syntax; `problem` is Go's text for what is wrong. */
export function compileCaptures(
  pattern: string,
): { regexp: CapturingRegexp; problem?: undefined } | { regexp?: undefined; problem: string } {
  try {
    if (pattern.length > MAX_PATTERN) throw new TooLarge()
    return { regexp: new CapturingProgram(new RegexpParser(pattern).parse()) }
  } catch (error) {
    if (error instanceof RegexpProblem) return { problem: error.message }
    if (error instanceof TooLarge) return { problem: new RegexpProblem('expression too large', pattern).message }
    throw error
  }
}

interface Thread {
  readonly at: number
  readonly place: number
  readonly slots: readonly number[]
}

/** Tries the branches of a pattern in order of preference, none twice from the same place, so that no text takes long. */
class CapturingProgram implements CapturingRegexp {
  readonly #code: Instruction[] = []
  readonly #start: number
  #slots = 2

  constructor(pattern: Regexp) {
    const end = this.#emit({ slot: 1, next: this.#emit({ matched: true }) })
    this.#start = this.#emit({ slot: 0, next: this.#compile(pattern, end) })
  }

  exec(text: string): readonly string[] | undefined {
    const width = text.length + 1
    if (this.#code.length * width > MAX_STATES) return undefined
    const seen = new Uint8Array(Math.ceil((this.#code.length * width) / 8))
    for (let from = 0; from <= text.length; from++) {
      const slots = this.#matchAt(text, from, seen)
      if (!slots) continue
      const groups: string[] = []
      for (let i = 0; i < this.#slots; i += 2) groups.push(text.slice(slots[i] ?? 0, slots[i + 1] ?? 0))
      return groups
    }
    return undefined
  }

  #matchAt(text: string, from: number, seen: Uint8Array): readonly number[] | undefined {
    const threads: Thread[] = [{ at: this.#start, place: from, slots: [] }]
    for (let thread = threads.pop(); thread; thread = threads.pop()) {
      const { at, place, slots } = thread
      const state = at * (text.length + 1) + place
      const bit = 1 << (state & 7)
      if (((seen[state >> 3] ?? 0) & bit) !== 0) continue
      seen[state >> 3] = (seen[state >> 3] ?? 0) | bit
      const step = this.#code[at]
      if (!step || 'matched' in step) return slots
      const code = text.codePointAt(place) ?? NONE
      if ('first' in step) threads.push({ at: step.second, place, slots }, { at: step.first, place, slots })
      else if ('slot' in step) threads.push({ at: step.next, place, slots: withSlot(slots, step.slot, place) })
      else if ('assertion' in step) {
        if (HOLDS[step.assertion](before(text, place), code)) threads.push({ at: step.next, place, slots })
      } else if (code !== NONE && step.test(code)) {
        threads.push({ at: step.next, place: place + (code > 0xffff ? 2 : 1), slots })
      }
    }
    return undefined
  }

  #emit(instruction: Instruction): number {
    if (this.#code.length >= MAX_INSTRUCTIONS) throw new TooLarge()
    return this.#code.push(instruction) - 1
  }

  /** Writes a part backwards: given where to go on after it, gives where it begins. */
  #compile(part: Regexp, next: number): number {
    if (part.kind === 'char') return this.#emit({ test: part.test, next })
    if (part.kind === 'assert') return this.#emit({ assertion: part.assertion, next })
    if (part.kind === 'repeat') return this.#repeat(part, next)
    if (part.kind === 'alternate') {
      return part.subs
        .map(sub => this.#compile(sub, next))
        .reduceRight((second, first) => this.#emit({ first, second }))
    }
    const { capture, subs } = part
    if (capture === undefined) return subs.reduceRight((after, sub) => this.#compile(sub, after), next)
    this.#slots = Math.max(this.#slots, capture * 2 + 2)
    const end = this.#emit({ slot: capture * 2 + 1, next })
    const inside = subs.reduceRight((after, sub) => this.#compile(sub, after), end)
    return this.#emit({ slot: capture * 2, next: inside })
  }

  #repeat({ sub, min, max, lazy }: Extract<Regexp, { kind: 'repeat' }>, end: number): number {
    const fork = (more: number, enough: number): { first: number; second: number } =>
      lazy ? { first: enough, second: more } : { first: more, second: enough }
    let next = end
    if (max === Infinity) {
      const loop = fork(0, end)
      next = this.#emit(loop)
      Object.assign(loop, fork(this.#compile(sub, next), end))
    }
    for (let extra = max === Infinity ? 0 : max - min; extra > 0; extra--) {
      next = this.#emit(fork(this.#compile(sub, next), end))
    }
    for (let required = min; required > 0; required--) next = this.#compile(sub, next)
    return next
  }
}

function withSlot(slots: readonly number[], slot: number, place: number): readonly number[] {
  const copy = [...slots]
  while (copy.length <= slot) copy.push(0)
  copy[slot] = place
  return copy
}

function before(text: string, place: number): number {
  if (place === 0) return NONE
  const low = text.charCodeAt(place - 1)
  return low >= 0xdc00 && low <= 0xdfff && place > 1 ? (text.codePointAt(place - 2) ?? low) : low
}
