import { type EntryReader, type getEntry, globalDefaults } from '../config-entries/read.ts'
import type { View } from '../view.ts'

/** What the entries say of a service. */
export interface Configured {
  readonly defaults: ReturnType<typeof getEntry<'service-defaults'>>
  readonly resolver: ReturnType<typeof getEntry<'service-resolver'>>
  readonly protocol: string
}

/** Of a service that nothing here is said of. */
export const UNSAID: Configured = { defaults: undefined, resolver: undefined, protocol: '' }

type Router = ReturnType<typeof getEntry<'service-router'>>
type Splitter = ReturnType<typeof getEntry<'service-splitter'>>

/** The entries that a chain meets on its way, each read when it is first asked for. */
export class ChainEntries {
  readonly #entry: EntryReader
  readonly #configured = new Map<string, Configured>()
  readonly #routers = new Map<string, Router>()
  readonly #splitters = new Map<string, Splitter>()
  /** That resolvers name, also where the chain does not come to them. */
  readonly peers = new Set<string>()
  /** The proxy-defaults, which every target is made of, too. */
  readonly global: ReturnType<typeof globalDefaults>

  /** Whether there was any. */
  found: boolean

  constructor(view: View, entry: EntryReader) {
    this.#entry = (kind, name) => {
      const found = entry(kind, name)
      this.found ||= found !== undefined
      return found
    }
    this.global = globalDefaults(view)
    this.found = this.global !== undefined
  }

  of(service: string): Configured {
    const known = this.#configured.get(service)
    if (known) return known
    const defaults = this.#entry('service-defaults', service)
    const resolver = this.#entry('service-resolver', service)
    if (resolver) this.#notePeers(resolver)
    const configured = {
      defaults,
      resolver,
      protocol: defaults ? defaults.Protocol || 'tcp' : this.global?.Protocol || 'tcp',
    }
    this.#configured.set(service, configured)
    return configured
  }

  #notePeers({ Redirect, Failover }: NonNullable<Configured['resolver']>): void {
    if (Redirect?.Peer) this.peers.add(Redirect.Peer)
    for (const { Targets } of Object.values(Failover ?? {})) {
      for (const { Peer } of Targets ?? []) if (Peer !== '') this.peers.add(Peer)
    }
  }

  router(service: string): Router {
    if (!this.#routers.has(service)) this.#routers.set(service, this.#entry('service-router', service))
    return this.#routers.get(service)
  }

  splitter(service: string): Splitter {
    if (!this.#splitters.has(service)) this.#splitters.set(service, this.#entry('service-splitter', service))
    return this.#splitters.get(service)
  }
}
