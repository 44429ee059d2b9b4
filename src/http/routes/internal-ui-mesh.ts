import { quoteGo } from '../../go/quote.ts'
import type { Agent } from '../../agent/agent.ts'
import { seesIntention } from '../../api/acl/intention.ts'
import { demand } from '../../api/acl/permission.ts'
import { instanceSeenBy, seesService, visible } from '../../api/acl/visible.ts'
import { allowsByDefault, intentionAllows } from '../../api/operations/authorize-connection.ts'
import { readOptions } from '../blocking-parameters.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import { renderIntention } from '../../api/render/intention.ts'
import { renderSummary } from '../../api/render/service-summary.ts'
import { CONFIG_ENTRY } from '../../state/config-entries/read.ts'
import { gatewayServices } from '../../state/gateway-services.ts'
import { watchAbsentInstances } from '../../state/catalog.ts'
import { serviceHealth } from '../../state/health.ts'
import { intentionsToAny } from '../../state/intentions.ts'
import type { Neighbour, Reason } from '../../state/neighbours.ts'
import { exportsTo } from '../../state/exported-services.ts'
import { readPeering } from '../../state/peering/peerings.ts'
import { commonOf, countChecks, summariesBehind, type ServiceSummary, summaryOf } from '../../state/overview.ts'
import { topologyOf } from '../../state/topology.ts'
import type { View } from '../../state/view.ts'
import type { GatewayService } from '../../model/rows.ts'
import type { Settings } from '../../model/settings.ts'
import { proxyMetrics } from '../metrics-proxy.ts'
import type { Reply } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, type Query, route } from '../route.ts'
import { joinHostPort } from '../../go/host-port.ts'

const READ = { metaOnError: true, showsConsistency: false } as const

const NOT_COUNTED = { Nodes: null, Services: null, Checks: null }

/** What Consul's own page asks of the mesh. */
export const internalUiMeshRoutes = [
  route('/v1/internal/ui/gateway-services-nodes/:gateway', {
    GET: query(servicesBehind, { ...READ, enterpriseFirst: true }),
  }),
  route('/v1/internal/ui/gateway-intentions/:gateway', { GET: query(intentionsBehind, READ) }),
  route('/v1/internal/ui/service-topology/:service', { GET: query(topology, READ) }),
  route('/v1/internal/ui/exported-services', { GET: query(exportedServices, READ) }),
  // counted by the servers now and then
  route('/v1/internal/ui/catalog-overview', {
    GET: action(
      (req, { datacenter }) => {
        const { authorizer } = req
        readOptions(req)
        req.checkDatacenter()
        // whose token it is is not told
        if (!authorizer.allows('operator', 'read')) {
          throw new Refusal(403, "Permission denied: token with AccessorID '' lacks permission 'operator:read'")
        }
        return { json: datacenter.overview.counts ?? NOT_COUNTED }
      },
      { ownEnterpriseCheck: true },
    ),
  }),
  route('/v1/internal/ui/metrics-proxy/:path', {
    GET: action((req, agent) => proxyMetrics(req, agent.settings.ui), { ownEnterpriseCheck: true }),
  }),
]

function servicesBehind(req: Request): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('gateway name')
  return view => {
    demand(req.authorizer, 'service', 'read', req.param)
    const behind = gatewayServices(view, req.param)
    const { rows: value, filtered: hidesNames } = visible(req.authorizer, behind.value, seesService)
    const addressesByName = new Map<string, string[]>()
    for (const row of value) {
      const known = addressesByName.get(row.Service) ?? []
      addressesByName.set(row.Service, known)
      for (const address of addressesOf(row, req.settings)) known.push(address)
    }
    const names = value.map(({ Service }) => Service)
    const { summaries, hides } = summariesBehind(view, names, instanceSeenBy(req.authorizer))
    const json = summaries.map(summary => {
      const addresses = addressesByName.get(summary.name) ?? []
      return renderSummary(summary, req.settings.datacenter, addresses.length > 0 ? { Addresses: addresses } : {})
    })
    // also of those that are hidden
    const all = behind.value.map(({ Service }) => Service)
    watchAbsentInstances(view, 'name', ...all)
    const index = Math.max(behind.index, ...all.map(name => serviceHealth(view, name).index))
    return { index, value: { json, filtered: hidesNames || hides } }
  }
}

/** Where an ingress gateway takes requests for a service: without hosts of its own at its name in each domain, spelled as configured. */
function addressesOf(row: GatewayService, { datacenter, configuredDomains }: Settings): readonly string[] {
  // a listener without a port cannot be reached
  if (row.GatewayKind !== 'ingress-gateway' || row.Port === 0) return []
  const domains = [configuredDomains.domain, configuredDomains.altDomain].filter(domain => domain !== '')
  const hosts = row.Hosts ?? domains.map(domain => `${row.Service}.ingress.${datacenter}.${domain}`.replace(/\.+$/, ''))
  return hosts.map(host => joinHostPort(host, row.Port))
}

