import { demand } from '../../../api/acl/permission.ts'
import { decodePlainBody } from '../../../api/decode-body.ts'
import { Refusal } from '../../../api/refusals.ts'
import { renderPolicy } from '../../../api/render/acl.ts'
import { templateVariablesSchema } from '../../../api/schemas/acl.ts'
import { quoteGo } from '../../../go/quote.ts'
import { POLICY_TEMPLATES, type PolicyTemplate } from '../../../state/acl/policy-templates.ts'
import { syntheticPolicy } from '../../../state/acl/synthetic.ts'
import { variablesProblem } from '../../../state/acl/template-variables.ts'
import { action, route } from '../../route.ts'
import { named } from './read.ts'

/** https://developer.hashicorp.com/consul/api-docs/acl/templated-policies */
export const templatedPolicyRoutes = [
  route('/v1/acl/templated-policies', {
    GET: action(req => {
      demand(req.authorizer, 'acl', 'read')
      return { json: Object.fromEntries([...POLICY_TEMPLATES].map(([name, template]) => [name, render(template)])) }
    }),
  }),
  route('/v1/acl/templated-policy/name/:name', {
    GET: action(req => {
      const name = named(req, 'templated policy Name')
      demand(req.authorizer, 'acl', 'read')
      const template = POLICY_TEMPLATES.get(name)
      if (!template) throw new Refusal(400, `Invalid templated policy Name: ${name}`)
      return { json: render(template) }
    }),
  }),
  route('/v1/acl/templated-policy/preview/:name', {
    POST: action(req => {
      const name = named(req, 'templated policy Name')
      demand(req.authorizer, 'acl', 'read')
      const template = POLICY_TEMPLATES.get(name)
      if (!template) throw new Refusal(400, `templated policy ${quoteGo(name)} does not exist`)
      const variables = decodePlainBody(templateVariablesSchema, req.body, 'Failed to decode request body: ')
      const variable = variables.name ?? ''
      const problem = variablesProblem(template, { name: variable })
      if (problem !== undefined) {
        throw new Refusal(400, `validation error for templated policy: ${quoteGo(name)}: ${problem}`)
      }
      return { json: renderPolicy(syntheticPolicy(template, variable, [])) }
    }),
  }),
]

const render = ({ name, schema, template, description }: PolicyTemplate): object => ({
  TemplateName: name,
  Schema: schema,
  Template: template,
  Description: description,
})
