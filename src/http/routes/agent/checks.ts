import type { Agent } from '../../../agent/agent.ts'
import { refuse } from '../../../agent/local/errors.ts'
import { type Decoded, string, struct } from '../../../go/decode.ts'
import type { CheckStatus } from '../../../model/rows.ts'
import { decodePlainBody } from '../../../api/decode-body.ts'
import { demandCheckWrite, demandNewCheck, seesLocalCheck } from '../../../api/acl/local.ts'
import { visible } from '../../../api/acl/visible.ts'
import { rowFilter } from '../../../api/filters/row-filter.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, route } from '../../route.ts'
import { act } from './act.ts'
import { checkDefinitionSchema, toCheckDefinition } from '../../../api/schemas/check-definition.ts'
import { renderLocalCheck } from '../../../api/render/agent.ts'
import { byId } from './services.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent/check */
export const agentCheckRoutes = [
  route('/v1/agent/checks', { GET: action(listChecks) }),
  route('/v1/agent/check/register', {
    PUT: act((req, agent) => {
      const definition = toCheckDefinition(decodePlainBody(checkDefinitionSchema, req.body))
      agent.local.validateNewCheck(definition, 'api')
      demandNewCheck(req.authorizer, agent, definition)
      agent.local.registerCheck(definition, { token: req.secret })
    }),
  }),
  route('/v1/agent/check/deregister/:id', {
    PUT: act((req, agent) => {
      demandCheckWrite(req.authorizer, agent, req.param)
      agent.local.deregisterCheck(req.param)
    }),
  }),
  route('/v1/agent/check/pass/:id', { PUT: report('passing') }),
  route('/v1/agent/check/warn/:id', { PUT: report('warning') }),
  route('/v1/agent/check/fail/:id', { PUT: report('critical') }),
  route('/v1/agent/check/update/:id', { PUT: act(update, { ownEnterpriseCheck: true }) }),
]

function listChecks(req: Request, agent: Agent): Reply {
  const { authorizer } = req
  const filter = rowFilter(agent, req.query.get('filter'), 'check', { late: true })
  const { rows, filtered } = visible(authorizer, [...agent.local.state.checks()], seesLocalCheck)
  const matching = filter(rows, ({ row }) => row)
  return { json: byId(matching, ({ row }) => [row.CheckID, renderLocalCheck(row)]), filtered }
}

function report(status: CheckStatus): ReturnType<typeof act> {
  return act((req, agent) => {
    demandCheckWrite(req.authorizer, agent, req.param)
    agent.local.updateCheck(req.param, status, req.query.get('note'))
  })
}

const updateBody = struct({ Status: string(), Output: string() }, { name: 'agent.checkUpdate', unknown: 'reject' })

const isResult = (status: Decoded<typeof updateBody>['Status']): status is CheckStatus =>
  status === 'passing' || status === 'warning' || status === 'critical'

function update(req: Request, agent: Agent): void {
  const { Status, Output } = decodePlainBody(updateBody, req.body)
  if (!isResult(Status)) throw refuse.badUpdateStatus(Status ?? '')
  req.checkEnterprise()
  demandCheckWrite(req.authorizer, agent, req.param)
  agent.local.updateCheck(req.param, Status, Output ?? '')
}