function intentionsBehind(req: Request): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('gateway name')
  return view => {
    demand(req.authorizer, 'service', 'read', req.param)
    const behind = gatewayServices(view, req.param)
    const found = intentionsToAny(
      view,
      behind.value.map(({ Service }) => Service),
    )
    const { rows, filtered } = visible(req.authorizer, found, seesIntention)
    const index = behind.value.length > 0 ? Math.max(behind.index, view.max(CONFIG_ENTRY)) : behind.index
    return { index, value: { json: rows.map(renderIntention), filtered } }
  }
}

const KINDS: ReadonlySet<string> = new Set(['', 'ingress-gateway', 'api-gateway'])

function topology(req: Request, agent: Agent): ReturnType<Query> {
  if (req.paramBytes === '') throw refusal.missing('service name')
  if (!req.query.has('kind')) throw refusal.missing('service kind')
  const kind = req.query.get('kind')
  if (!KINDS.has(kind)) throw new Refusal(400, `Unsupported service kind ${quoteGo(kind)}`)
  const { settings } = agent
  return view => {
    demand(req.authorizer, 'service', 'read', req.param)
    if (!settings.connect.enabled) throw withoutAuthority(req.param)
    const seen = { datacenter: settings.datacenter, defaultAllow: allowsByDefault(agent) }
    const { protocol, transparent, index, hides, upstreams, downstreams } = topologyOf(view, {
      service: req.param,
      kind,
      defaultAllow: seen.defaultAllow,
      sees: instanceSeenBy(req.authorizer),
      chains: agent.datacenter.chains,
      place: { datacenter: settings.datacenter, trustDomain: agent.connect.trustDomain },
    })
    const json = {
      Protocol: protocol,
      TransparentProxy: transparent,
      Upstreams: upstreams.map(neighbour => renderNeighbour(view, neighbour, seen)),
      Downstreams: downstreams.map(neighbour => renderNeighbour(view, neighbour, seen)),
    }
    const telling = (filtered: boolean): Reply => ({ json: { ...json, FilteredByACLs: filtered }, filtered })
    return { index, value: { ...telling(hides), filteredBefore: () => telling(true) } }
  }
}

function withoutAuthority(service: string): Refusal {
  const name = quoteGo(service)
  const why = `failed to fetch discovery chain for ${name}: no cluster ca config setup`
  return new Refusal(500, `failed to get sources for discovery chain target ${name}: ${why}`)
}

function renderNeighbour(
  view: View,
  { service, instances, proxies, reason }: Neighbour,
  { datacenter, defaultAllow }: { readonly datacenter: string; readonly defaultAllow: boolean },
): object {
  const intention = reason?.intention
  const hasExact = intention?.source.Precedence === 9
  return {
    ...renderSummary(summaryOf(view, service, instances, proxies), datacenter),
    // those that entries alone tell of are said to be here
    ...(instances.length + proxies.length === 0 && { Datacenter: datacenter }),
    Source: reason ? sourceOf(reason, hasExact, defaultAllow) : '',
    Intention: {
      Allowed: intention ? intentionAllows(intention) : reason !== undefined && defaultAllow,
      HasPermissions: (intention?.source.Permissions ?? []).length > 0,
      ExternalSource: intention?.meta?.['external-source'] ?? '',
      HasExact: hasExact,
      DefaultAllow: reason !== undefined && defaultAllow,
    },
  }
}

function sourceOf({ routed, registered }: Reason, hasExact: boolean, defaultAllow: boolean): string {
  if (routed) return 'routing-config'
  if (registered) return 'proxy-registration'
  if (hasExact) return 'specific-intention'
  return defaultAllow ? 'default-allow' : 'wildcard-intention'
}

/** The names alone: nothing else is looked up. */
function exportedServices(req: Request): ReturnType<Query> {
  return view => {
    const { authorizer, settings } = req
    const peer = req.query.get('peer')
    if (peer === '') throw new Refusal(500, 'must provide PeerName')
    // of nobody that is known, only the table of peerings is told
    const { value: peering, index: ofPeering } = readPeering(view, peer)
    if (!peering) return { index: ofPeering, value: { json: [] } }
    const { index, value } = exportsTo(view, peer)
    const exported = value.map(Service => ({ Service }))
    // a token that may write the mesh may export services of any name, and sees them
    const { rows, filtered } = authorizer.allows('mesh', 'write')
      ? { rows: exported, filtered: false }
      : visible(authorizer, exported, seesService)
    const json = rows.map(({ Service: name }) => ({
      ...renderSummary({ ...NOTHING, name }, ''),
      Datacenter: settings.datacenter,
      ConnectedWithProxy: false,
      ConnectedWithGateway: false,
    }))
    return { index: Math.max(index, ofPeering), value: { json, filtered } }
  }
}

const NOTHING: Omit<ServiceSummary, 'name'> = {
  ...commonOf([]),
  checks: countChecks([]),
  proxied: false,
  transparent: false,
}
