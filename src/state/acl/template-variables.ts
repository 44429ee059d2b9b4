import { isIdentityName } from './names.ts'
import type { PolicyTemplate } from './policy-templates.ts'

const LIST = (problem: string): string => `1 error occurred:\n\t* ${problem}\n\n`
const ONLY_WORDS = "has an invalid name. Only lowercase alphanumeric characters, '-' and '_' are allowed"

/** What is wrong with the variables that a template is given; `given` is undefined where none were. */
export function variablesProblem(
  template: PolicyTemplate,
  given: { readonly name: string } | undefined,
): string | undefined {
  if (template.schema === '') return undefined
  if (!given) return LIST('Invalid type. Expected: object, given: null')
  const { name } = given
  if (template.name === 'builtin/service') {
    return isIdentityName(name) ? undefined : `service identity "${name}" ${ONLY_WORDS}`
  }
  if (template.name === 'builtin/node')
    return isIdentityName(name) ? undefined : `node identity "${name}"  ${ONLY_WORDS}`
  return name === '' ? LIST('name is required') : undefined
}
