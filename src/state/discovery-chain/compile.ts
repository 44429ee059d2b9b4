import { SECOND } from '../../go/duration.ts'
import { L7_PROTOCOLS } from '../config-entries/protocols.ts'
import { type EntryReader, getEntry, globalDefaults } from '../config-entries/read.ts'
import type { FailoverPolicy } from '../config-entries/common.ts'
import type { ResolverFailover, ServiceResolver } from '../config-entries/service-resolver.ts'
import { roundWeight } from '../config-entries/service-splitter.ts'
import { StateError } from '../errors.ts'
import { ChainBudget } from './chain-budget.ts'
import type { View } from '../view.ts'
import {
  type Chain,
  type ChainNode,
  type ChainSplit,
  keyOfNode,
  type Place,
  type ResolverNode,
  type RouterNode,
  serviceId,
  type SplitterNode,
  type Target,
  targetId,
} from './chain.ts'
import { checkCircles, reachable, sorted } from './chain-graph.ts'
import { customizationHash, NO_OVERRIDES, type Overrides } from './customization.ts'
import { hashingBalancer } from './hashing-balancer.ts'
import { mergeHeaders } from './headers.ts'
import { catchAll, hasLocality, isDefault } from './unsaid.ts'

export interface Compiling {
  readonly service: string
  readonly datacenter: string
  readonly trustDomain: string
  readonly overrides?: Overrides
  /** What may still be followed: one for all the chains that are compiled for one purpose. */
  readonly budget?: ChainBudget
  /** Reads the entries of services; without one, those of the view are read, whatever the spelling. */
  readonly entry?: EntryReader
}

const CONNECT_TIMEOUT = 5 * SECOND
/** Splits that are looked at: splitters behind splitters multiply them. */
const MAX_SPLITS = 10_000

/** Compiles the chain of a service from the entries that it meets on its way: those, and no others, are what it reads. */
export function compileChain(view: View, compiling: Compiling): Chain {
  return new Compiler(view, compiling).compile()
}

const quote = (text: string): string => JSON.stringify(text)

/** What the entries say of a service, each read once. */
interface Configured {
  readonly defaults: ReturnType<typeof getEntry<'service-defaults'>>
  readonly resolver: ReturnType<typeof getEntry<'service-resolver'>>
  readonly protocol: string
}

const UNSAID: Configured = { defaults: undefined, resolver: undefined, protocol: '' }

class Compiler {
  readonly #view: View
  readonly #entry: EntryReader
  readonly #configured = new Map<string, Configured>()
  #global: { readonly entry: ReturnType<typeof globalDefaults> } | undefined
  readonly #service: string
  readonly #datacenter: string
  readonly #trustDomain: string
  readonly #overrides: Overrides
  /** What of the overrides made a difference. */
  readonly #customized = { protocol: '', meshGateway: '', connectTimeout: 0 }
  readonly #nodes = new Map<string, ChainNode>()
  readonly #resolved = new Map<string, ResolverNode>()
  readonly #targets = new Map<string, Target>()
  #protocol: string | undefined
  #advanced = false
  #splits = 0
  readonly #resolvesOnly: boolean
  readonly #budget: ChainBudget

  constructor(view: View, compiling: Compiling) {
    const { service, datacenter, trustDomain, overrides = NO_OVERRIDES, budget = new ChainBudget() } = compiling
    this.#budget = budget
    this.#view = view
    this.#entry = compiling.entry ?? ((kind, name) => getEntry(view, kind, name))
    this.#service = service
    this.#datacenter = datacenter
    this.#trustDomain = trustDomain
    this.#overrides = overrides
    if (overrides.protocol !== '' && overrides.protocol !== this.#of(service).protocol) {
      this.#customized.protocol = overrides.protocol
    }
    this.#resolvesOnly = overrides.protocol !== '' && !L7_PROTOCOLS.has(overrides.protocol)
  }

