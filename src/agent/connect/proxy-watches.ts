import { LRUCache } from 'lru-cache'
import type { Clock } from '../../lib/clock.ts'
import { lazyMax } from '../../lib/lazy-max.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { LocalService, LocalState } from '../local/state.ts'

/** Services and tokens that are remembered. */
const MAX_WATCHED = 512
/** Milliseconds that the agent waits for news of a certificate before it asks again. */
const WAIT = 10 * 60_000

interface WatchedLeaf {
  readonly since: number
  /** When the last wait for it ends, its proxies having gone. */
  readonly until?: number
}

export interface ProxyWatchesParts {
  readonly clock: Clock
  /** The rights of a token; throws for one that is not known. */
  readonly resolveToken: (token: string) => Authorizer
  readonly defaultToken: () => string
}

/**
 * What the agent waits for on behalf of the proxies that are registered with it: the roots, and the certificates of the services that
 * they stand for. As in Consul, a wait that has begun goes on when a proxy has gone. A certificate is made when a client first asks for it.
 */
export class ProxyWatches {
  readonly #parts: ProxyWatchesParts
  readonly #state: LocalState
  /** By service. */
  readonly #leaves = new LRUCache<string, WatchedLeaf>(lazyMax(MAX_WATCHED))
  readonly #tokens = new LRUCache<string, true>(lazyMax(MAX_WATCHED))

  constructor(state: LocalState, parts: ProxyWatchesParts) {
    this.#parts = parts
    this.#state = state
    state.onChange(change => {
      if (change.kind !== 'service') return
      const { before, after } = change
      if (after?.row.Kind) this.#watch(after)
      const left = before && certified(before.row)
      if (left !== undefined && left !== (after && certified(after.row))) this.#unwatch(left)
    })
  }

  /** Since when the agent has had the certificate of a service; undefined if it has not. */
  leafSince(service: string): number | undefined {
    return this.#leaves.get(service)?.since
  }

  /** Whether the next certificate of a service is waited for. */
  awaitsLeaf(service: string): boolean {
    const leaf = this.#leaves.get(service)
    return leaf !== undefined && (leaf.until === undefined || this.#parts.clock.now() < leaf.until)
  }

  /** Whether the roots are waited for with a token. */
  rootsWith(secret: string): boolean {
    return this.#tokens.has(secret)
  }

  clear(): void {
    this.#leaves.clear()
    this.#tokens.clear()
  }

  #watch({ row, token }: LocalService): void {
    const { clock, defaultToken } = this.#parts
    this.#tokens.set(token || defaultToken(), true)
    const service = certified(row)
    if (service === undefined || !this.#mayHave(service, token)) return
    this.#leaves.set(service, { since: this.leafSince(service) ?? clock.now() })
  }

  #unwatch(service: string): void {
    const since = this.leafSince(service)
    if (since === undefined) return
    for (const other of this.#state.services()) if (certified(other.row) === service) return
    const waits = Math.floor((this.#parts.clock.now() - since) / WAIT) + 1
    this.#leaves.set(service, { since, until: since + waits * WAIT })
  }

  /** A token that is not known has no certificate either. */
  #mayHave(service: string, token: string | undefined): boolean {
    if (token === undefined) return true
    try {
      return this.#parts.resolveToken(token).allows('service', 'write', service)
    } catch {
      return false
    }
  }
}

/** The service whose certificate a proxy shows. Other gateways show those of services that their config entries name. */
function certified({ Kind, Service, Proxy }: LocalService['row']): string | undefined {
  if (Kind === 'connect-proxy') return Proxy.DestinationServiceName
  return Kind === 'ingress-gateway' ? Service : undefined
}
