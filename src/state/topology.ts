import { servicesUpstream } from './config-entries/dependents.ts'
import { CHAIN_KINDS } from './config-entries/chain-kinds.ts'
import { CONFIG_ENTRY, entriesFrom, entriesLeadingTo, getEntry } from './config-entries/read.ts'
import { WILDCARD } from './config-entries/service-intentions.ts'
import type { ChainCache, ChainQuery } from './discovery-chain/chain-cache.ts'
import type { Chain } from './discovery-chain/chain.ts'
import type { Service } from '../model/rows.ts'
import { connectInstances, watchAbsentInstances } from './catalog.ts'
import { entry } from './entries.ts'
import { StateError } from './errors.ts'
import { rowsBefore, rowsOf } from './gateway-services.ts'
import { decidingIntention, type Intention, intentionInAnyCase } from './intentions.ts'
import { kindEntry, namesOfKind } from './kind-names.ts'
import { downstreamsOf, upstreamsOf } from './mesh-topology.ts'
import { anything, around, callersIn, callsFreely, type Neighbour, nobodyElse } from './neighbours.ts'
import { isTransparent } from './overview.ts'
import { fold } from './schema.ts'
import type { View } from './view.ts'

/** Who calls a service, and whom it calls: by what its proxies and gateways were told, and by intentions. */
export interface Topology {
  readonly protocol: string
  /** All that the mesh reaches it by are transparent proxies. */
  readonly transparent: boolean
  readonly upstreams: readonly Neighbour[]
  readonly downstreams: readonly Neighbour[]
  /** Whether there are instances that may not be seen. */
  readonly hides: boolean
  /** That of what the mesh reaches it by, of all who may call it, and of what makes them neighbours. */
  readonly index: number
}

interface Asked {
  readonly service: string
  readonly kind: string
  readonly defaultAllow: boolean
  /** Which instances of others are told. */
  readonly sees: (row: Service) => boolean
  readonly chains: ChainCache
  /** Where chains are compiled. */
  readonly place: Omit<ChainQuery, 'service'>
}

export function topologyOf(view: View, { service, kind, defaultAllow, sees, chains, place }: Asked): Topology {
  const chainOf: ChainOf = name => chains.compiled(view, { ...place, service: name })
  const allows = (deciding: Intention | undefined): boolean => (deciding ? mayAllow(deciding) : defaultAllow)
  const toOther = (name: string): Intention | undefined => decidingIntention(view, service, name)
  // as in Consul, which looks for these by the service and not by who calls
  const fromOther = (name: string): Intention | undefined => intentionInAnyCase(view, name, service)
  // as in Consul, which looks for its upstreams by what is said of it as a source
  for (const source of [service, WILDCARD]) entriesFrom(view, source)
  const isOther = (name: string): boolean => name !== service
  const typical = namesOfKind(view, '')
  const isGateway = kind !== ''
  const reachedBy = isGateway ? undefined : connectInstances(view, service)
  if (reachedBy) watchAbsentInstances(view, 'connect', service)
  const ways = (reachedBy?.value ?? []).map(instance => instance.service)
  const callsOthers = ways.some(callsFreely)
  const reachable = callsOthers ? new Set([...typical, ...addressedServices(view)].filter(isOther)) : []
  const callers = new Set([...typical, ...namesOfKind(view, 'ingress-gateway')].filter(isOther))
  const allowedUpstreams = [...reachable].filter(name => allows(toOther(name)))
  const allowedDownstreams = [...callers].filter(name => allows(fromOther(name)))
  const upstreams = around(view, {
    isRouted: name => isRouted(view, name),
    sees,
    registered: [
      ...registeredUpstreams(view, service),
      ...(kind === 'api-gateway' ? boundServices(view, service) : []),
    ],
    allowed: allowedUpstreams,
    keeps: callsOthers ? anything : nobodyElse,
    intention: toOther,
  })
  const downstreams = around(view, {
    isRouted: () => false,
    sees,
    registered: registeredDownstreams(view, service, chainOf),
    allowed: allowedDownstreams,
    keeps: callersIn,
    intention: fromOther,
  })
  return {
    protocol: protocolOf(view, service, kind, chainOf),
    transparent: ways.length > 0 && ways.every(isTransparent),
    upstreams: upstreams.neighbours,
    downstreams: downstreams.neighbours,
    hides: upstreams.hides || downstreams.hides,
    index: Math.max(
      view.max(CONFIG_ENTRY, entry.meshTopology, kindEntry(''), kindEntry('ingress-gateway')),
      view.max(...(callsOthers ? ['virtualIps'] : [])),
      reachedBy?.index ?? 0,
      upstreams.index,
      downstreams.index,
    ),
  }
}

