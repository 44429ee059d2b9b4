import type { ServiceFields } from '../../model/registration.ts'
import type { Proxy } from '../../model/rows.ts'
import type { NewService } from '../../state/service.ts'
import { isObject } from '../../lib/equal.ts'

/** The row that a registration makes on this node. Without an ID it goes by its name. */
export const serviceRow = (fields: ServiceFields, node: string): NewService => ({
  ...fields,
  Node: node,
  ID: fields.ID || fields.Service,
  Proxy: WITH_CENTRAL_CONFIG.has(fields.Kind) ? withCentralConfig(fields.Proxy) : fields.Proxy,
})

/** Kinds of services whose proxies an agent completes before it registers them. */
const WITH_CENTRAL_CONFIG: ReadonlySet<string> = new Set([
  'connect-proxy',
  'mesh-gateway',
  'terminating-gateway',
  'ingress-gateway',
  'api-gateway',
])

/** Upstreams have the gateway mode of their proxy, and Envoy extensions come from config entries only. */
function withCentralConfig({ EnvoyExtensions: _extensions, ...proxy }: Proxy): Proxy {
  const { MeshGateway, Upstreams } = proxy
  if (!Array.isArray(Upstreams) || !isObject(MeshGateway) || !MeshGateway['Mode']) return proxy
  return {
    ...proxy,
    Upstreams: Upstreams.filter(isObject).map(upstream => {
      const own = upstream['MeshGateway']
      return isObject(own) && own['Mode'] ? upstream : { ...upstream, MeshGateway }
    }),
  }
}