  compile(): Chain {
    const start = this.#router() ?? this.#splitterOrResolver(this.#service)
    const protocol = this.#protocol ?? this.#of(this.#service).protocol
    if (this.#advanced && !L7_PROTOCOLS.has(protocol)) {
      const why = 'that does not permit advanced routing or splitting behavior'
      throw new StateError(`discovery chain ${quote(this.#service)} uses a protocol ${quote(protocol)} ${why}`)
    }
    checkCircles(this.#nodes, start)
    this.#flattenSplits()
    const nodes = reachable(this.#nodes, start)
    const node = nodes.get(start) as ChainNode
    const { defaults } = this.#of(this.#service)
    const isCustomized = Object.values(this.#customized).some(value => value !== '' && value !== 0)
    return {
      ServiceName: this.#service,
      Datacenter: this.#datacenter,
      CustomizationHash: isCustomized ? customizationHash(this.#customized) : '',
      Default: node.Type === 'resolver' && node.Default && node.Target === targetId(this.#place(this.#service)),
      Protocol: protocol,
      ServiceMeta: defaults?.Meta ?? null,
      EnvoyExtensions: this.#extensions(defaults?.EnvoyExtensions ?? null),
      StartNode: start,
      Nodes: sorted(nodes),
      Targets: sorted(this.#targetsOf(nodes)),
    }
  }

  get #globalEntry(): ReturnType<typeof globalDefaults> {
    return (this.#global ??= { entry: globalDefaults(this.#view) }).entry
  }

  #of(service: string): Configured {
    const known = this.#configured.get(service)
    if (known) return known
    const defaults = this.#entry('service-defaults', service)
    const configured = {
      defaults,
      resolver: this.#entry('service-resolver', service),
      protocol: defaults ? defaults.Protocol || 'tcp' : this.#globalEntry?.Protocol || 'tcp',
    }
    this.#configured.set(service, configured)
    return configured
  }

  #extensions(own: Chain['EnvoyExtensions']): Chain['EnvoyExtensions'] {
    const all = [...(this.#globalEntry?.EnvoyExtensions ?? []), ...(own ?? [])]
    return all.length > 0 ? all : null
  }

  #place(service: string, subset = ''): Place {
    return { Service: service, ServiceSubset: subset, Datacenter: this.#datacenter, Peer: '' }
  }

  /** All services of a chain speak the same protocol; the first one says which. */
  #recordProtocol(service: string): void {
    const protocol = this.#overrides.protocol || this.#of(service).protocol
    this.#protocol ??= protocol
    if (protocol === this.#protocol) return
    const other = `service ${quote(service)} has ${quote(protocol)} which is not ${quote(this.#protocol)}`
    throw new StateError(`discovery chain ${quote(this.#service)} uses inconsistent protocols; ${other}`)
  }

  #add(node: ChainNode): string {
    const key = keyOfNode(node)
    this.#nodes.set(key, node)
    return key
  }

  /** Only the service that the chain is for is asked for a router. */
  #router(): string | undefined {
    if (this.#resolvesOnly) return undefined
    const entry = this.#entry('service-router', this.#service)
    if (!entry) return undefined
    this.#advanced = true
    // that of the name which the router bears itself
    this.#recordProtocol(entry.Name)
    const routes = [...(entry.Routes ?? []), catchAll(entry.Name)].map(Definition => {
      const { Service = '', ServiceSubset = '' } = Definition.Destination ?? {}
      const service = Service || this.#service
      const NextNode =
        ServiceSubset === '' ? this.#splitterOrResolver(service) : this.#resolve(this.#place(service, ServiceSubset))
      return { Definition, NextNode }
    })
    return this.#add({ Type: 'router', Name: serviceId(entry.Name), Routes: routes } satisfies RouterNode)
  }

  #splitterOrResolver(service: string): string {
    const entry = this.#resolvesOnly ? undefined : this.#entry('service-splitter', service)
    if (!entry) return this.#resolve(this.#place(service))
    this.#advanced = true
    const node: SplitterNode & { Splits: ChainSplit[] } = {
      Type: 'splitter',
      Name: serviceId(service),
      Splits: [],
      LoadBalancer: null,
    }
    const key = keyOfNode(node)
    if (this.#nodes.has(key)) return key
    // known before its splits are looked at, so that a circle comes to its end here
    this.#nodes.set(key, node)
    for (const Definition of entry.Splits ?? []) {
      const { Service, ServiceSubset, Weight } = Definition
      const NextNode =
        Service !== '' && Service !== service && ServiceSubset === ''
          ? this.#splitterOrResolver(Service)
          : this.#resolve(this.#place(Service || service, ServiceSubset))
      node.Splits.push({ Definition, Weight, NextNode })
    }
    return key
  }

  #resolve(place: Place): string {
    return this.#add(this.#resolverNode(place, false))
  }

  /** Follows redirects and default subsets to the node that a place ends at. */
  #resolverNode(from: Place, isFailover: boolean): ResolverNode {
    let place = from
    let id = targetId(place)
    const seen = new Set<string>()
    for (;;) {
      const known = this.#resolved.get(id)
      if (known) return known
      this.#budget.take(this.#service)
      const isAbroad = place.Peer !== ''
      // what is said here of a name is not said of a peer's service; only a redirect takes the resolver along
      const configured = isAbroad && isFailover ? UNSAID : this.#of(place.Service)
      if (!isAbroad) this.#recordProtocol(place.Service)
      const next = configured.resolver && this.#redirected(place, configured.resolver)
      if (!next) return this.#makeResolver(place, id, configured, isFailover)
      seen.add(id)
      place = next
      id = targetId(place)
      if (seen.has(id)) {
        throw new StateError(`detected circular resolver redirect: [${[...seen, id].join(' -> ')}]`)
      }
    }
  }

  #redirected(place: Place, { Redirect, DefaultSubset }: ServiceResolver): Place | undefined {
    if (Redirect) {
      const next = this.#rewrite(place, Redirect)
      if (targetId(next) !== targetId(place)) return next
    }
    if (place.ServiceSubset === '' && DefaultSubset !== '')
      return this.#rewrite(place, { ServiceSubset: DefaultSubset })
    return undefined
  }

  /** Another place, as far as it is named; another service takes its own subset along. */
  #rewrite(place: Place, to: Partial<Place>): Place {
    const { Service = '', ServiceSubset = '', Datacenter = '', Peer = '' } = to
    const service = Service || place.Service
    const subset = ServiceSubset || (service === place.Service ? place.ServiceSubset : '')
    // a target that is rewritten without a peer is looked for here again
    const datacenter = Peer !== '' ? '' : Datacenter || place.Datacenter || this.#datacenter
    return { Service: service, ServiceSubset: subset, Datacenter: datacenter, Peer }
  }

  #checkExternal(service: string, resolver: ServiceResolver | undefined): void {
    if (!resolver || !this.#of(service).defaults?.ExternalSNI) return
    for (const [what, isSet] of [
      ['redirects', resolver.Redirect !== null],
      ['subsets', Object.keys(resolver.Subsets ?? {}).length > 0],
      ['failover', Object.keys(resolver.Failover ?? {}).length > 0],
    ] as const) {
      if (isSet) {
        throw new StateError(
          `service ${quote(service)} has an external SNI set; cannot define ${what} for external services`,
        )
      }
    }
  }

  #makeResolver(place: Place, id: string, configured: Configured, isFailover: boolean): ResolverNode {
    const { resolver } = configured
    this.#checkExternal(place.Service, resolver)
    const subset = place.ServiceSubset === '' ? undefined : resolver?.Subsets?.[place.ServiceSubset]
    if (place.ServiceSubset !== '' && !subset && place.Peer === '') {
      throw new StateError(`service ${quote(place.Service)} does not have a subset named ${quote(place.ServiceSubset)}`)
    }
    const timeout = this.#connectTimeout(resolver?.ConnectTimeout || CONNECT_TIMEOUT)
    this.#targets.set(id, this.#target(place, id, timeout, subset, configured))
    const node = (Failover: readonly string[], FailoverPolicy: FailoverPolicy | null = null): ResolverNode => ({
      Type: 'resolver',
      Name: id,
      ConnectTimeout: timeout,
      RequestTimeout: resolver?.RequestTimeout ?? 0,
      Default: !resolver || isDefault(resolver),
      Target: id,
      Failover,
      FailoverPolicy,
      LoadBalancer: resolver?.LoadBalancer ?? null,
    })
    if (isFailover) return node([])
    const failover = resolver?.Failover?.[place.ServiceSubset] ?? resolver?.Failover?.['*']
    const policy = failover?.Policy ?? this.#globalEntry?.FailoverPolicy ?? null
    const made = node(failover ? this.#failoverTargets(place, failover) : [], policy)
    this.#resolved.set(id, made)
    return made
  }

  #connectTimeout(configured: number): number {
    const { connectTimeout } = this.#overrides
    if (connectTimeout <= 0 || connectTimeout === configured) return configured
    this.#customized.connectTimeout = connectTimeout
    return connectTimeout
  }

