import type { Agent } from '../../agent/agent.ts'
import { intentionAllows } from '../../api/operations/authorize-connection.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import { renderIntention } from '../../api/render/intention.ts'
import { renderSummary } from '../../api/render/service-summary.ts'
import { CONFIG_ENTRY } from '../../state/config-entries/read.ts'
import { gatewayServices } from '../../state/gateway-services.ts'
import { type Intention, intentionsTo } from '../../state/intentions.ts'
import { serviceSummary } from '../../state/overview.ts'
import { type Neighbour, topologyOf } from '../../state/topology.ts'
import type { View } from '../../state/view.ts'
import type { GatewayService } from '../../model/rows.ts'
import type { Settings } from '../../model/settings.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, route } from '../route.ts'

const READ = { metaOnError: true, showsConsistency: false } as const

/** What Consul's own page asks of the mesh. */
export const internalUiMeshRoutes = [
  route('/v1/internal/ui/gateway-services-nodes/:gateway', { GET: query(servicesBehind, READ) }),
  route('/v1/internal/ui/gateway-intentions/:gateway', { GET: query(intentionsBehind, READ) }),
  route('/v1/internal/ui/service-topology/:service', { GET: query(topology, READ) }),
  route('/v1/internal/ui/exported-services', { GET: query(exportedServices, READ) }),
  // counted by the servers now and then, and not yet
  route('/v1/internal/ui/catalog-overview', {
    GET: action(() => ({ json: { Nodes: null, Services: null, Checks: null } })),
  }),
  route('/v1/internal/ui/metrics-proxy/:path', {
    GET: action(() => {
      throw new Refusal(404, 'Metrics proxy is not enabled')
    }),
  }),
]

const catalogIndex = (view: View): number => view.max('nodes', 'services', 'checks')

function servicesBehind(req: Request): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('gateway name')
  return view => {
    const { value } = gatewayServices(view, req.param)
    const names = [...new Set(value.map(({ Service }) => Service))].sort()
    const json = names.map(name => {
      const addresses = value.filter(row => row.Service === name).flatMap(row => addressesOf(row, req.settings))
      const config = addresses.length > 0 ? { Addresses: addresses } : {}
      return renderSummary(serviceSummary(view, name), req.settings.datacenter, config)
    })
    return { index: catalogIndex(view), value: { json } }
  }
}

/** Where an ingress gateway takes requests for a service. */
function addressesOf(row: GatewayService, { datacenter, domain }: Settings): readonly string[] {
  if (row.GatewayKind !== 'ingress-gateway') return []
  const hosts = row.Hosts ?? [`${row.Service}.ingress.${datacenter}.${domain}`]
  return hosts.map(host => `${host.includes(':') ? `[${host}]` : host}:${row.Port}`)
}

function intentionsBehind(req: Request): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('gateway name')
  return view => {
    const found = new Map<string, Intention>()
    for (const { Service } of gatewayServices(view, req.param).value) {
      for (const intention of intentionsTo(view, Service).value) {
        const { destination, source } = intention
        found.set(JSON.stringify([destination, source.Name, source.Peer]), intention)
      }
    }
    return { index: view.max(CONFIG_ENTRY), value: { json: [...found.values()].map(renderIntention) } }
  }
}

const KINDS: ReadonlySet<string> = new Set(['', 'ingress-gateway'])

function topology(req: Request, agent: Agent): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('service name')
  if (!req.query.has('kind')) throw refusal.missing('service kind')
  const kind = req.query.get('kind')
  if (!KINDS.has(kind)) throw new Refusal(400, `Unsupported service kind ${JSON.stringify(kind)}`)
  const { settings } = agent
  return view => {
    if (!settings.connect.enabled) throw withoutAuthority(req.param)
    const { protocol, upstreams, downstreams } = topologyOf(view, req.param, kind, settings.datacenter)
    const json = {
      Protocol: protocol,
      TransparentProxy: false,
      Upstreams: upstreams.map(neighbour => renderNeighbour(view, neighbour, settings)),
      Downstreams: downstreams.map(neighbour => renderNeighbour(view, neighbour, settings)),
      FilteredByACLs: false,
    }
    return { index: view.max('nodes', 'services', 'checks', CONFIG_ENTRY), value: { json } }
  }
}

function withoutAuthority(service: string): Refusal {
  const name = JSON.stringify(service)
  const why = `failed to fetch discovery chain for ${name}: no cluster ca config setup`
  return new Refusal(500, `failed to get sources for discovery chain target ${name}: ${why}`)
}

function renderNeighbour(view: View, { service, intention }: Neighbour, settings: Settings): object {
  const defaultAllow = settings.defaultIntentionPolicy !== 'deny'
  return {
    ...renderSummary(serviceSummary(view, service), settings.datacenter),
    Source: 'proxy-registration',
    Intention: {
      Allowed: intention ? intentionAllows(intention) : defaultAllow,
      HasPermissions: (intention?.source.Permissions ?? []).length > 0,
      ExternalSource: intention?.source.LegacyMeta?.['external-source'] ?? '',
      HasExact: intention?.source.Precedence === 9,
      DefaultAllow: defaultAllow,
    },
  }
}

function exportedServices({ query: given }: Request): ReturnType<Query> {
  return () => {
    if (given.get('peer') === '') throw new Refusal(500, 'must provide PeerName')
    return { index: 1, value: { json: [] } }
  }
}
