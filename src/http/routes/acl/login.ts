import type { Agent } from '../../../agent/agent.ts'
import { decodeBody } from '../../../api/decode-body.ts'
import { login, logout } from '../../../api/operations/login.ts'
import { Refusal } from '../../../api/refusals.ts'
import { renderToken } from '../../../api/render/acl.ts'
import { loginSchema } from '../../../api/schemas/acl.ts'
import { jsonBoolean, type Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, route } from '../../route.ts'

/** https://developer.hashicorp.com/consul/api-docs/acl#login-to-auth-method */
export const loginRoutes = [
  route('/v1/acl/login', { POST: action(logIn) }),
  route('/v1/acl/logout', {
    POST: action(
      (req, agent) => {
        if (req.secret === '') throw new Refusal(401, 'Supplied token does not exist')
        req.checkDatacenter()
        logout(agent, req.secret)
        return jsonBoolean(true)
      },
      { ownEnterpriseCheck: true },
    ),
  }),
]

/** A token of the request itself means nothing, even an unknown one. */
async function logIn(req: Request, agent: Agent): Promise<Reply> {
  const given = decodeBody(loginSchema, req.body, 'Failed to decode request body: ')
  if (req.body.toString().trim() === 'null') throw new Refusal(500, 'Invalid Login request: Missing auth parameters')
  req.checkDatacenter()
  const token = await login(agent, given)
  return { json: renderToken(agent.store.view, token, false) }
}
