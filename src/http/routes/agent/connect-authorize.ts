import type { Agent } from '../../../agent/agent.ts'
import { UnknownToken } from '../../../agent/acl/unknown-token.ts'
import { demand } from '../../../api/acl/permission.ts'
import { decodePlainBody } from '../../../api/decode-body.ts'
import { authorizeConnection, identityOf } from '../../../api/operations/authorize-connection.ts'
import { requireConnect } from '../../../api/operations/require-connect.ts'
import { Refusal } from '../../../api/refusals.ts'
import { string, struct } from '../../../go/decode.ts'
import type { Authorizer } from '../../../state/acl/authorizer.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, route } from '../../route.ts'
import { hit, MISS } from '../../agent-cache.ts'

/** https://developer.hashicorp.com/consul/api-docs/agent/connect#authorize */
export const connectAuthorizeRoutes = [route('/v1/agent/connect/authorize', { POST: action(authorize) })]

const body = struct(
  { Target: string(), ClientCertURI: string(), ClientCertSerial: string() },
  { unknown: 'reject', name: 'structs.ConnectAuthorizeRequest' },
)

function authorize(req: Request, agent: Agent): Reply {
  const { Target = '', ClientCertURI = '' } = decodePlainBody(body, req.body)
  if (Target === '') throw new Refusal(400, 'Target service must be specified')
  const source = identityOf(ClientCertURI)
  demand(authorizerOf(req), 'service', 'write', Target)
  req.checkDatacenter()
  requireConnect(agent.settings, 'failed getting intention match: ')
  const key = `intentions of ${Target}`
  const isKnown = agent.cache.get(key) === true
  agent.cache.set(key, true)
  const headers = isKnown ? hit(0) : MISS
  return { json: authorizeConnection(agent, Target, source), headers }
}

function authorizerOf(req: Request): Authorizer {
  try {
    return req.authorizer
  } catch (err) {
    if (err instanceof UnknownToken) throw new Refusal(403, `Could not resolve token to authorizer: ${err.message}`)
    throw err
  }
}
