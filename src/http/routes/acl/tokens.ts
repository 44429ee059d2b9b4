import type { Agent } from '../../../agent/agent.ts'
import { demand } from '../../../api/acl/permission.ts'
import { decodeBody } from '../../../api/decode-body.ts'
import { Refusal, refusal } from '../../../api/refusals.ts'
import { renderExpansion, renderToken } from '../../../api/render/acl.ts'
import { tokenSchema } from '../../../api/schemas/acl.ts'
import type { AclToken } from '../../../model/acl-rows.ts'
import type { Read } from '../../../state/kv.ts'
import type { View } from '../../../state/view.ts'
import * as tokens from '../../../state/acl/tokens.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, query, type Query, route } from '../../route.ts'
import { named, READ } from './read.ts'
import { removal } from './removal.ts'

const CLONE = '/clone'
const ACCESSOR = 'token AccessorID'

/** https://developer.hashicorp.com/consul/api-docs/acl/tokens */
export const tokenRoutes = [
  route('/v1/acl/token', { PUT: action(create) }, { anyDatacenter: true }),
  route('/v1/acl/token/self', { GET: query(self, { ...READ, ownEnterpriseCheck: true }) }),
  route(
    '/v1/acl/token/:accessor',
    {
      GET: query(read, READ),
      PUT: action((req, agent) => (req.param.endsWith(CLONE) ? clone(req, agent) : update(req, agent))),
      DELETE: removal('token', ACCESSOR, (tx, accessor, req, agent) =>
        tokens.deleteToken(tx, accessor, agent.acl.effective(req.secret)),
      ),
    },
    { anyDatacenter: 'writes' },
  ),
  route('/v1/acl/tokens', { GET: query(listAll, READ) }),
]

const unknown = (): Refusal => new Refusal(403, 'token does not exist: ACL not found')

const decode = (req: Request): ReturnType<typeof decodeToken> => decodeToken(req.body)
const decodeToken = (body: Uint8Array) => decodeBody(tokenSchema, body, 'Token decoding failed: ')

const rendered = ({ store }: Agent, token: AclToken): Reply => ({ json: renderToken(store.view, token, false) })

function parts({ random, clock }: Agent): tokens.NewTokenParts {
  return { uuid: () => random.uuid(), now: clock.now() }
}

function create(req: Request, agent: Agent): Reply {
  const given = decode(req)
  req.checkDatacenter()
  demand(req.authorizer, 'acl', 'write')
  return rendered(
    agent,
    agent.store.write(tx => tokens.createToken(tx, given, parts(agent))),
  )
}

function update(req: Request, agent: Agent): Reply {
  const accessor = named(req, ACCESSOR)
  const given = decode(req)
  if ((given.AccessorID ?? '') !== '' && given.AccessorID !== accessor) {
    throw new Refusal(400, 'Token Accessor ID in URL and payload do not match')
  }
  req.checkDatacenter()
  demand(req.authorizer, 'acl', 'write')
  return rendered(
    agent,
    agent.store.write(tx => tokens.updateToken(tx, accessor, given)),
  )
}

function clone(req: Request, agent: Agent): Reply {
  const accessor = req.param.slice(0, -CLONE.length)
  const { Description = '' } = decode(req)
  req.checkDatacenter()
  demand(req.authorizer, 'acl', 'write')
  const made = agent.store.write(tx => tokens.cloneToken(tx, accessor, Description, parts(agent)))
  if (!made) throw unknown()
  return rendered(agent, made)
}

function read(req: Request, agent: Agent): ReturnType<Query> {
  const accessor = named(req, ACCESSOR)
  const expanded = req.query.has('expanded')
  return view => {
    demand(req.authorizer, 'acl', 'read')
    const { index, value } = tokens.getToken(view, accessor)
    if (!value) throw unknown()
    const json = renderToken(view, value, !req.authorizer.allows('acl', 'write'))
    if (!expanded) return { index, value: { json } }
    const { settings, datacenter } = agent
    const nodeName = datacenter.leadership.leader?.Name ?? settings.nodeName
    return { index, value: { json: { ...json, ...renderExpansion(view, value, { ...settings, nodeName }) } } }
  }
}

/** One's own token is shown whole, whatever it allows; the anonymous token is excluded here. */
function self(req: Request, agent: Agent): ReturnType<Query> {
  const secret = req.secret || agent.acl.tokens.get('default')
  return (view: View): Read<Reply> => {
    const { index, value } = tokens.getTokenBySecret(view, secret)
    if (!value) throw unknown()
    return { index, value: { json: renderToken(view, value, false) } }
  }
}

function listAll(req: Request): ReturnType<Query> {
  const [policy, role, service, authMethod] = ['policy', 'role', 'servicename', 'authmethod'].map(name =>
    req.query.get(name),
  ) as [string, string, string, string]
  if (req.query.get('authmethod-ns') !== '') throw refusal.enterpriseParameter('authmethod-ns', 'Namespaces')
  return view => {
    demand(req.authorizer, 'acl', 'read')
    const { index, value } = tokens.listTokens(view, { policy, role, service, authMethod })
    const hidden = !req.authorizer.allows('acl', 'write')
    return { index, value: { json: value.map(token => renderToken(view, token, hidden)) } }
  }
}
