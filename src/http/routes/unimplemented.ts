import { refusal } from '../../api/refusals.ts'
import type { Reply } from '../reply.ts'
import { type Action, action, type Method, type Route, route } from '../route.ts'

/** Paths of Consul's API that are not implemented, and ACLs, which answer as they do where they are off. */

type Row = readonly [path: string, methods: readonly Method[]]

const CRUD = ['GET', 'PUT', 'DELETE'] as const

const ACL: readonly Row[] = [
  ['/v1/acl/bootstrap', ['PUT']],
  ['/v1/acl/replication', ['GET']],
  ['/v1/acl/login', ['POST']],
  ['/v1/acl/logout', ['POST']],
  ['/v1/acl/token', ['PUT']],
  ['/v1/acl/token/:id', CRUD],
  ['/v1/acl/token/self', ['GET']],
  ['/v1/acl/tokens', ['GET']],
  ['/v1/acl/policy', ['PUT']],
  ['/v1/acl/policy/:id', CRUD],
  ['/v1/acl/policy/name/:name', ['GET']],
  ['/v1/acl/policies', ['GET']],
  ['/v1/acl/role', ['PUT']],
  ['/v1/acl/role/:id', CRUD],
  ['/v1/acl/role/name/:name', ['GET']],
  ['/v1/acl/roles', ['GET']],
  ['/v1/acl/auth-method', ['PUT']],
  ['/v1/acl/auth-method/:name', CRUD],
  ['/v1/acl/auth-methods', ['GET']],
  ['/v1/acl/binding-rule', ['PUT']],
  ['/v1/acl/binding-rule/:id', CRUD],
  ['/v1/acl/binding-rules', ['GET']],
  ['/v1/acl/templated-policies', ['GET']],
  ['/v1/acl/templated-policy/name/:name', ['GET']],
  ['/v1/acl/templated-policy/preview/:name', ['POST']],
  ['/v1/internal/acl/authorize', ['POST']],
]

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
    reason: 'there is no federation: an emulator is one datacenter.',
    rows: [
      ['/v1/internal/federation-states', ['GET']],
      ['/v1/internal/federation-states/mesh-gateways', ['GET']],
      ['/v1/internal/federation-state/:datacenter', ['GET']],
    ],
  },
]

const refuseAcl: Action = () => {
  throw refusal.aclDisabled()
}

/** https://developer.hashicorp.com/consul/api-docs */
export const unimplementedRoutes: readonly Route[] = [
  ...ACL.map(([path, methods]) =>
    route(path, handlers(methods, refuseAcl), {
      fidelity: 'full',
      note: 'Answers as an agent without ACLs: `ACL support disabled`.',
    }),
  ),
  ...NOT_BUILT.flatMap(({ reason, rows }) => rows.map(row => notBuilt(row, reason))),
]

/** A route that says why there is nothing: never a silent 200. */
function notBuilt([path, methods]: Row, reason: string): Route {
  const refuse: Action = (req): Reply => {
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
