import type { Agent } from '../../../agent/agent.ts'
import { demand } from '../../../api/acl/permission.ts'
import { decodeBody } from '../../../api/decode-body.ts'
import { Refusal } from '../../../api/refusals.ts'
import { renderPolicy, renderPolicyStub } from '../../../api/render/acl.ts'
import { policySchema } from '../../../api/schemas/acl.ts'
import { quoteGo } from '../../../go/quote.ts'
import type { Sliceable } from '../../../lib/slices.ts'
import type { AclPolicy } from '../../../model/acl-rows.ts'
import * as policies from '../../../state/acl/policies.ts'
import type { Read } from '../../../state/kv.ts'
import type { View } from '../../../state/view.ts'
import type { Reply } from '../../reply.ts'
import { unescapeQuery } from '../../query-string.ts'
import type { Request } from '../../request.ts'
import { action, query, route } from '../../route.ts'
import { READ, reading } from './read.ts'
import { removal } from './removal.ts'

/** https://developer.hashicorp.com/consul/api-docs/acl/policies */
export const policyRoutes = [
  route('/v1/acl/policy', { PUT: action(create) }, { anyDatacenter: true }),
  route(
    '/v1/acl/policy/:id',
    {
      GET: reading({ kind: 'policy', by: 'policy ID', get: policies.getPolicy, render: renderPolicy }),
      PUT: action((req, agent) => (req.paramBytes === '' ? create(req, agent) : update(req, agent))),
      DELETE: removal('policy', 'policy ID', policies.deletePolicy),
    },
    { anyDatacenter: 'writes' },
  ),
  route('/v1/acl/policy/name/:name', {
    GET: reading({ kind: 'policy', by: 'policy Name', get: byEscapedName, render: renderPolicy }),
  }),
  route('/v1/acl/policies', {
    GET: query(
      req => view => {
        demand(req.authorizer, 'acl', 'read')
        const { index, value } = policies.listPolicies(view)
        return { index, value: { json: value.map(renderPolicyStub) } }
      },
      READ,
    ),
  }),
]

const decode = (req: Request) => decodeBody(policySchema, req.body, 'Policy decoding failed: ')

function* create(req: Request, agent: Agent): Sliceable<Reply> {
  const given = decode(req)
  if ((given.ID ?? '') !== '') throw new Refusal(400, 'Cannot specify the ID when creating a new policy')
  req.checkDatacenter()
  demand(req.authorizer, 'acl', 'write')
  const id = agent.random.uuid()
  const request = yield* parsed(agent, given)
  return { json: renderPolicy(agent.store.write(tx => policies.createPolicy(tx, id, request))) }
}

/** Rules are parsed before the policy is written, for large ones take longer than all else. */
function* parsed(agent: Agent, given: policies.PolicyRequest): Sliceable<policies.PolicyRequest> {
  let checkRules = (): void => {}
  try {
    yield* agent.acl.parsing(given.Rules ?? '')
  } catch (err) {
    checkRules = () => {
      throw err
    }
  }
  yield
  return { ...given, checkRules }
}

function* update(req: Request, agent: Agent): Sliceable<Reply> {
  const given = decode(req)
  if ((given.ID ?? '') !== '' && given.ID !== req.param) {
    throw new Refusal(400, 'Policy ID in URL and payload do not match')
  }
  req.checkDatacenter()
  demand(req.authorizer, 'acl', 'write')
  const request = yield* parsed(agent, given)
  return { json: renderPolicy(agent.store.write(tx => policies.updatePolicy(tx, req.param, request))) }
}

/** The names of policies contain slashes, so clients escape them twice. */
function byEscapedName(view: View, escaped: string): Read<AclPolicy | undefined> {
  const name = unescapeQuery(escaped)
  if (name === undefined)
    throw new Refusal(500, `invalid URL escape ${quoteGo(BROKEN_ESCAPE.exec(escaped)?.[0] ?? '')}`)
  return policies.getPolicyByName(view, name)
}

const BROKEN_ESCAPE = /%(?![0-9a-fA-F]{2}).{0,2}/s
