import { evaluate, type TemplateScope } from './hil/evaluate.ts'
import { parseTemplate } from './hil/parse.ts'

export { TemplateEvaluationError, TemplateSyntaxError } from './hil/errors.ts'
export type { TemplateScope } from './hil/evaluate.ts'

/**
 * Fills in a text with `${…}` in it, in the interpolation language that Consul takes (HIL): variables, calls of functions, literals,
 * operators, and conditions.
 */
export const renderTemplate = (text: string, scope: TemplateScope): string => evaluate(parseTemplate(text), text, scope)
