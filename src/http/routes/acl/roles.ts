import type { Agent } from '../../../agent/agent.ts'
import { demand } from '../../../api/acl/permission.ts'
import { decodeBody } from '../../../api/decode-body.ts'
import { Refusal } from '../../../api/refusals.ts'
import { renderRole } from '../../../api/render/acl.ts'
import { roleSchema } from '../../../api/schemas/acl.ts'
import type { AclRole } from '../../../model/acl-rows.ts'
import * as roles from '../../../state/acl/roles.ts'
import type { Read } from '../../../state/kv.ts'
import type { View } from '../../../state/view.ts'
import type { Reply } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { action, query, type Query, route } from '../../route.ts'
import { missingObject, READ } from './read.ts'
import { removal } from './removal.ts'

/** https://developer.hashicorp.com/consul/api-docs/acl/roles */
export const roleRoutes = [
  route('/v1/acl/role', { PUT: action(create) }, { anyDatacenter: true }),
  route(
    '/v1/acl/role/:id',
    {
      GET: query(readBy('role ID', roles.getRole), READ),
      PUT: action((req, agent) => (req.paramBytes === '' ? create(req, agent) : update(req, agent))),
      DELETE: removal('role', idOf, roles.deleteRole),
    },
    { anyDatacenter: 'writes' },
  ),
  route('/v1/acl/role/name/:name', { GET: query(readBy('role Name', roles.getRoleByName), READ) }),
  route('/v1/acl/roles', {
    GET: query(
      req => view => {
        demand(req.authorizer, 'acl', 'read')
        const { index, value } = roles.listRoles(view, req.query.get('policy'))
        return { index, value: { json: value.map(role => renderRole(view, role)) } }
      },
      READ,
    ),
  }),
]

const decode = (req: Request) => decodeBody(roleSchema, req.body, 'Role decoding failed: ')

function readBy(what: string, get: (view: View, key: string) => Read<AclRole | undefined>): Query {
  return req => {
    if (req.paramBytes === '') throw new Refusal(400, `Missing ${what}`)
    return view => {
      demand(req.authorizer, 'acl', 'read')
      const { index, value } = get(view, req.param)
      return { index, value: value ? { json: renderRole(view, value) } : missingObject('role') }
    }
  }
}

function refuseOtherId(given: string | undefined, id: string): void {
  if ((given ?? '') !== '' && given !== id) throw new Refusal(400, 'Role ID in URL and payload do not match')
}

function create(req: Request, agent: Agent): Reply {
  const given = decode(req)
  refuseOtherId(given.ID, '')
  req.checkDatacenter()
  demand(req.authorizer, 'acl', 'write')
  const id = agent.random.uuid()
  const role = agent.store.write(tx => roles.createRole(tx, id, given))
  return { json: renderRole(agent.store.view, role) }
}

function update(req: Request, agent: Agent): Reply {
  const given = decode(req)
  refuseOtherId(given.ID, req.param)
  req.checkDatacenter()
  demand(req.authorizer, 'acl', 'write')
  const role = agent.store.write(tx => roles.updateRole(tx, req.param, given))
  return { json: renderRole(agent.store.view, role) }
}

function idOf(req: Request): string {
  if (req.paramBytes === '') throw new Refusal(400, 'Missing role ID')
  return req.param
}
