import { nodeOf } from './catalog.ts'
import { checksOf, type Health } from './health.ts'
import type { Read } from './kv.ts'
import { CONFIG_ENTRY } from './config-entries/read.ts'
import { GATEWAY_SERVICES, looksAtEntries, servedRows } from './gateway-services.ts'
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
  /** A gateway that is listed as well stands before its instances. */
  readonly behindGateway?: boolean
  /** How many services are behind it, where it is a gateway: one behind several listeners counts for each. */
  readonly servicesBehind?: number
  /** The peer that exports it, and where it is there; none for one of this cluster. */
  readonly peer?: { readonly name: string; readonly datacenter: string }
}

const IMPORTED = ['importedNodes', 'importedServices', 'importedChecks'] as const

/** Depends on the three tables as a whole, so that what is read of them need not be tracked row by row. */
function trackAll(view: View): { index: number; peek: View } {
  for (const table of ['nodes', 'services', 'checks', 'gatewayServices', ...IMPORTED] as const) view.size(table)
  return { index: wholeIndex(view), peek: view.peek }
}

/** For who asks for the node of a peer: how far that peer's imports got, which alone concern a reader. */
export function importedNodesIndex(view: View, peer: string): number {
  for (const table of IMPORTED) view.size(table)
  const tables = ['nodes', 'services', 'checks'] as const
  return view.max(...tables.map(table => importedEntry.table(peer, table))) || 1
}

const wholeIndex = (view: View): number =>
  view.max('nodes', 'services', 'checks', ...(view.size('peerings') > 0 ? [importedEntry.any] : []))

/**
 * Every service, by name, of the instances that are accepted (as many as may be seen, and fit a filter). What proxies are for is
 * there, too, and their checks are its own.
 */
export function serviceSummaries(view: View, accepts?: (row: Health) => boolean): Read<readonly ServiceSummary[]> {
  const { index, peek } = trackAll(view)
  const accepted = [...peek.scan('services')].filter(
    service => !accepts || accepts({ service, node: nodeOf(peek, service), checks: checksOf(peek, service) }),
  )
  const groups = groupByName(accepted)
  const { gateways, behind } = gatewaysAmong(view, groups)
  const value = inOrder(groups).map(([name, group]) => ({
    ...summarise(peek, name, group),
    behindGateway: group.instances.length > 0 && behind.has(name),
    servicesBehind: gateways.get(name) ?? 0,
  }))
  const speaks = looksAtEntries(peek.scan('gatewayServices')) ? [CONFIG_ENTRY] : []
  return { index: Math.max(index, view.max(GATEWAY_SERVICES, ...speaks)), value }
}

/** Which of these names are gateways, and of how many services, and what is behind one: by their spelling, as in Consul. */
function gatewaysAmong(view: View, groups: ReadonlyMap<string, Group>) {
  const gateways = new Map<string, number>()
  const behind = new Set<string>()
  for (const { Gateway, Service } of servedRows(view)) {
    if (!groups.has(Gateway)) continue
    gateways.set(Gateway, (gateways.get(Gateway) ?? 0) + 1)
    behind.add(Service)
  }
  return { gateways, behind }
}

/** The instances of a name, and the proxies in front of it. */
export interface Group {
  readonly instances: Service[]
  readonly proxies: Service[]
}

export const NOBODY: Group = { instances: [], proxies: [] }

/** Instances by their names as spelled, and proxies also by that of the service that they are for. */
export function groupByName(rows: Iterable<Service>): Map<string, Group> {
  const groups = new Map<string, Group>()
  const group = (name: string): Group => {
    const known = groups.get(name) ?? { instances: [], proxies: [] }
    groups.set(name, known)
    return known
  }
  for (const row of rows) {
    group(row.Service).instances.push(row)
    if (row.Kind === 'connect-proxy') group(row.Proxy.DestinationServiceName ?? '').proxies.push(row)
  }
  return groups
}

const inOrder = (groups: ReadonlyMap<string, Group>): readonly (readonly [string, Group])[] =>
  [...groups].sort(([a], [b]) => (a < b ? -1 : 1))

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

/** The checks of proxies are as good as its own. */
function summarise(
  view: View,
  name: string,
  { instances, proxies }: { readonly instances: readonly Service[]; readonly proxies: readonly Service[] },
): ServiceSummary {
  return {
    ...commonOf(instances),
    name,
    // a node may be spelled in another way by now
    nodes: new Set(instances.map(instance => nodeOf(view, instance).Node)),
    checks: countChecks([...instances, ...proxies].flatMap(instance => checksOf(view, instance))),
    proxied: proxies.length > 0,
    transparent: proxies.length > 0 && proxies.every(isTransparent),
  }
}

export const isTransparent = ({ Proxy }: Service): boolean => Proxy['Mode'] === 'transparent'

/**
 * The services that a gateway has, and whatever else their instances are called or stand for, by name. `names`: one for each of its
 * rows, whose instances count again with each. A name all of whose instances are hidden is not told; one that has none is. Waits for
 * nothing: `serviceHealth` of the names does.
 */
export function summariesBehind({ peek }: View, names: readonly string[], sees: (row: Service) => boolean) {
  let hides = false
  const told: string[] = []
  const rows = names.flatMap(name => {
    const instances = peek.by('services', 'name', fold(name))
    const seen = instances.filter(sees)
    hides ||= seen.length < instances.length
    if (instances.length === 0 || seen.length > 0) told.push(name)
    return seen
  })
  const groups = groupByName(rows)
  for (const name of told) if (!groups.has(name)) groups.set(name, NOBODY)
  return { hides, summaries: inOrder(groups).map(([name, group]) => summarise(peek, name, group)) }
}

/** A service of these instances, and of proxies in front of it. Waits for nothing: who found them does. */
export function summaryOf(
  { peek }: View,
  name: string,
  instances: readonly Service[],
  proxies: readonly Service[] = [],
): ServiceSummary {
  return summarise(peek, name, { instances, proxies })
}

export function allNodes(view: View): Read<readonly Node[]> {
  const { index, peek } = trackAll(view)
  return { index, value: [...peek.scan('nodes')] }
}

/** One node, with the index of all; only the node, others that come near its name, what is registered on it, and what comes near that concern a reader. */
export function oneNode(view: View, name: string): Read<readonly Node[]> {
  const node = view.node(name)
  watchRows(view, 'nodes', fold(name))
  if (node) for (const table of ['services', 'checks'] as const) watchRows(view, table, prefixOf(name))
  return { index: wholeIndex(view), value: node ? [node] : [] }
}

/** What is registered on a node. */
export function onNode(view: View, { Node }: Node): { services: readonly Service[]; checks: readonly Check[] } {
  return { services: [...view.scan('services', prefixOf(Node))], checks: [...view.scan('checks', prefixOf(Node))] }
}
