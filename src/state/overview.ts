import { nodeOf } from './catalog.ts'
import { checksOf, type Health } from './health.ts'
import type { Read } from './kv.ts'
import { CONFIG_ENTRY } from './config-entries/read.ts'
import { GATEWAY_SERVICES, gatewaysOf, gatewayServices, looksAtEntries } from './gateway-services.ts'
import { fold, prefixOf } from './schema.ts'
import type { Check, CheckStatus, Node, Service } from '../model/rows.ts'
import { importedEntry } from './peering/entries.ts'
import type { View } from './view.ts'
import { watchRows } from './watched-prefix.ts'

/** A service at first sight: all its instances in one line. */
export interface ServiceSummary {
  readonly name: string
  readonly kind: string
  readonly tags: ReadonlySet<string>
  readonly nodes: ReadonlySet<string>
  readonly externalSources: ReadonlySet<string>
  readonly instances: number
  /** How many checks speak for it; one of a node counts once, however many instances are on it. */
  readonly checks: Readonly<Record<CheckStatus, number>>
  readonly native: boolean
  /** Some proxy stands before it. */
  readonly proxied: boolean
  /** All of its proxies are transparent. */
  readonly transparent: boolean
  /** A gateway that is there stands before its instances. */
  readonly behindGateway: boolean
  /** How many services are behind it, where it is a gateway. */
  readonly servicesBehind: number
  /** The peer that exports it, and where it is there; none for one of this cluster. */
  readonly peer?: { readonly name: string; readonly datacenter: string }
}

const IMPORTED = ['importedNodes', 'importedServices', 'importedChecks'] as const

/** Depends on the three tables as a whole, so that what is read of them need not be tracked row by row. */
function trackAll(view: View): { index: number; peek: View } {
  for (const table of ['nodes', 'services', 'checks', 'gatewayServices', ...IMPORTED] as const) view.size(table)
  return { index: wholeIndex(view), peek: view.peek }
}

const wholeIndex = (view: View): number =>
  view.max('nodes', 'services', 'checks', ...(view.size('peerings') > 0 ? [importedEntry.any] : []))

/**
 * Every service, by name, of the instances that are accepted (as many as may be seen, and fit a filter). What proxies are for is
 * there, too, and their checks are its own.
 */
export function serviceSummaries(view: View, accepts?: (row: Health) => boolean): Read<readonly ServiceSummary[]> {
  const byName = new Map<string, Service[]>()
  const proxies = new Map<string, Service[]>()
  const { index, peek } = trackAll(view)
  for (const service of peek.scan('services')) {
    if (accepts && !accepts({ service, node: nodeOf(peek, service), checks: checksOf(peek, service) })) continue
    group(byName, service.Service, service)
    if (service.Kind === 'connect-proxy') group(proxies, service.Proxy.DestinationServiceName ?? '', service)
  }
  const names = [...new Set([...byName.keys(), ...proxies.keys()])].sort()
  const value = names.map(name => summarise(peek, name, byName.get(name) ?? [], proxies.get(name) ?? []))
  const speaks = looksAtEntries(peek.scan('gatewayServices')) ? [CONFIG_ENTRY] : []
  return { index: Math.max(index, view.max(GATEWAY_SERVICES, ...speaks)), value }
}

/** How many checks there are of each status; one that speaks for several instances counts once. */
export function countChecks(checks: Iterable<Check>): ServiceSummary['checks'] {
  const counts = { passing: 0, warning: 0, critical: 0 }
  for (const { Status } of new Set(checks)) if (Status in counts) counts[Status as CheckStatus] += 1
  return counts
}

/** What instances say of themselves, taken together. */
export function commonOf(instances: readonly Service[]) {
  return {
    kind: instances.at(-1)?.Kind ?? '',
    tags: new Set(instances.flatMap(({ Tags }) => Tags ?? [])),
    nodes: new Set(instances.map(({ Node }) => Node)),
    externalSources: new Set(instances.flatMap(({ Meta }) => Meta?.['external-source'] ?? [])),
    instances: instances.length,
    native: instances.some(({ Connect }) => Connect['Native'] === true),
  }
}

function group(groups: Map<string, Service[]>, name: string, service: Service): void {
  const present = groups.get(name)
  if (present) present.push(service)
  else groups.set(name, [service])
}

const GATEWAY_KINDS = ['terminating-gateway', 'ingress-gateway'] as const

/** `proxies`: those in front of it, whose checks are as good as its own. */
function summarise(
  view: View,
  name: string,
  instances: readonly Service[],
  proxies: readonly Service[],
): ServiceSummary {
  return {
    ...commonOf(instances),
    name,
    // a node may be spelled in another way by now
    nodes: new Set(instances.map(instance => nodeOf(view, instance).Node)),
    checks: countChecks([...instances, ...proxies].flatMap(instance => checksOf(view, instance))),
    proxied: proxies.length > 0,
    transparent: proxies.length > 0 && proxies.every(isTransparent),
    behindGateway: (instances.length > 0 ? GATEWAY_KINDS : [])
      .flatMap(kind => gatewaysOf(view, name, kind))
      .some(({ Gateway }) => view.first('services', 'name', fold(Gateway)) !== undefined),
    servicesBehind: new Set(gatewayServices(view, name).value.map(({ Service }) => Service)).size,
  }
}

export const isTransparent = ({ Proxy }: Service): boolean => Proxy['Mode'] === 'transparent'

/** One service by itself, whether or not it has instances that are seen. */
export function serviceSummary(view: View, name: string, sees: (row: Service) => boolean): ServiceSummary {
  const instances = view.peek.by('services', 'name', fold(name)).filter(sees)
  return summaryOf(view, instances[0]?.Service ?? name, instances)
}

/** The same of these instances, and of proxies in front of it. */
export function summaryOf(
  view: View,
  name: string,
  instances: readonly Service[],
  proxies: readonly Service[] = [],
): ServiceSummary {
  return summarise(trackAll(view).peek, name, instances, proxies)
}

/** The proxies that stand before a service; one that needs none is not among them. */
export const proxiesOf = (view: View, name: string): readonly Service[] =>
  view.by('services', 'connect', fold(name)).filter(({ Kind }) => Kind === 'connect-proxy')

export function allNodes(view: View): Read<readonly Node[]> {
  const { index, peek } = trackAll(view)
  return { index, value: [...peek.scan('nodes')] }
}

/** One node, with the index of all; only the node, what is registered on it, and what comes near either concerns a reader. */
export function oneNode(view: View, name: string): Read<readonly Node[]> {
  const node = view.node(name)
  if (!node) watchRows(view, 'nodes', fold(name))
  else for (const table of ['services', 'checks'] as const) watchRows(view, table, prefixOf(name))
  return { index: wholeIndex(view), value: node ? [node] : [] }
}

/** What is registered on a node. */
export function onNode(view: View, { Node }: Node): { services: readonly Service[]; checks: readonly Check[] } {
  return { services: [...view.scan('services', prefixOf(Node))], checks: [...view.scan('checks', prefixOf(Node))] }
}
