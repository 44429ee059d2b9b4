import { LRUCache } from 'lru-cache'
import type { Clock } from '../../lib/clock.ts'
import { lazyMax } from '../../lib/lazy-max.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { LocalService, LocalState } from '../local/state.ts'

/** Services and tokens that are remembered. */
const MAX_WATCHED = 512

export interface ProxyWatchesParts {
  readonly clock: Clock
  /** The rights of a token; throws for one that is not known. */
  readonly resolveToken: (token: string) => Authorizer
  readonly defaultToken: () => string
}

/**
 * What the agent waits for on behalf of the proxies that are registered with it: the roots, and the certificates of the services that
 * they stand for. As in Consul, it goes on with that when a proxy has gone. A certificate is made when a client first asks for it.
 */
export class ProxyWatches {
  readonly #parts: ProxyWatchesParts
  /** Since when, in milliseconds, by service. */
  readonly #leaves = new LRUCache<string, number>(lazyMax(MAX_WATCHED))
  readonly #tokens = new LRUCache<string, true>(lazyMax(MAX_WATCHED))

  constructor(state: LocalState, parts: ProxyWatchesParts) {
    this.#parts = parts
    state.onChange(change => {
      if (change.kind === 'service' && change.after?.row.Kind) this.#watch(change.after)
    })
  }

  /** Since when the certificate of a service is waited for; undefined if it is not. */
  leafSince(service: string): number | undefined {
    return this.#leaves.get(service)
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
    if (service === undefined || this.#leaves.has(service) || !this.#mayHave(service, token)) return
    this.#leaves.set(service, clock.now())
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
