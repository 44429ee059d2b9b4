import { demand } from '../../api/acl/permission.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import type { Access, Resource } from '../../state/acl/authorizer.ts'
import type { Reply } from '../reply.ts'
import { type Action, action, type Method, type Route, route } from '../route.ts'

/** Paths of Consul's API that are not implemented. */

type Row = readonly [path: string, methods: readonly Method[]]

const NOT_BUILT: readonly { readonly reason: string; readonly rows: readonly Row[] }[] = [
  {
    reason: 'there are no peers: an emulator is a cluster of its own.',
    rows: [
      ['/v1/peering/token', ['POST']],
      ['/v1/peering/establish', ['POST']],
      ['/v1/peering/:name', ['GET', 'DELETE']],
      ['/v1/peerings', ['GET']],
    ],
  },
  {
    reason: 'resources of the second API are not built.',
    rows: [['/api/:path', ['GET', 'PUT', 'POST', 'DELETE']]],
  },
]

/** https://developer.hashicorp.com/consul/api-docs */
export const unimplementedRoutes: readonly Route[] = [
  ...NOT_BUILT.flatMap(({ reason, rows }) => rows.map(row => notBuilt(row, reason))),
]

/** What a token needs to be told that something is not built. */
type Right = readonly [resource: Resource, access: Access]

/** By path and method, as far as Consul asks for rights first. */
const RIGHTS: Readonly<Record<string, Right>> = {
  'GET /v1/peerings': ['peering', 'read'],
  'GET /v1/peering/:name': ['peering', 'read'],
  'DELETE /v1/peering/:name': ['peering', 'write'],
  'POST /v1/peering/token': ['peering', 'write'],
  'POST /v1/peering/establish': ['peering', 'write'],
}

/** A route that says why there is nothing: never a silent 200. */
function notBuilt([path, methods]: Row, reason: string): Route {
  const refuse: Action = (req, { settings }): Reply => {
    if (path.startsWith('/v1/peering') && !settings.peeringEnabled) {
      throw new Refusal(500, 'peering must be enabled to use this endpoint')
    }
    const right = RIGHTS[`${req.method} ${path}`]
    if (right) demand(req.authorizer, right[0], right[1])
    throw refusal.notBuilt(req.path, reason)
  }
  return route(path, handlers(methods, refuse), { fidelity: 'none', note: sentence(reason) })
}

function handlers(methods: readonly Method[], run: Action): Route['methods'] {
  return Object.fromEntries(methods.map(method => [method, action(run, { ownEnterpriseCheck: true })]))
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