type ChainOf = (service: string) => Chain

/** Whether it lets some requests through. */
const mayAllow = ({ source }: Intention): boolean => source.Action === 'allow' || (source.Permissions ?? []).length > 0

/** Gateways speak HTTP, whatever its dialect, unless a listener is for TCP or there is none. */
function protocolOf(view: View, service: string, kind: string, chainOf: ChainOf): string {
  if (kind === '') return chainOf(service).Protocol
  if (kind === 'ingress-gateway') {
    const gateway = getEntry(view, 'ingress-gateway', service)
    return gateway ? protocolOfListeners(gateway) : ''
  }
  const gateway = getEntry(view, 'api-gateway', service)
  if (!gateway) throw new StateError('not an APIGateway')
  return protocolOfListeners(gateway)
}

function protocolOfListeners({
  Listeners,
}: {
  readonly Listeners: readonly { readonly Protocol: string }[] | null
}): string {
  const isHttp = Listeners !== null && Listeners.length > 0 && Listeners.every(({ Protocol }) => Protocol !== 'tcp')
  return isHttp ? 'http' : 'tcp'
}

/** The services that an API gateway leads to, as its routes spell them. */
const boundServices = (view: View, gateway: string): readonly string[] =>
  Object.keys(getEntry(view, 'bound-api-gateway', gateway)?.Services ?? {})

/** The API gateways that lead to a service: those whose routes spell it in the same way, as in Consul. */
const boundGateways = (view: View, service: string): readonly string[] =>
  entriesLeadingTo(view, service).flatMap(({ Kind, Name }) => (Kind === 'bound-api-gateway' ? [Name] : []))

/** Services of this cluster with addresses in the mesh. */
const addressedServices = (view: View): readonly string[] =>
  view.scan('virtualIps').flatMap(({ Service, PeerName }) => (PeerName === undefined ? Service : []))

/** A service without instances of this spelling, whose requests go where entries say. */
const isRouted = (view: View, name: string): boolean =>
  // who looks for its instances waits for them; as in Consul its entries are looked at where there are none
  !view.peek.by('services', 'name', fold(name)).some(({ Service }) => Service === name) &&
  CHAIN_KINDS.some(kind => getEntry(view, kind, name) !== undefined)

/** What its proxies name, and what it leads to as an ingress gateway, whatever that speaks. */
function registeredUpstreams(view: View, service: string): readonly string[] {
  const behindIngress = rowsOf(view, service).filter(({ GatewayKind }) => GatewayKind === 'ingress-gateway')
  return [...upstreamsOf(view, service), ...behindIngress.map(row => row.Service)]
}

/** Services that name a service whose chain ends here, and gateways; API gateways where they name this one itself. */
function registeredDownstreams(view: View, service: string, chainOf: ChainOf): readonly string[] {
  const sources = [...servicesUpstream(view, service)].filter(name => {
    const { Targets } = chainOf(name)
    return [...Targets.values()].some(target => target.Service === service && target.Peer === '')
  })
  const registered = sources.flatMap(name => downstreamsOf(view, name))
  const gateways = sources.flatMap(name => rowsBefore(view, name, 'ingress-gateway').map(({ Gateway }) => Gateway))
  return [...registered, ...gateways, ...boundGateways(view, service)]
}
