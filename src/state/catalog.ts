import { deleteCheck, ensureCheck, isNamed, type NewCheck } from './check.ts'
import { entry, serviceIndex } from './entries.ts'
import { refuse } from './errors.ts'
import { gatewaysOf, rowsBefore } from './gateway-services.ts'
import type { Read } from './kv.ts'
import { deleteNode, ensureNode, type NewNode } from './node.ts'
import { nodesByShortId, SHORTEST_PREFIX } from './node-id.ts'
import { deregisterImported } from './peering/imported-rows.ts'
import { fold, keyOf, metaKey, prefixOf } from './schema.ts'
import { deleteService, ensureService, type NewService } from './service.ts'
import type { Tx } from './store.ts'
import type { Node, Service } from '../model/rows.ts'
import type { View } from './view.ts'
import { watchEachKey, watchKey, watchRows } from './watched-prefix.ts'

/** A registration whose fields were validated and filled with defaults. */
export interface Registration {
  readonly node: NewNode
  readonly skipNodeUpdate?: boolean
  readonly service?: NewService | undefined
  readonly checks?: readonly NewCheck[]
}

/** Registers a node, a service and checks as one. */
export function register(tx: Tx, registration: Registration): void {
  const { node, skipNodeUpdate = false, service, checks = [] } = registration
  for (const check of checks) validateCheck(tx, registration, check)
  if (!skipNodeUpdate || !tx.node(node.Node)) ensureNode(tx, node)
  if (service) ensureService(tx, service)
  for (const check of checks) {
    if (!isNamed(check)) {
      throw refuse.checkLookup(`failed inserting check on node "${check.Node}": failed health check lookup`)
    }
    ensureCheck(tx, check)
  }
}

/** A check belongs to the node, and to a service that is there or comes with it. */
function validateCheck(view: View, { node, service }: Registration, { Node, CheckID, ServiceID }: NewCheck): void {
  if (fold(Node) !== fold(node.Node)) throw refuse.checkOfOtherNode(Node, CheckID, node.Node)
  // spelled another way, a service of this ID is not found here although names ignore case elsewhere
  if (ServiceID === '' || service?.ID === ServiceID || hasServiceId(view, Node, ServiceID)) return
  throw refuse.unknownServiceOfCheck(ServiceID, CheckID)
}

function hasServiceId(view: View, node: string, id: string): boolean {
  return view.get('services', keyOf(node, id))?.ID === id
}

/** What is to go. */
export interface Deregistration {
  readonly node: string
  readonly serviceId?: string
  readonly checkId?: string
  /** The peer that it is of; none for this cluster. */
  readonly peer?: string
}

/** Removes a service, a check, or the whole node when neither is named. What is not there is no error. */
export function deregister(tx: Tx, { node, serviceId = '', checkId = '', peer = '' }: Deregistration): void {
  if (peer !== '') deregisterImported(tx, { peer, node, serviceId, checkId })
  else if (serviceId !== '') deleteService(tx, node, serviceId)
  else if (checkId !== '') deleteCheck(tx, node, checkId)
  else deleteNode(tx, node)
}

/** A service instance with its node. */
export interface Instance {
  readonly node: Node
  readonly service: Service
}

/** Whether two instances are made of the very same rows. */
export function sameInstance(a: Instance, b: Instance): boolean {
  return a.service === b.service && a.node === b.node
}

type Meta = readonly [name: string, value: string]

/** All nodes, or those with this member of their metadata. */
export function listNodes(view: View, meta?: Meta): Read<readonly Node[]> {
  if (!meta) return { index: view.max('nodes'), value: view.scan('nodes') }
  watchKey(view, 'nodes', 'meta', metaKey(...meta))
  return { index: view.max('nodes'), value: view.by('nodes', 'meta', metaKey(...meta)) }
}

/** Names of services, as spelled, to the union of the tags of their instances; `keep`: of those that it keeps, `among` which. */
export function listServices(
  view: View,
  keep?: (instances: readonly Instance[]) => readonly Instance[],
  among = allInstances,
): Read<Map<string, Set<string>>> {
  const value = new Map<string, Set<string>>()
  for (const { Service, Tags } of keep ? keep(among(view)).map(({ service }) => service) : view.scan('services')) {
    let tags = value.get(Service)
    if (!tags) value.set(Service, (tags = new Set()))
    for (const tag of Tags ?? []) tags.add(tag)
  }
  return { index: view.max('services'), value }
}

/** What is registered on nodes with this member of their metadata: only such nodes, and what comes to them or near, concern a reader. */
export function instancesOnNodes(view: View, meta: Meta): readonly Instance[] {
  return listNodes(view, meta).value.flatMap(node => {
    watchRows(view, 'services', prefixOf(node.Node))
    return view.scan('services', prefixOf(node.Node)).map(service => ({ node, service }))
  })
}

