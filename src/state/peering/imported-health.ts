import type { Imported } from '../../model/peering-rows.ts'
import type { Check, Node, Service } from '../../model/rows.ts'
import type { Health } from '../health.ts'
import type { Read } from '../kv.ts'
import { fold, importedKey, keyOf } from '../schema.ts'
import type { View } from '../view.ts'
import { importedEntry, importedIndex } from './entries.ts'

/** The instances of a peer's service, each with the one check that speaks for it. */
export function importedHealth(view: View, peer: string, name: string): Read<readonly Health[]> {
  const rows = track(view, peer, name, 'name')
  return { index: importedIndex(view, peer, name, 'nodes', 'services', 'checks'), value: withChecks(view, rows) }
}

/** The same for the catalog, to which checks are nothing. */
export function importedInstances(view: View, peer: string, name: string): Read<readonly Health[]> {
  const rows = track(view, peer, name, 'name')
  return { index: importedIndex(view, peer, name, 'nodes', 'services'), value: withChecks(view, rows) }
}

/** What stands before a peer's service in the mesh: the gateways over there. */
export function importedConnect(view: View, peer: string, name: string): Read<readonly Health[]> {
  const rows = track(view, peer, name, 'connect')
  const index = Math.max(0, ...new Set(rows.map(row => view.entry(importedEntry.service(peer, row.Service)))))
  return {
    index: index || importedIndex(view, peer, name, 'nodes', 'services', 'checks'),
    value: withChecks(view, rows),
  }
}

/** The same for the catalog, whose index is that of the service itself. */
export function importedConnectInstances(view: View, peer: string, name: string): Read<readonly Health[]> {
  const rows = track(view, peer, name, 'connect')
  return { index: importedIndex(view, peer, name, 'nodes', 'services'), value: withChecks(view, rows) }
}

/** Waits for the index entry of the service, and for the rows themselves, which a reset takes without moving any. */
function track(view: View, peer: string, name: string, by: 'name' | 'connect'): readonly Imported<Service>[] {
  view.entry(importedEntry.service(peer, name))
  return view.by('importedServices', by, keyOf(peer, name))
}

/** A node of a peer, by name or by ID. */
export const importedNode = (view: View, peer: string, nameOrId: string): Imported<Node> | undefined =>
  view.get('importedNodes', keyOf(peer, nameOrId)) ?? view.first('importedNodes', 'id', keyOf(peer, fold(nameOrId)))

function withChecks(view: View, services: readonly Imported<Service>[]): readonly Health[] {
  return services.map(service => ({
    service,
    node: nodeOf(view.peek, service),
    checks: importedChecksOf(view.peek, service),
  }))
}

/** The node that an imported instance is on. */
export function nodeOf(view: View, { PeerName, Node, ID }: Imported<Service>): Imported<Node> {
  const node = view.get('importedNodes', keyOf(PeerName, Node))
  if (!node) throw new Error(`Failed to find the node of service ${ID}: ${Node} of ${PeerName} is not imported.`)
  return node
}

export const importedChecksOf = (view: View, { PeerName, Node, ID }: Imported<Service>): readonly Imported<Check>[] =>
  view.by('importedChecks', 'instance', importedKey(PeerName, Node, ID))
