import { bootstrapAcls } from '../../../api/operations/bootstrap-acls.ts'
import { decodePlainBody } from '../../../api/decode-body.ts'
import { renderToken } from '../../../api/render/acl.ts'
import { bootstrapSchema } from '../../../api/schemas/acl.ts'
import { OwnRefusal, Refusal } from '../../../api/refusals.ts'
import type { Request } from '../../request.ts'
import { action, route } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/acl#bootstrap-acls */
export const bootstrapRoutes = [
  route(
    '/v1/acl/bootstrap',
    {
      PUT: action(
        (req, agent) => {
          const given =
            req.contentLength === 0 ? {} : decodePlainBody(bootstrapSchema, req.body, 'Request decoding failed: ')
          req.checkDatacenter()
          const token = asAnswered(req, () => bootstrapAcls(agent, given.BootstrapSecret ?? ''))
          return { json: { ID: token.SecretID, ...renderToken(agent.store.view, token, false) } }
        },
        { ownEnterpriseCheck: true },
      ),
    },
    { anyDatacenter: true },
  ),
]

/** An agent that has a server answer puts its own words around those of the server. */
function asAnswered<T>(req: Request, bootstrap: () => T): T {
  try {
    return bootstrap()
  } catch (err) {
    if (!req.relayed || !(err instanceof Refusal) || err.status !== 403) throw err
    throw new OwnRefusal(403, err.message.replace(': ', ': rpc error making call: '))
  }
}