/** Lets a query wait for instances of services, or for what stands before each in the mesh, where there is none. */
export function watchAbsentInstances(view: View, index: 'name' | 'connect', ...services: readonly string[]): void {
  if (!view.blocks) return
  const keys = services.map(fold)
  // without an instance its index is that of all, which tells of whatever reaches the query
  const isAbsent = (key: string): boolean =>
    view.max(entry.service(key)) === 0 || view.peek.first('services', index, key) === undefined
  watchEachKey(view, 'services', index, keys.filter(isAbsent))
  if (index === 'name') return
  const isOutside = (key: string): boolean => view.peek.first('gatewayServices', 'service', key) === undefined
  watchEachKey(view, 'gatewayServices', 'service', keys.filter(isOutside))
  watchEachKey(view, 'services', 'name', absentGateways(view.peek, keys))
}

/** The terminating gateways of services that have no instances. */
function absentGateways(view: View, services: readonly string[]): readonly string[] {
  const rows = services.flatMap(service => rowsBefore(view, service, 'terminating-gateway'))
  const names = new Set(rows.map(({ Gateway }) => fold(Gateway)))
  return [...names].filter(name => view.first('services', 'name', name) === undefined)
}

/** All of them. As in Consul nobody waits for their nodes. */
function allInstances(view: View): readonly Instance[] {
  view.untracked.size('nodes')
  return withNodes(view.peek, view.scan('services'))
}

/** Which instances of a service are asked for. As in Consul, who waits does so for what belongs to these, and for all that come and go. */
export type Keep = (service: Service) => boolean

/** The instances of a service, by node and ID. A change of a check does not concern a reader. */
export function serviceInstances(view: View, name: string, keep?: Keep): Read<readonly Instance[]> {
  const waitsForKept = keep !== undefined && view.blocks
  view.entry(waitsForKept ? entry.rows(name) : entry.instances(name))
  view.entry(entry.left(name))
  view.staleWith(entry.stale(name))
  const rows = view.peek.by('services', 'name', fold(name))
  const value = withNodes(waitsForKept ? view : view.peek, keep ? rows.filter(keep) : rows)
  return { index: serviceIndex(view, name, rows.length > 0, 'nodes', 'services'), value }
}

/** What stands behind a service in the mesh: its proxies, or itself where it is native. The index is the service's, where it has one. */
export function connectInstances(view: View, name: string): Read<readonly Instance[]> {
  view.entry(entry.connect(name))
  const rows = view.peek.by('services', 'connect', fold(name))
  const gateways = terminatingInstances(view, name)
  const index = serviceIndex(view, name, rows.length + gateways.length > 0, 'nodes', 'services')
  const moved = Math.max(index, ...terminatingIndexes(view, name, 'nodes', 'services'))
  return { index: moved, value: withNodes(view.peek, [...rows, ...gateways]) }
}

/** How far those gateways got, with instances or without, as a read of these tables sees it. */
export const terminatingIndexes = (view: View, name: string, ...tables: readonly string[]): readonly number[] =>
  gatewaysOf(view, name, 'terminating-gateway').map(({ Gateway, ModifyIndex }) => {
    const isThere = view.peek.first('services', 'name', fold(Gateway)) !== undefined
    return Math.max(ModifyIndex, serviceIndex(view, Gateway, isThere, ...tables))
  })

/** The instances of the terminating gateways through which the mesh reaches a service: of their names, of whatever kind, as in Consul. */
export function terminatingInstances(view: View, name: string): readonly Service[] {
  const gateways = new Set(gatewaysOf(view, name, 'terminating-gateway').map(({ Gateway }) => Gateway))
  return [...gateways].flatMap(gateway => {
    view.entry(entry.service(gateway))
    return view.peek.by('services', 'name', fold(gateway))
  })
}

/** A node, by name or by ID, with its services. */
export function nodeServices(
  view: View,
  nameOrId: string,
): Read<{ readonly node: Node; readonly services: readonly Service[] } | undefined> {
  view.entry(entry.node(nameOrId))
  const named = view.peek.node(nameOrId)
  const meant = named ? [named] : nodesByShortId(view, nameOrId)
  // what is too short for the beginning of an ID, or begins several, is not looked for any further
  if (meant.length > 1 || (!named && nameOrId.length < SHORTEST_PREFIX)) return { index: 0, value: undefined }
  const [node] = meant
  if (!node) {
    watchRows(view, 'nodes', fold(nameOrId))
    return { index: view.max(entry.nodeExtinction), value: undefined }
  }
  const services = [...view.scan('services', prefixOf(node.Node))]
  return { index: view.max(entry.node(node.Node)), value: { node, services } }
}

/** The node that a service is registered on. */
export function nodeOf(view: View, service: Service): Node {
  const node = view.node(service.Node)
  if (!node) throw new Error(`Failed to find the node of service ${service.ID}: ${service.Node} is not in the catalog.`)
  return node
}

function withNodes(view: View, services: readonly Service[]): readonly Instance[] {
  return services.map(service => ({ service, node: nodeOf(view, service) }))
}
