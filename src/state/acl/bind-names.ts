import { quoteGo } from '../../go/quote.ts'
import { renderTemplate, TemplateEvaluationError, TemplateSyntaxError } from '../../go/hil.ts'
import { isIdentityName, isPolicyName, isRoleName } from './names.ts'
import { POLICY_TEMPLATES } from './policy-templates.ts'
import { variablesProblem } from './template-variables.ts'

/** A name or a rule that cannot be filled in; the message is Consul's. */
export class BindError extends Error {
  override readonly name = 'BindError'
}

/** What a rule binds to, filled in. */
export interface Bound {
  readonly type: string
  readonly name: string
  /** Of a templated policy; undefined where the rule gives none. */
  readonly variable: string | undefined
}

interface Rule {
  readonly BindType: string
  readonly BindName: string
  readonly BindVars: { readonly Name: string } | undefined
}

const VALID: Readonly<Record<string, (name: string) => boolean>> = {
  service: isIdentityName,
  node: isIdentityName,
  policy: isPolicyName,
  role: isRoleName,
}

/**
 * Fills claims into what a rule binds to; `values` by names such as `value.user`. `lower`: capitals are made small, as a login
 * does. Throws BindError.
 */
export function bind(
  { BindType, BindName, BindVars }: Rule,
  values: Readonly<Record<string, string>>,
  lower: boolean,
): Bound {
  if (BindType === 'templated-policy') return bindTemplate(BindName, BindVars, values, lower)
  const isValid = VALID[BindType]
  if (!isValid) throw new BindError(`unknown BindType ${quoteGo(BindType)}`)
  const filled = fill(BindName, values, 'error interpreting template: ')
  const name = lower ? filled.toLowerCase() : filled
  if (!isValid(name)) throw new BindError(`invalid bind name: ${quoteGo(name)}`)
  return { type: BindType, name, variable: undefined }
}

function bindTemplate(
  name: string,
  vars: Rule['BindVars'],
  values: Readonly<Record<string, string>>,
  lower: boolean,
): Bound {
  const template = POLICY_TEMPLATES.get(name)
  if (!template) {
    throw new BindError(`Bind name for templated-policy bind type does not match existing template name: ${name}`)
  }
  const filled = vars && fill(vars.Name, values, 'failed to interpret templated policy variables: ')
  const variable = lower ? filled?.toLowerCase() : filled
  const problem = variablesProblem(template, variable === undefined ? undefined : { name: variable })
  if (problem !== undefined) throw new BindError(`templated policy failed validation: ${problem}`)
  return { type: 'templated-policy', name, variable }
}

function fill(text: string, variables: Readonly<Record<string, string>>, prefix: string): string {
  try {
    return renderTemplate(text, { variables, functions: {} })
  } catch (err) {
    if (err instanceof TemplateSyntaxError || err instanceof TemplateEvaluationError) {
      throw new BindError(prefix + err.message)
    }
    throw err
  }
}
