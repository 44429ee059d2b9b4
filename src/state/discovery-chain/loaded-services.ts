import type { ChainEntries } from './chain-entries.ts'

/**
 * The services whose entries Consul loads for a chain: those that it may come to in this cluster, and those that a redirect leads
 * to, also at a peer. What a failover leads to at a peer is not among them by itself; neither is the service itself where its
 * router is spelled in another way and does not lead to it.
 */
export class LoadedServices {
  readonly #entries: ChainEntries
  readonly #start: string
  /** Whether all that the chain comes to in this cluster is loaded. */
  readonly #all: boolean
  #splitting: ReadonlySet<string> | undefined
  #resolving: ReadonlySet<string> | undefined

  constructor(entries: ChainEntries, start: string) {
    this.#entries = entries
    this.#start = start
    this.#all = (entries.router(start)?.Name ?? start) === start
  }

  /** Whether the splitter of a service is loaded, if it has one. */
  splits(service: string): boolean {
    return this.#all || this.#splitters().has(service)
  }

  /** Whether its resolver is. */
  resolves(service: string, isAbroad: boolean): boolean {
    return (this.#all && !isAbroad) || this.#resolvers().has(service)
  }

  #splitters(): ReadonlySet<string> {
    if (this.#splitting) return this.#splitting
    const router = this.#entries.router(this.#start)
    const found = new Set([router?.Name ?? this.#start])
    for (const { Destination } of router?.Routes ?? []) if (Destination?.Service) found.add(Destination.Service)
    for (const service of found) {
      for (const { Service } of this.#entries.splitter(service)?.Splits ?? []) if (Service !== '') found.add(Service)
    }
    return (this.#splitting = found)
  }

  #resolvers(): ReadonlySet<string> {
    if (this.#resolving) return this.#resolving
    const found = new Set(this.#splitters())
    for (const service of found) {
      const { resolver } = this.#entries.of(service)
      if (resolver?.Redirect?.Service) found.add(resolver.Redirect.Service)
      for (const { Service, Targets } of Object.values(resolver?.Failover ?? {})) {
        if (Service !== '') found.add(Service)
        for (const target of Targets ?? []) if (target.Service !== '' && target.Peer === '') found.add(target.Service)
      }
    }
    return (this.#resolving = found)
  }
}
