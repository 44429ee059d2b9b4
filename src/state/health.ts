import {
  type Instance,
  type Keep,
  nodeOf,
  terminatingIndexes,
  terminatingInstances,
  watchAbsentInstances,
} from './catalog.ts'
import { rowsBefore } from './gateway-services.ts'
import { entry, serviceIndex } from './entries.ts'
import type { Read } from './kv.ts'
import { fold, keyOf, prefixOf } from './schema.ts'
import type { Check, Service } from '../model/rows.ts'
import type { View } from './view.ts'
import { watchEachKey, watchKey, watchRows } from './watched-prefix.ts'

/** An instance with the checks that speak for it: those of its node, then its own. */
export interface Health extends Instance {
  readonly checks: readonly Check[]
}

/** Whether two instances are made of the very same rows. */
export function sameHealth(a: Health, b: Health): boolean {
  if (a.service !== b.service || a.node !== b.node || a.checks.length !== b.checks.length) return false
  return a.checks.every((check, i) => check === b.checks[i])
}

/** What a read of health looks into. */
const TABLES = ['nodes', 'services', 'checks'] as const

/** The instances of a service with their checks; waits for the one index entry that stands for all of it. */
export function serviceHealth(view: View, name: string, keep?: Keep): Read<readonly Health[]> {
  const waitsForKept = keep !== undefined && view.blocks
  view.entry(waitsForKept ? entry.rows(name) : entry.service(name))
  view.staleWith(entry.stale(name))
  const rows = view.peek.by('services', 'name', fold(name))
  const kept = keep ? rows.filter(keep) : rows
  if (waitsForKept) watchAbsentChecks(view, kept)
  return { index: healthIndex(view, name, rows), value: withChecks(waitsForKept ? view : view.peek, kept) }
}

/** Lets a query wait for checks of instances that have none, or of their nodes. */
function watchAbsentChecks(view: View, services: readonly Service[]): void {
  const keys = services.flatMap(({ Node, ID }) => [keyOf(Node, ''), keyOf(Node, ID)])
  const absent = keys.filter(key => view.peek.first('checks', 'instance', key) === undefined)
  watchEachKey(view, 'checks', 'instance', absent)
}

/** The index of a service; of what was found for it under longer names, with a null byte behind its own, that of each. */
function healthIndex(view: View, name: string, rows: readonly Service[]): number {
  if (rows.every(({ Service }) => Service.length === name.length)) {
    return serviceIndex(view, name, rows.length > 0, ...TABLES)
  }
  const names = new Set(rows.map(({ Service }) => Service))
  return Math.max(...[...names].map(found => view.max(entry.service(found))))
}

/** What stands behind a service in the mesh, with its checks. */
export function connectHealth(view: View, name: string): Read<readonly Health[]> {
  view.entry(entry.connect(name))
  const rows = [...view.peek.by('services', 'connect', fold(name)), ...terminatingInstances(view, name)]
  const gateways = terminatingIndexes(view, name, ...TABLES)
  const index = Math.max(0, ...gateways, ...new Set(rows.map(row => view.entry(entry.service(row.Service)))))
  return {
    index: index > 0 ? index : serviceIndex(view, name, rows.length > 0, ...TABLES),
    value: withChecks(view.peek, rows),
  }
}

/** The instances of the ingress gateways in front of a service, with their checks; as in Consul also of those whose wildcard listener speaks something else. */
export function ingressHealth(view: View, name: string): Read<readonly Health[]> {
  const rows = rowsBefore(view, name, 'ingress-gateway')
  const gateways = new Set(rows.map(({ Gateway }) => Gateway))
  watchAbsentInstances(view, 'name', ...gateways)
  const found = [...gateways].map(gateway => serviceHealth(view, gateway))
  const index = Math.max(0, ...rows.map(({ ModifyIndex }) => ModifyIndex), ...found.map(({ index }) => index))
  return { index, value: found.flatMap(({ value }) => value) }
}

/** Lists of checks all carry the index of the whole table. */
const tableIndex = (view: View): number => view.max('checks')

export function nodeChecks(view: View, node: string): Read<readonly Check[]> {
  const value = view.scan('checks', prefixOf(node))
  watchRows(view, 'checks', prefixOf(node))
  return { index: tableIndex(view), value }
}

export function serviceChecks(view: View, service: string): Read<readonly Check[]> {
  return { index: tableIndex(view), value: checksBy(view, 'service', service) }
}

/** The same where only some nodes count: as in Consul, with the index of the service rather than that of all checks. */
export function serviceChecksOnNodes(view: View, service: string): Read<readonly Check[]> {
  return { index: serviceIndex(view, service, true, ...TABLES), value: checksBy(view, 'service', service) }
}

/** The checks in a state, in whatever case it is spelled, or all for `any`. */
export function checksInState(view: View, state: string): Read<readonly Check[]> {
  return {
    index: tableIndex(view),
    value: state === 'any' ? view.scan('checks') : checksBy(view, 'status', state),
  }
}

function checksBy(view: View, index: string, name: string): readonly Check[] {
  watchKey(view, 'checks', index, fold(name))
  return view.by('checks', index, fold(name))
}

function withChecks(view: View, services: readonly Service[]): readonly Health[] {
  return services.map(service => ({ service, node: nodeOf(view, service), checks: checksOf(view, service) }))
}

/** The checks of the node, then those of the instance, each by ID. */
export function checksOf(view: View, service: Service): readonly Check[] {
  return found(view, service.Node, '').concat(found(view, service.Node, service.ID))
}

/** What an index finds by the beginning of an ID that has a null byte comes before the rest. */
function found(view: View, node: string, id: string): readonly Check[] {
  const rows = view.by('checks', 'instance', keyOf(node, id))
  // such an ID is longer; that none is, is seen without folding all of them
  if (rows.every(({ ServiceID }) => ServiceID.length === id.length)) return rows
  const isOwn = ({ ServiceID }: Check): boolean => fold(ServiceID) === fold(id)
  return rows.toSorted((a, b) => Number(isOwn(a)) - Number(isOwn(b)))
}
