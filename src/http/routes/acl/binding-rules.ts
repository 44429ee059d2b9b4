import type { Agent } from '../../../agent/agent.ts'
import { demand } from '../../../api/acl/permission.ts'
import { decodeBody } from '../../../api/decode-body.ts'
import { createBindingRule, updateBindingRule } from '../../../api/operations/binding-rules.ts'
import { Refusal } from '../../../api/refusals.ts'
import { renderBindingRule } from '../../../api/render/acl.ts'
import { bindingRuleSchema } from '../../../api/schemas/acl.ts'
import * as rules from '../../../state/acl/binding-rules.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, query, route } from '../../route.ts'
import { READ, reading } from './read.ts'
import { removal } from './removal.ts'

/** https://developer.hashicorp.com/consul/api-docs/acl/binding-rules */
export const bindingRuleRoutes = [
  route('/v1/acl/binding-rule', { PUT: action((req, agent) => write(req, agent, '')) }),
  route('/v1/acl/binding-rule/:id', {
    GET: reading({
      kind: 'binding rule',
      by: 'binding rule ID',
      get: rules.getBindingRule,
      render: renderBindingRule,
    }),
    PUT: action((req, agent) => write(req, agent, req.param)),
    DELETE: removal('binding rule', 'binding rule ID', rules.deleteBindingRule),
  }),
  route('/v1/acl/binding-rules', {
    GET: query(
      req => view => {
        demand(req.authorizer, 'acl', 'read')
        const { index, value } = rules.listBindingRules(view, req.query.get('authmethod'))
        return { index, value: { json: value.map(renderBindingRule) } }
      },
      READ,
    ),
  }),
]

function write(req: Request, agent: Agent, id: string): Reply {
  const given = decodeBody(bindingRuleSchema, req.body, 'BindingRule decoding failed: ')
  if ((given.ID ?? '') !== '' && given.ID !== id) {
    throw new Refusal(400, 'BindingRule ID in URL and payload do not match')
  }
  req.checkDatacenter()
  demand(req.authorizer, 'acl', 'write')
  return { json: renderBindingRule(id === '' ? createBindingRule(agent, given) : updateBindingRule(agent, id, given)) }
}
