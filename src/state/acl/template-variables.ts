import { quoteGo } from '../../go/quote.ts'
import { multierror } from '../../go/multierror.ts'
import { isIdentityName } from './names.ts'
import type { PolicyTemplate } from './policy-templates.ts'

const ONLY_WORDS = "has an invalid name. Only lowercase alphanumeric characters, '-' and '_' are allowed"

/** What is wrong with the variables that a template is given; `given` is undefined where none were. */
export function variablesProblem(
  template: PolicyTemplate,
  given: { readonly name: string } | undefined,
): string | undefined {
  if (template.schema === '') return undefined
  if (!given) return multierror(['Invalid type. Expected: object, given: null'])
  const { name } = given
  if (template.name === 'builtin/service') {
    return isIdentityName(name) ? undefined : `service identity ${quoteGo(name)} ${ONLY_WORDS}`
  }
  if (template.name === 'builtin/node')
    return isIdentityName(name) ? undefined : `node identity ${quoteGo(name)}  ${ONLY_WORDS}`
  return name === '' ? multierror(['name is required']) : undefined
}
