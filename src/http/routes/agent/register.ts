import { decodePlainBody } from '../../../api/decode-body.ts'
import { demandNewService, demandServiceWrite } from '../../../api/acl/local.ts'
import { validateService } from '../../../agent/local/validate-service.ts'
import { route } from '../../route.ts'
import { act } from './act.ts'
import { serviceDefinitionSchema, toServiceRegistration } from '../../../api/schemas/service-definition.ts'

/** Unlike other switches, it is on only when it is bare or `true`; `1` has no effect. */
const REPLACES: ReadonlySet<string> = new Set(['', 'true'])

/** https://developer.hashicorp.com/consul/api-docs/agent/service: registering and deregistering */
export const agentRegisterRoutes = [
  route('/v1/agent/service/register', {
    PUT: act(function* (req, agent) {
      const parameter = 'replace-existing-checks'
      const replaceExistingChecks = req.query.has(parameter) && REPLACES.has(req.query.get(parameter))
      const definition = toServiceRegistration(decodePlainBody(serviceDefinitionSchema, req.body))
      yield
      validateService(definition, 'api')
      demandNewService(req.authorizer, agent, definition)
      yield* agent.local.registering(definition, { replaceExistingChecks, token: req.secret })
    }),
  }),
  route('/v1/agent/service/deregister/:id', {
    PUT: act(function* (req, agent) {
      demandServiceWrite(req.authorizer, agent, req.param)
      yield* agent.local.deregistering(req.param)
    }),
  }),
]
