import type { TextProblem } from './json-problem.ts'

const PLACE = /Failed to parse ACL rules: .*?At (\d+):(\d+): (.*)/s
const ABOUT_RULES = /ACL rules|^Invalid \S+ policy|^Invalid acl policy|Rules/

/** What a refusal says of a policy's rules; without a line where it names none. Undefined where it is about something else. */
export function rulesProblem(text: string): (Partial<TextProblem> & { readonly message: string }) | undefined {
  const [, line, column, message] = PLACE.exec(text) ?? []
  if (message !== undefined) return { line: Number(line), column: Number(column), message }
  return ABOUT_RULES.test(text) ? { message: text } : undefined
}
