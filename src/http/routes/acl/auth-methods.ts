import type { Agent } from '../../../agent/agent.ts'
import { demand } from '../../../api/acl/permission.ts'
import { decodeBody } from '../../../api/decode-body.ts'
import { writeAuthMethod } from '../../../api/operations/auth-methods.ts'
import { Refusal } from '../../../api/refusals.ts'
import { renderAuthMethod, renderAuthMethodStub } from '../../../api/render/acl.ts'
import { authMethodSchema } from '../../../api/schemas/acl.ts'
import * as methods from '../../../state/acl/auth-methods.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, query, route } from '../../route.ts'
import { READ, reading } from './read.ts'
import { removal } from './removal.ts'

const JWT_ONLY = {
  fidelity: 'partial',
  note: 'Types `kubernetes` and `aws-iam`: a wrong configuration is refused as in Consul, a right one with 501.',
} as const

/** https://developer.hashicorp.com/consul/api-docs/acl/auth-methods */
export const authMethodRoutes = [
  route('/v1/acl/auth-method', { PUT: action((req, agent) => write(req, agent, '')) }, JWT_ONLY),
  route(
    '/v1/acl/auth-method/:name',
    {
      GET: reading({
        kind: 'auth method',
        by: 'auth method name',
        get: methods.getAuthMethod,
        render: renderAuthMethod,
      }),
      PUT: action((req, agent) => write(req, agent, req.param)),
      DELETE: removal('auth method', 'auth method name', methods.deleteAuthMethod),
    },
    JWT_ONLY,
  ),
  route('/v1/acl/auth-methods', {
    GET: query(
      req => view => {
        demand(req.authorizer, 'acl', 'read')
        const { index, value } = methods.listAuthMethods(view)
        return { index, value: { json: value.map(renderAuthMethodStub) } }
      },
      READ,
    ),
  }),
]

async function write(req: Request, agent: Agent, name: string): Promise<Reply> {
  const given = decodeBody(authMethodSchema, req.body, 'AuthMethod decoding failed: ')
  const Name = given.Name || name
  if (name !== '' && Name !== name) throw new Refusal(400, 'AuthMethod Name in URL and payload do not match')
  req.checkDatacenter()
  demand(req.authorizer, 'acl', 'write')
  return { json: renderAuthMethod(await writeAuthMethod(agent, { ...given, Name })) }
}
