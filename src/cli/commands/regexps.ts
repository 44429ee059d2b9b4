import { compileRegexp } from '../../go/regexp/regexp.ts'
import { CommandError } from '../command.ts'

/** Whether a text matches a Go regular expression; `what` names it when it is none. */
export function compileFilter(what: string, pattern: string): (text: string) => boolean {
  const { regexp, problem } = compileRegexp(pattern)
  if (!regexp) throw new CommandError(`Failed to compile ${what} regexp: ${problem}`)
  return text => regexp.test(text)
}
