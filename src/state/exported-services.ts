import { CONFIG_ENTRY, getEntry } from './config-entries/read.ts'
import { WILDCARD } from './config-entries/service-intentions.ts'
import { kindEntry, namesOfKind } from './kind-names.ts'
import { CONNECTED } from './missing-kinds.ts'
import type { Read } from './kv.ts'
import type { View } from './view.ts'

export interface ExportedService {
  readonly service: string
  readonly peers: readonly string[]
}

/** What is exported to one peer: waits for what decides on its chains, too, once there are any. */
export function exportsTo(view: View, peer: string): Read<readonly string[]> {
  const { index, value } = listExports(view, peer)
  const names = value.map(({ service }) => service)
  return { index: names.length === 0 ? index : Math.max(index, view.max(kindEntry(CONNECTED))), value: names }
}

/** What is exported to whom, or to one peer, by name; a wildcard stands for what is in the catalog. */
export function listExports(view: View, only?: string): Read<readonly ExportedService[]> {
  const entry = getEntry(view, 'exported-services', 'default')
  let index = view.max(CONFIG_ENTRY)
  const peersOf = new Map<string, Set<string>>()
  for (const { Name, Consumers } of entry?.Services ?? []) {
    const to = (Consumers ?? []).flatMap(({ Peer }) => (Peer === '' || (only ?? Peer) !== Peer ? [] : Peer))
    if (only !== undefined && to.length === 0) continue
    if (Name === WILDCARD) index = Math.max(index, view.max(kindEntry('')))
    for (const name of Name === WILDCARD ? namesOfKind(view, '') : [Name]) {
      const peers = peersOf.get(name) ?? new Set()
      for (const peer of to) peers.add(peer)
      peersOf.set(name, peers)
    }
  }
  const value = [...peersOf]
    .map(([service, peers]) => ({ service, peers: [...peers].sort() }))
    .sort((a, b) => (a.service < b.service ? -1 : 1))
  return { index, value }
}
