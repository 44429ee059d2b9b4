import { RegexpParser } from './regexp-parse.ts'
import { RegexpProblem } from './regexp-problem.ts'
import { Program, TooLarge } from './regexp-program.ts'

/** Longer patterns are refused, as too large. */
const MAX_PATTERN = 1 << 15

/**
 * Compiles a regular expression in the syntax of Go's regexp package (RE2), unanchored. It takes time in proportion to
 * pattern and text, whatever both are: nothing backtracks. `problem` is Go's text for what is wrong.
 */
export function compileRegexp(
  pattern: string,
): { regexp: Program; problem?: undefined } | { regexp?: undefined; problem: string } {
  try {
    if (pattern.length > MAX_PATTERN) throw new TooLarge()
    return { regexp: new Program(new RegexpParser(pattern).parse()) }
  } catch (error) {
    if (error instanceof RegexpProblem) return { problem: error.message }
    if (error instanceof TooLarge) return { problem: new RegexpProblem('expression too large', pattern).message }
    throw error
  }
}
