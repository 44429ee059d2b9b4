import { CONFIG_ENTRY, getEntry } from './config-entries/read.ts'
import { WILDCARD } from './config-entries/service-intentions.ts'
import { entry as entryNames } from './entries.ts'
import type { Read } from './kv.ts'
import type { View } from './view.ts'

export interface ExportedService {
  readonly service: string
  readonly peers: readonly string[]
}

/** What is exported to whom, by name; a wildcard stands for what is in the catalog. */
export function listExports(view: View): Read<readonly ExportedService[]> {
  const entry = getEntry(view, 'exported-services', 'default')
  let index = view.max(CONFIG_ENTRY)
  const peersOf = new Map<string, Set<string>>()
  for (const { Name, Consumers } of entry?.Services ?? []) {
    if (Name === WILDCARD) index = Math.max(index, view.max(entryNames.serviceNames))
    for (const name of Name === WILDCARD ? catalogNames(view) : [Name]) {
      const peers = peersOf.get(name) ?? new Set()
      for (const { Peer } of Consumers ?? []) if (Peer !== '') peers.add(Peer)
      if (peers.size > 0) peersOf.set(name, peers)
    }
  }
  const value = [...peersOf]
    .map(([service, peers]) => ({ service, peers: [...peers].sort() }))
    .sort((a, b) => (a.service < b.service ? -1 : 1))
  return { index, value }
}

function catalogNames(view: View): readonly string[] {
  const names = new Set<string>()
  for (const key of view.indexKeys('services', 'name')) {
    const service = view.peek.first('services', 'name', key)
    if (service && service.Kind === '' && key !== 'consul') names.add(service.Service)
  }
  return [...names]
}
