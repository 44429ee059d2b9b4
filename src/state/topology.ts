import { servicesUpstream } from './config-entries/dependents.ts'
import { CHAIN_KINDS } from './config-entries/chain-kinds.ts'
import { CONFIG_ENTRY, entriesOf, getEntry } from './config-entries/read.ts'
import type { ChainCache, ChainQuery } from './discovery-chain/chain-cache.ts'
import type { Chain } from './discovery-chain/chain.ts'
import { terminatingInstances } from './catalog.ts'
import { entry, serviceIndex } from './entries.ts'
import { gatewayServices, gatewaysOf } from './gateway-services.ts'
import { decidingIntention, type Intention } from './intentions.ts'
import { isTransparent, proxiesOf } from './overview.ts'
import { fold } from './schema.ts'
import type { View } from './view.ts'

/** Who calls a service, and whom it calls: by what its proxies and gateways were told, and by intentions. */
export interface Topology {
  readonly protocol: string
  /** All of its proxies are transparent. */
  readonly transparent: boolean
  readonly upstreams: readonly Neighbour[]
  readonly downstreams: readonly Neighbour[]
  /** That of its instances and gateways, of all who may call it, and of what makes them neighbours: its own proxies do not count. */
  readonly index: number
}

export interface Neighbour {
  readonly service: string
  /** A proxy or a gateway names it; else an intention, or what holds without one, lets the two meet. */
  readonly registered: boolean
  /** It has no instances: entries say where its requests go. */
  readonly routed: boolean
  /** Shown as that alone, though proxies of it may be known; these have a row of their own. */
  readonly bare: boolean
  /** What decides about the calls between the two; undefined where no intention does. */
  readonly intention: Intention | undefined
}

interface Asked {
  readonly service: string
  readonly kind: string
  readonly defaultAllow: boolean
  readonly chains: ChainCache
  /** Where chains are compiled. */
  readonly place: Omit<ChainQuery, 'service'>
}

export function topologyOf(view: View, { service, kind, defaultAllow, chains, place }: Asked): Topology {
  const chainOf: ChainOf = name => chains.compiled(view, { ...place, service: name })
  const mayCall = (from: string, to: string): boolean => {
    const deciding = decidingIntention(view, from, to)
    return deciding ? mayAllow(deciding) : defaultAllow
  }
  const typical = typicalServices(view)
  const peers = typical.filter(name => fold(name) !== fold(service))
  const upstreams = registeredUpstreams(view, service)
  const routed = routedServices(view).filter(name => fold(name) !== fold(service))
  const proxied = proxiedServices(view).filter(name => fold(name) !== fold(service) && !isInCatalog(view, name))
  const allowedUpstreams = callsAnybody(view, service)
    ? [...peers, ...proxied, ...routed].filter(name => mayCall(service, name))
    : []
  const downstreams = registeredDownstreams(view, service, chainOf)
  const ingress = namesOfKind(view, 'ingress-gateway')
  const candidates = [...peers, ...ingress].filter(name => mayCall(name, service))
  const allowedDownstreams = candidates.filter(name => callsAnybody(view, name))
  const proxies = proxiesOf(view, service)
  const neighbours = (
    registered: readonly string[],
    allowed: readonly string[],
    intention: (name: string) => Intention | undefined,
  ): readonly Neighbour[] => {
    const named = new Set(registered.filter(name => isKnown(view, name) || routed.includes(name)))
    const names = [...new Set([...named, ...allowed])].sort()
    const row = (name: string, bare: boolean): Neighbour => ({
      service: name,
      registered: named.has(name),
      routed: routed.includes(name),
      bare,
      intention: intention(name),
    })
    // those without instances come behind the others, where their order is chance in Consul
    return [
      ...names.filter(name => isKnown(view, name)).map(name => row(name, false)),
      ...names.filter(name => routed.includes(name)).map(name => row(name, true)),
    ]
  }
  const found = {
    upstreams: neighbours(upstreams, allowedUpstreams, name => decidingIntention(view, service, name)),
    downstreams: neighbours(downstreams, allowedDownstreams, name => decidingIntention(view, name, service)),
  }
  return {
    ...found,
    index: Math.max(
      view.max(CONFIG_ENTRY, entry.serviceExtinction, entry.meshTopology),
      newestOf(view, 'name', [...typical, ...ingress]),
      ownIndex(view, service),
      callsAnybody(view, service) ? newestOf(view, 'connect', typical) : 0,
      ...candidates.map(name => healthIndex(view, name)),
      ...[...found.upstreams, ...found.downstreams].map(neighbour => healthIndex(view, neighbour.service)),
    ),
    protocol: protocolOf(view, service, kind, chainOf),
    transparent: proxies.length > 0 && proxies.every(isTransparent) && !isNative(view, service),
  }
}

type ChainOf = (service: string) => Chain

