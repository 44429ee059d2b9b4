import { bootstrapAcls } from '../../../api/operations/bootstrap-acls.ts'
import { decodePlainBody } from '../../../api/decode-body.ts'
import { renderToken } from '../../../api/render/acl.ts'
import { bootstrapSchema } from '../../../api/schemas/acl.ts'
import { action, route } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/acl#bootstrap-acls */
export const bootstrapRoutes = [
  route('/v1/acl/bootstrap', {
    PUT: action((req, agent) => {
      const given =
        req.contentLength === 0 ? {} : decodePlainBody(bootstrapSchema, req.body, 'Request decoding failed: ')
      req.checkDatacenter()
      const token = bootstrapAcls(agent, given.BootstrapSecret ?? '')
      return { json: { ID: token.SecretID, ...renderToken(agent.store.view, token, false) } }
    }),
  }),
]
