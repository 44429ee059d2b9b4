import { SECOND } from '../../go/duration.ts'
import type { FailoverPolicy } from '../config-entries/common.ts'
import type { ResolverFailover, ServiceResolver } from '../config-entries/service-resolver.ts'
import { StateError } from '../errors.ts'
import type { ChainBudget } from './chain-budget.ts'
import { type ChainEntries, type Configured, UNSAID } from './chain-entries.ts'
import type { ChainProtocol } from './chain-protocol.ts'
import { type Place, type ResolverNode, type Target, targetId } from './chain.ts'
import type { LoadedServices } from './loaded-services.ts'
import { failoverPlaces, redirected } from './places.ts'
import { makeTarget, subsetOf, type TargetContext } from './target.ts'
import { isDefault } from './unsaid.ts'
import { quoteGo } from '../../go/quote.ts'

/** What a chain gives to its resolvers. */
export interface ResolverContext extends Omit<TargetContext, 'global'> {
  readonly service: string
  readonly datacenter: string
  readonly entries: ChainEntries
  readonly loaded: LoadedServices
  readonly protocol: ChainProtocol
  readonly budget: ChainBudget
}

const CONNECT_TIMEOUT = 5 * SECOND

/** Resolves the places that a chain leads to: each has a node, and that leads to targets. */
export class Resolvers {
  readonly #chain: ResolverContext
  readonly #nodes = new Map<string, ResolverNode>()
  /** Of all nodes and of what steps in for them, by their IDs. */
  readonly targets = new Map<string, Target>()

  constructor(chain: ResolverContext) {
    this.#chain = chain
  }

  /** Follows redirects and default subsets to the node that a place ends at. */
  resolve(from: Place): ResolverNode {
    return this.#resolve(from, false)
  }

  #resolve(from: Place, isFailover: boolean): ResolverNode {
    const { service, datacenter, protocol, budget } = this.#chain
    let place = from
    let id = targetId(place)
    let passed: Set<string> | undefined
    for (;;) {
      const known = this.#nodes.get(id)
      if (known) return known
      budget.take(service)
      const isAbroad = place.Peer !== ''
      const configured = this.#configured(place.Service, isAbroad, isFailover)
      if (!isAbroad) protocol.record(place.Service)
      const next = configured.resolver && redirected(place, configured.resolver, datacenter)
      if (!next) return this.#makeNode(place, id, configured, isFailover)
      passed ??= new Set()
      passed.add(id)
      place = next
      id = targetId(place)
      if (passed.has(id)) {
        throw new StateError(`detected circular resolver redirect: [${[...passed, id].join(' -> ')}]`)
      }
    }
  }

  /** A peer's service is what is said here of its name. What was not loaded for the chain says nothing of its resolver. */
  #configured(service: string, isAbroad: boolean, isFailover: boolean): Configured {
    const { entries, loaded } = this.#chain
    if (isAbroad) return !isFailover || loaded.resolves(service, isAbroad) ? entries.of(service) : UNSAID
    return loaded.resolves(service, isAbroad) ? entries.of(service) : { ...entries.of(service), resolver: undefined }
  }

  #makeNode(place: Place, id: string, configured: Configured, isFailover: boolean): ResolverNode {
    const { entries, overrides, trustDomain } = this.#chain
    const { resolver } = configured
    this.#check(place, resolver)
    const ConnectTimeout = overrides.connectTimeout(resolver?.ConnectTimeout || CONNECT_TIMEOUT)
    const context = { trustDomain, overrides, global: entries.global }
    // at a peer, subsets have no names of their own: the first stays
    if (!this.targets.has(id)) this.targets.set(id, makeTarget(place, id, ConnectTimeout, configured, context))
    const node = (Failover: readonly string[], FailoverPolicy: FailoverPolicy | null): ResolverNode => ({
      Type: 'resolver',
      Name: id,
      ConnectTimeout,
      RequestTimeout: resolver?.RequestTimeout ?? 0,
      Default: !resolver || isDefault(resolver),
      Target: id,
      Failover,
      FailoverPolicy,
      LoadBalancer: resolver?.LoadBalancer ?? null,
    })
    // what steps in for another has no failover of its own
    if (isFailover) return node([], null)
    const failover = resolver?.Failover?.[place.ServiceSubset] ?? resolver?.Failover?.['*']
    const policy = failover?.Policy ?? entries.global?.FailoverPolicy ?? null
    const made = node(failover ? this.#failoverTargets(place, id, failover) : [], policy)
    this.#nodes.set(id, made)
    return made
  }

  #check({ Service, ServiceSubset }: Place, resolver: ServiceResolver | undefined): void {
    if (resolver && this.#chain.entries.of(Service).defaults?.ExternalSNI) checkExternal(Service, resolver)
    if (ServiceSubset !== '' && !subsetOf(resolver, ServiceSubset)) {
      throw new StateError(`service ${quoteGo(Service)} does not have a subset named ${quoteGo(ServiceSubset)}`)
    }
  }

  /** IDs of the targets that step in, without the one that they step in for. */
  #failoverTargets(place: Place, id: string, failover: ResolverFailover): readonly string[] {
    return failoverPlaces(place, failover, this.#chain.datacenter)
      .filter(other => targetId(other) !== id)
      .map(other => this.#resolve(other, true).Target)
  }
}

/** Refuses what cannot be done with a service outside of the mesh. */
function checkExternal(service: string, { Redirect, Subsets, Failover }: ServiceResolver): void {
  for (const [what, isSet] of [
    ['redirects', Redirect !== null],
    ['subsets', Object.keys(Subsets ?? {}).length > 0],
    ['failover', Object.keys(Failover ?? {}).length > 0],
  ] as const) {
    if (!isSet) continue
    throw new StateError(
      `service ${quoteGo(service)} has an external SNI set; cannot define ${what} for external services`,
    )
  }
}
