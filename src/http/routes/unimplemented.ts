import { isObject } from '../../lib/equal.ts'
import { JsonError, parseJson } from '../../go/json.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { type Action, action, type Method, type Route, route } from '../route.ts'

/** Paths of Consul's API that nobody has built, and ACLs, which answer as they do where they are off. */

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
    reason: 'config entries are not kept.',
    rows: [['/v1/config/:kind', ['GET', 'DELETE']]],
  },
  {
    reason: 'there are no intentions: nothing is enforced in the mesh.',
    rows: [
      ['/v1/connect/intentions', ['GET', 'POST']],
      ['/v1/connect/intentions/:id', CRUD],
      ['/v1/connect/intentions/exact', CRUD],
      ['/v1/connect/intentions/match', ['GET']],
      ['/v1/connect/intentions/check', ['GET']],
      ['/v1/agent/connect/authorize', ['POST']],
    ],
  },
  {
    reason: 'discovery chains are compiled from config entries, which are not kept.',
    rows: [['/v1/discovery-chain/:service', ['GET', 'POST']]],
  },
  {
    reason: 'there are no peers: an emulator is a cluster of its own.',
    rows: [
      ['/v1/exported-services', ['GET']],
      ['/v1/peering/token', ['POST']],
      ['/v1/peering/establish', ['POST']],
      ['/v1/peering/:name', ['GET', 'DELETE']],
      ['/v1/peerings', ['GET']],
    ],
  },
  {
    reason: "it serves Consul's own web page, which does not come along.",
    rows: [
      ['/v1/internal/ui/exported-services', ['GET']],
      ['/v1/internal/ui/catalog-overview', ['GET']],
      ['/v1/internal/ui/gateway-services-nodes/:gateway', ['GET']],
      ['/v1/internal/ui/gateway-intentions/:gateway', ['GET']],
      ['/v1/internal/ui/service-topology/:service', ['GET']],
      ['/v1/internal/ui/metrics-proxy/:path', ['GET']],
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
  {
    reason: 'virtual addresses are given out, not set.',
    rows: [['/v1/internal/service-virtual-ip', ['PUT']]],
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
  notBuilt(['/v1/config', ['PUT']], 'config entries are not kept.', checkConfigEntry),
  ...NOT_BUILT.flatMap(({ reason, rows }) => rows.map(row => notBuilt(row, reason))),
]

/** A route that says why there is nothing: never a silent 200. */
function notBuilt([path, methods]: Row, reason: string, check?: (req: Request) => void): Route {
  const refuse: Action = (req): Reply => {
    check?.(req)
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

const NOT_A_MAP: Readonly<Record<string, string>> = { string: 'string', number: 'float64', boolean: 'bool' }

/** What no config entry is, is refused as the real thing does. */
function checkConfigEntry({ body }: Request): void {
  const fail = (why: string): Refusal => new Refusal(400, `Request decoding failed: ${why}`)
  let entry: unknown
  try {
    entry = parseJson(body)
  } catch (err) {
    if (err instanceof JsonError) throw fail(err.message)
    throw err
  }
  if (entry !== null && !isObject(entry)) {
    throw fail(`'' expected a map, got '${NOT_A_MAP[typeof entry] ?? 'slice'}'`)
  }
  const kind = entry?.['Kind'] ?? entry?.['kind']
  if (kind === undefined) throw fail('Payload does not contain a kind/Kind key at the top level')
  if (typeof kind !== 'string') throw fail('Kind value in payload is not a string')
}
