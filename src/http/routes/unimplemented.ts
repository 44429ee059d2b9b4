import { refusal } from '../../api/refusals.ts'
import { action, type Method, type Route, route } from '../route.ts'

/** Paths of Consul's API that are not implemented. */

type Row = readonly [path: string, methods: readonly Method[]]

const NOT_BUILT: readonly { readonly reason: string; readonly rows: readonly Row[] }[] = [
  {
    reason: 'resources of the second API are not built.',
    rows: [['/api/:path', ['GET', 'PUT', 'POST', 'DELETE']]],
  },
]

/** https://developer.hashicorp.com/consul/api-docs */
export const unimplementedRoutes: readonly Route[] = [
  ...NOT_BUILT.flatMap(({ reason, rows }) => rows.map(row => notBuilt(row, reason))),
]

/** A route that says why there is nothing: never a silent 200. */
function notBuilt([path, methods]: Row, reason: string): Route {
  const refuse = action(
    req => {
      throw refusal.notBuilt(req.path, reason)
    },
    { ownEnterpriseCheck: true },
  )
  const handlers = Object.fromEntries(methods.map(method => [method, refuse]))
  return route(path, handlers, { fidelity: 'none', note: sentence(reason) })
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
