import type { ChainEntries } from './chain-entries.ts'

/**
 * The services whose entries Consul loads for a chain: those that it may come to in this cluster, and those that a redirect leads
 * to, also at a peer. What a failover leads to at a peer is not among them by itself.
 */
export function loadedServices(entries: ChainEntries, start: string): ReadonlySet<string> {
  const split = new Set([start])
  for (const { Destination } of entries.router(start)?.Routes ?? [])
    if (Destination?.Service) split.add(Destination.Service)
  for (const service of split) {
    for (const { Service } of entries.splitter(service)?.Splits ?? []) if (Service !== '') split.add(Service)
  }
  const loaded = new Set(split)
  for (const service of loaded) {
    const { resolver } = entries.of(service)
    if (resolver?.Redirect?.Service) loaded.add(resolver.Redirect.Service)
    for (const { Service, Targets } of Object.values(resolver?.Failover ?? {})) {
      if (Service !== '') loaded.add(Service)
      for (const target of Targets ?? []) if (target.Service !== '' && target.Peer === '') loaded.add(target.Service)
    }
  }
  return loaded
}
