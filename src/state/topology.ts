import { getEntry } from './config-entries/read.ts'
import { compileChain } from './discovery-chain/compile.ts'
import { gatewayServices, gatewaysOf } from './gateway-services.ts'
import { decidingIntention, type Intention } from './intentions.ts'
import { fold } from './schema.ts'
import type { View } from './view.ts'

/** Who calls a service, and whom it calls, by what its proxies and gateways were told. */
export interface Topology {
  readonly protocol: string
  readonly upstreams: readonly Neighbour[]
  readonly downstreams: readonly Neighbour[]
}

export interface Neighbour {
  readonly service: string
  /** What decides about the calls between the two; undefined where no intention does. */
  readonly intention: Intention | undefined
}

export function topologyOf(view: View, service: string, kind: string, datacenter: string): Topology {
  const [listener] = getEntry(view, 'ingress-gateway', service)?.Listeners ?? []
  const protocol =
    kind === 'ingress-gateway' && listener
      ? listener.Protocol
      : compileChain(view, { service, datacenter, trustDomain: '' }).Protocol
  const upstreams =
    kind === 'ingress-gateway'
      ? gatewayServices(view, service).value.map(({ Service }) => Service)
      : upstreamsOf(view, service)
  const downstreams = [
    ...callersOf(view, service),
    ...gatewaysOf(view, service, 'ingress-gateway').map(({ Gateway }) => Gateway),
  ]
  return {
    protocol,
    upstreams: inCatalog(view, upstreams).map(name => ({
      service: name,
      intention: decidingIntention(view, service, name),
    })),
    downstreams: inCatalog(view, downstreams).map(name => ({
      service: name,
      intention: decidingIntention(view, name, service),
    })),
  }
}

const inCatalog = (view: View, names: readonly string[]): readonly string[] =>
  [...new Set(names)].sort().filter(name => view.first('services', 'name', fold(name)) !== undefined)

interface Upstream {
  readonly DestinationName?: string
  readonly DestinationType?: string
}

const namesOf = (upstreams: unknown): readonly string[] =>
  (Array.isArray(upstreams) ? (upstreams as readonly Upstream[]) : [])
    .filter(({ DestinationType = '' }) => DestinationType === '' || DestinationType === 'service')
    .map(({ DestinationName = '' }) => DestinationName)

function upstreamsOf(view: View, service: string): readonly string[] {
  return view.by('services', 'connect', fold(service)).flatMap(({ Proxy }) => namesOf(Proxy['Upstreams']))
}

function callersOf(view: View, service: string): readonly string[] {
  const callers: string[] = []
  for (const { Kind, Proxy } of view.scan('services')) {
    if (Kind !== 'connect-proxy' || Proxy.DestinationServiceName === undefined) continue
    if (namesOf(Proxy['Upstreams']).some(name => fold(name) === fold(service)))
      callers.push(Proxy.DestinationServiceName)
  }
  return callers
}
