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
import { action, query, route } from '../../route.ts'
import { READ, reading } from './read.ts'
import { removal } from './removal.ts'

const readingRole = (by: string, get: (view: View, key: string) => Read<AclRole | undefined>) =>
  reading({ kind: 'role', by, get, render: (role, view) => renderRole(view, role) })

/** https://developer.hashicorp.com/consul/api-docs/acl/roles */
export const roleRoutes = [
  route('/v1/acl/role', { PUT: action(create) }, { anyDatacenter: true }),
  route(
    '/v1/acl/role/:id',
    {
      GET: readingRole('role ID', roles.getRole),
      PUT: action((req, agent) => (req.paramBytes === '' ? create(req, agent) : update(req, agent))),
      DELETE: removal('role', 'role ID', roles.deleteRole),
    },
    { anyDatacenter: 'writes' },
  ),
  route('/v1/acl/role/name/:name', { GET: readingRole('role Name', roles.getRoleByName) }),
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
