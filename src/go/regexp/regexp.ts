import { INVALID_UTF8 } from '../json/utf8.ts'
import { nativePattern } from './native-pattern.ts'
import { patternSize } from './pattern-size.ts'
import { Re2Program } from './re2-program.ts'
import { StepBudget, StepLimitError } from './step-budget.ts'

/** Longer patterns are refused, as too large; so are those that come to more instructions. */
const MAX_PATTERN = 1 << 15
const MAX_INSTRUCTIONS = 20_000
/** The same for patterns whose groups are asked for, which are found more slowly. */
const MAX_CAPTURING_PATTERN = 1 << 12
const MAX_CAPTURING_INSTRUCTIONS = 5000
/** How much smaller the engine may make a pattern than its text lets expect. */
const SIMPLIFIED = 4

/** A compiled pattern, unanchored. */
export interface Regexp {
  /** How many instructions it comes to. */
  readonly size: number
  /**
   * Whether the pattern is found anywhere in the text. Throws a StepLimitError when that takes more steps than are left; without
   * a budget, it is not found in a text that would take more steps than one answer may.
   */
  test(text: string, steps?: StepBudget): boolean
}

/** A compiled pattern that tells what its groups matched. */
export interface CapturingRegexp {
  /**
   * The leftmost match and its groups, '' for a group that took no part; undefined without a match, or where finding one would
   * take more steps than one answer may.
   */
  exec(text: string): readonly string[] | undefined
}

type Compiled<T> = { regexp: T; problem?: undefined } | { regexp?: undefined; problem: string }

/**
 * Compiles a regular expression in the syntax of Go's regexp package (RE2). It takes time in proportion to pattern and text,
 * whatever both are: nothing backtracks. `problem` is Go's text for what is wrong.
 */
export function compileRegexp(pattern: string): Compiled<Regexp> {
  const native = pattern.length > MAX_PATTERN ? undefined : nativePattern(pattern)
  if (native) return { regexp: new NativeProgram(native, pattern.length) }
  return compileRe2(pattern, MAX_PATTERN, MAX_INSTRUCTIONS, program => ({
    size: program.size,
    test: (text, steps) =>
      steps ? program.test(text, steps) : (withinLimit(left => program.test(text, left)) ?? false),
  }))
}

/** Compiles a pattern as `compileRegexp` does, for its groups. */
export function compileCaptures(pattern: string): Compiled<CapturingRegexp> {
  return compileRe2(pattern, MAX_CAPTURING_PATTERN, MAX_CAPTURING_INSTRUCTIONS, program => ({
    exec: text => withinLimit(left => program.exec(text, left)),
  }))
}

function withinLimit<T>(run: (steps: StepBudget) => T): T | undefined {
  try {
    return run(new StepBudget())
  } catch (err) {
    if (err instanceof StepLimitError) return undefined
    throw err
  }
}

function compileRe2<T>(
  pattern: string,
  maxLength: number,
  maxSize: number,
  wrap: (program: Re2Program) => T,
): Compiled<T> {
  const invalid = pattern.search(INVALID_UTF8)
  if (invalid >= 0) return { problem: `${PREFIX}invalid UTF-8: \`${pattern.slice(invalid)}\`` }
  if (pattern.length > maxLength || patternSize(pattern) > maxSize * SIMPLIFIED) return tooLarge(pattern)
  try {
    const program = new Re2Program(pattern)
    return program.size > maxSize ? tooLarge(pattern) : { regexp: wrap(program) }
  } catch (err) {
    if (err instanceof Error && err.name === 'RE2JSSyntaxException') return { problem: goProblem(err.message, pattern) }
    throw err
  }
}

const PREFIX = 'error parsing regexp: '
const tooLarge = (pattern: string): { problem: string } => ({
  problem: `${PREFIX}expression too large: \`${pattern}\``,
})

/** Where the engine's texts are not Go's. */
function goProblem(message: string, pattern: string): string {
  if (message === `${PREFIX}expression nests too deeply`) return `${message}: \`${pattern}\``
  if (message === `${PREFIX}trailing backslash at end of expression`) return `${message}: \`\``
  const unnamed = pattern.endsWith('(?<') && message === `${PREFIX}invalid named capture: \`(?<\``
  return unnamed ? `${PREFIX}invalid or unsupported Perl syntax: \`(?<\`` : message
}

/** A pattern on JavaScript's engine. */
class NativeProgram implements Regexp {
  readonly size: number
  readonly #regexp: RegExp

  constructor(regexp: RegExp, size: number) {
    this.#regexp = regexp
    this.size = size
  }

  test(text: string, steps?: StepBudget): boolean {
    steps?.spend(1 + (text.length >> 6))
    return this.#regexp.test(text)
  }
}