/** When the last of these names came up, or was first reached through the mesh. */
function newestOf(view: View, by: 'name' | 'connect', names: readonly string[]): number {
  const since = (name: string): number =>
    Math.min(...view.by('services', by, fold(name)).map(({ CreateIndex }) => CreateIndex))
  return Math.max(0, ...names.map(since).filter(Number.isFinite))
}

/** That of the gateways before it, or else what a read of a service has before which there are none. */
function ownIndex(view: View, service: string): number {
  const gateways = terminatingInstances(view, service).map(({ Service }) => entry.service(Service))
  if (gateways.length > 0) return view.max(...gateways)
  return serviceIndex(view, service, false, 'nodes', 'services', 'checks')
}

/** That of the instances, of the proxies and terminating gateways that lead there, and of the checks of all these. */
function healthIndex(view: View, name: string): number {
  const ways = [...proxiesOf(view, name), ...terminatingInstances(view, name)]
  return view.max(entry.service(name), ...ways.map(({ Service }) => entry.service(Service)))
}

/** Whether it lets some requests through. */
const mayAllow = ({ source }: Intention): boolean => source.Action === 'allow' || (source.Permissions ?? []).length > 0

/** An ingress gateway speaks what its first listener does; TCP where it has none. */
function protocolOf(view: View, service: string, kind: string, chainOf: ChainOf): string {
  if (kind !== 'ingress-gateway') return chainOf(service).Protocol
  const gateway = getEntry(view, 'ingress-gateway', service)
  return gateway ? (gateway.Listeners?.[0]?.Protocol ?? 'tcp') : ''
}

/** Services that have proxies. */
const proxiedServices = (view: View): readonly string[] =>
  [...view.indexKeys('services', 'connect')].flatMap(key => {
    const first = view.peek.first('services', 'connect', key)
    return first?.Kind === 'connect-proxy' ? [first.Proxy.DestinationServiceName ?? ''] : []
  })

/** Services that are neither proxies nor gateways nor the servers themselves. */
const typicalServices = (view: View): readonly string[] => namesOfKind(view, '').filter(name => name !== 'consul')

const namesOfKind = (view: View, kind: string): readonly string[] =>
  [...view.indexKeys('services', 'name')]
    .map(key => view.peek.first('services', 'name', key))
    .flatMap(found => (found?.Kind === kind ? [found.Service] : []))

/** Whether it may call services that nothing names: by a transparent proxy, or without a proxy. */
const callsAnybody = (view: View, service: string): boolean =>
  proxiesOf(view, service).some(isTransparent) || isNative(view, service)

const isNative = (view: View, service: string): boolean =>
  view.by('services', 'name', fold(service)).some(({ Connect }) => Connect['Native'] === true)

/** Whether it has instances, or proxies without any. */
const isKnown = (view: View, name: string): boolean => isInCatalog(view, name) || proxiesOf(view, name).length > 0

const isInCatalog = (view: View, name: string): boolean => view.first('services', 'name', fold(name)) !== undefined

/** Services without instances, whose requests go where entries say. */
const routedServices = (view: View): readonly string[] =>
  [...new Set(CHAIN_KINDS.flatMap(kind => entriesOf(view, kind).map(({ Name }) => Name)))].filter(
    name => !isInCatalog(view, name),
  )

interface Upstream {
  readonly DestinationName?: string
  readonly DestinationType?: string
}

const namesOf = (upstreams: unknown): readonly string[] =>
  (Array.isArray(upstreams) ? (upstreams as readonly Upstream[]) : [])
    .filter(({ DestinationType = '' }) => DestinationType === '' || DestinationType === 'service')
    .map(({ DestinationName = '' }) => DestinationName)

const registeredUpstreams = (view: View, service: string): readonly string[] => [
  ...proxiesOf(view, service).flatMap(({ Proxy }) => namesOf(Proxy['Upstreams'])),
  ...gatewayServices(view, service)
    .value.filter(({ GatewayKind }) => GatewayKind === 'ingress-gateway')
    .map(({ Service }) => Service),
]

/** Services that name a service whose chain ends here. */
function registeredDownstreams(view: View, service: string, chainOf: ChainOf): readonly string[] {
  const sources = [...servicesUpstream(view, service)].filter(name => {
    const { Targets } = chainOf(name)
    return [...Targets.values()].some(target => fold(target.Service) === fold(service) && target.Peer === '')
  })
  const wanted = new Set(sources.map(fold))
  const callers: string[] = []
  for (const { Kind, Proxy } of view.scan('services')) {
    if (Kind !== 'connect-proxy' || Proxy.DestinationServiceName === undefined) continue
    if (namesOf(Proxy['Upstreams']).some(name => wanted.has(fold(name)))) callers.push(Proxy.DestinationServiceName)
  }
  for (const name of sources) {
    callers.push(...gatewaysOf(view, name, 'ingress-gateway').map(({ Gateway }) => Gateway))
  }
  return callers
}