  /** IDs of the targets that step in, without the one that they step in for. */
  #failoverTargets(place: Place, failover: ResolverFailover): readonly string[] {
    const { Service, ServiceSubset, Datacenters, Targets } = failover
    const places: Place[] =
      Targets && Targets.length > 0
        ? Targets.map(target => this.#rewrite(place, target))
        : Datacenters && Datacenters.length > 0
          ? Datacenters.map(Datacenter => this.#rewrite(place, { Service, ServiceSubset, Datacenter }))
          : [this.#rewrite(place, { Service, ServiceSubset })]
    return places
      .filter(other => targetId(other) !== targetId(place))
      .map(other => this.#resolverNode(other, true).Target)
      .filter(id => id !== targetId(place))
  }

  #target(
    { Service, ServiceSubset, Datacenter, Peer }: Place,
    ID: string,
    ConnectTimeout: number,
    subset: Target['Subset'] | undefined,
    { resolver, defaults }: Configured,
  ): Target {
    const global = this.#globalEntry
    const named = ServiceSubset === '' ? Service : `${ServiceSubset}.${Service}`
    const Name = Peer === '' ? `${named}.default.${Datacenter}.internal.${this.#trustDomain}` : ''
    const external = (Peer === '' && defaults?.ExternalSNI) || ''
    const dialed = defaults?.TransparentProxy.DialedDirectly || global?.TransparentProxy.DialedDirectly || false
    return {
      Service,
      ServiceSubset,
      Datacenter,
      Peer,
      ID,
      ConnectTimeout,
      // no gateway of this mesh stands before what lies outside
      MeshGateway:
        external === '' ? this.#meshGateway(defaults?.MeshGateway.Mode || global?.MeshGateway.Mode || '') : '',
      Subset: subset ?? { Filter: '', OnlyPassing: false },
      DialedDirectly: external === '' && dialed,
      PrioritizeByLocality: Peer === '' && hasLocality(resolver, global),
      External: external !== '',
      SNI: external || Name,
      Name,
    }
  }

  #meshGateway(configured: string): string {
    const { meshGateway } = this.#overrides
    if (meshGateway === '' || meshGateway === configured) return configured
    this.#customized.meshGateway = meshGateway
    return meshGateway
  }

  /** A splitter behind a splitter is replaced by its own splits, each with its share of the share. */
  #flattenSplits(): void {
    for (const [key, node] of this.#nodes) {
      if (node.Type !== 'splitter') continue
      const Splits = node.Splits.flatMap(split => this.#flat(split))
      this.#nodes.set(key, { ...node, Splits, LoadBalancer: hashingBalancer(Splits, this.#nodes) })
    }
  }

  #flat(split: ChainSplit): readonly ChainSplit[] {
    this.#budget.take(this.#service)
    const next = this.#nodes.get(split.NextNode)
    if (++this.#splits > MAX_SPLITS) {
      throw new StateError(`discovery chain ${quote(this.#service)} has more than the limit of ${MAX_SPLITS} splits`)
    }
    if (next?.Type !== 'splitter') return [split]
    return next.Splits.flatMap(inner => this.#flat(inner)).map(inner => ({
      Definition: {
        ...inner.Definition,
        RequestHeaders: mergeHeaders(split.Definition.RequestHeaders, inner.Definition.RequestHeaders),
        ResponseHeaders: mergeHeaders(split.Definition.ResponseHeaders, inner.Definition.ResponseHeaders),
      },
      Weight: roundWeight((inner.Weight * split.Weight) / 100),
      NextNode: inner.NextNode,
    }))
  }

  #targetsOf(nodes: ReadonlyMap<string, ChainNode>): Map<string, Target> {
    const used = new Map<string, Target>()
    for (const node of nodes.values()) {
      if (node.Type !== 'resolver') continue
      for (const id of [node.Target, ...node.Failover]) used.set(id, this.#targets.get(id) as Target)
    }
    return used
  }
}
