import { quoteGo } from '../../../go/quote.ts'
import { demand } from '../../../api/acl/permission.ts'
import { demandServiceWrite } from '../../../api/acl/local.ts'
import { Refusal, refusal } from '../../../api/refusals.ts'
import { ParseError, parseBool } from '../../../go/strconv.ts'
import type { Request } from '../../request.ts'
import { route } from '../../route.ts'
import { act } from './act.ts'

/** Maintenance of a service, and of the node. */
export const agentMaintenanceRoutes = [
  route('/v1/agent/service/maintenance/:id', {
    PUT: act(
      (req, agent) => {
        if (req.paramBytes === '') throw refusal.missing('service ID')
        const enable = enabled(req)
        req.checkEnterprise()
        demandServiceWrite(req.authorizer, agent, req.param)
        agent.local.maintainService(req.param, enable, req.query.get('reason'))
      },
      { ownEnterpriseCheck: true },
    ),
  }),
  route('/v1/agent/maintenance', {
    PUT: act(
      (req, agent) => {
        const enable = enabled(req)
        demand(req.authorizer, 'node', 'write', agent.settings.nodeName)
        agent.local.maintainNode(enable, req.query.get('reason'))
      },
      { ownEnterpriseCheck: true },
    ),
  }),
]

function enabled({ query }: Request): boolean {
  if (!query.has('enable')) throw refusal.missing('value for enable')
  try {
    return parseBool(query.get('enable'))
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    throw new Refusal(400, `Invalid value for enable: ${quoteGo(query.get('enable'))}`)
  }
}
