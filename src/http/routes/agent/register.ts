import { readService } from '../../../agent/local/service-definition.ts'
import { decodePlainBody } from '../../../api/decode-body.ts'
import { route } from '../../route.ts'
import { act } from './act.ts'
import { serviceDefinitionSchema } from '../../../api/schemas/service-definition.ts'

/** Read as no other switch is: bare or `true`, while `1` is nothing. */
const REPLACES: ReadonlySet<string> = new Set(['', 'true'])

/** https://developer.hashicorp.com/consul/api-docs/agent/service: registering and deregistering */
export const agentRegisterRoutes = [
  route('/v1/agent/service/register', {
    PUT: act((req, agent) => {
      const parameter = 'replace-existing-checks'
      const replaceExistingChecks = req.query.has(parameter) && REPLACES.has(req.query.get(parameter))
      agent.local.registerService(readService(decodePlainBody(serviceDefinitionSchema, req.body)), {
        replaceExistingChecks,
      })
    }),
  }),
  route('/v1/agent/service/deregister/:id', {
    PUT: act((req, agent) => {
      agent.local.deregisterService(req.param)
    }),
  }),
]
