import { quoteGo } from './json.ts'

/** What is wrong with a regular expression, in the words of Go's regexp; undefined when nothing is. */
export function patternProblem(pattern: string): string | undefined {
  const fail = (what: string, part: string): string => `error parsing regexp: ${what}: \`${part}\``
  try {
    new RegExp(pattern, 'u')
    return undefined
  } catch (err) {
    const reason = (err as Error).message
    if (/Unterminated group/.test(reason)) return fail('missing closing )', pattern)
    if (/Unmatched '\)'/.test(reason)) return fail('unexpected )', pattern)
    if (/Unterminated character class/.test(reason))
      return fail('missing closing ]', pattern.slice(pattern.lastIndexOf('[')))
    if (/Nothing to repeat/.test(reason)) return fail('missing argument to repetition operator', pattern)
    if (/at end of pattern/.test(reason)) return fail('trailing backslash at end of expression', '')
    try {
      new RegExp(pattern)
      return undefined
    } catch {
      return fail('invalid syntax', quoteGo(pattern))
    }
  }
}
