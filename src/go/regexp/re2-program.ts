import type { RE2JS } from 're2js'
import { loadRe2 } from './load-re2.ts'
import type { StepBudget } from './step-budget.ts'

/** Characters that the automaton reads in the time of one step, once its states are made. */
const CHARACTERS_A_STEP = 8

type RE2 = ReturnType<RE2JS['re2']>
interface MachineInput {
  endPos(): number
}

/** What an automaton may keep: filters are cached, a hundred of them. Beyond that it drops its states and continues. */
const MAX_AUTOMATON_BYTES = 1 << 19

/** A pattern on RE2's engines. What they do is counted where it can be much: made states, and runs without an automaton. */
export class Re2Program {
  readonly size: number
  readonly #pattern: RE2JS
  #engine: RE2 | undefined
  #steps: StepBudget | undefined

  constructor(pattern: string) {
    this.#pattern = loadRe2().RE2JS.compile(pattern)
    this.size = this.#pattern.programSize()
  }

  /** Whether the pattern is found anywhere in the text. */
  test(text: string, steps: StepBudget): boolean {
    steps.spend(1 + Math.ceil(text.length / CHARACTERS_A_STEP))
    this.#engine ??= this.#counted()
    this.#steps = steps
    return this.#engine.match(text)
  }

  /** The leftmost match and its groups, '' for a group that took no part; undefined without a match. */
  exec(text: string, steps: StepBudget): readonly string[] | undefined {
    steps.spend(this.size * (text.length + 1))
    const matcher = this.#pattern.matcher(text)
    if (!matcher.find()) return undefined
    return Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? '')
  }

  /** A state of the automaton is made from up to all instructions; without one, each is looked at for each character. */
  #counted(): RE2 {
    const engine = this.#pattern.re2()
    const { dfa } = engine
    dfa.memBudget = Math.min(dfa.memBudget, MAX_AUTOMATON_BYTES)
    dfa.stateBudget = dfa.memBudget
    const makeState = dfa.makeState.bind(dfa)
    const match = dfa.match.bind(dfa)
    dfa.makeState = (...args) => {
      this.#steps?.spend(this.size)
      return makeState(...args) as unknown
    }
    dfa.match = (input: MachineInput, pos, anchor) => {
      const found: unknown = match(input, pos, anchor)
      if (found === null) this.#steps?.spend(this.size * (input.endPos() + 1))
      return found
    }
    return engine
  }
}
