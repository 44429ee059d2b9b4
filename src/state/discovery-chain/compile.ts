import { L7_PROTOCOLS } from '../config-entries/protocols.ts'
import { type EntryReader, getEntry } from '../config-entries/read.ts'
import { StateError } from '../errors.ts'
import type { View } from '../view.ts'
import { AppliedOverrides } from './applied-overrides.ts'
import { ChainBudget } from './chain-budget.ts'
import { ChainEntries } from './chain-entries.ts'
import { checkCircles, inOrder, type Nodes, reachable } from './chain-graph.ts'
import { ChainProtocol } from './chain-protocol.ts'
import {
  type Chain,
  type ChainNode,
  type ChainSplit,
  keyOfNode,
  type Place,
  type RouterNode,
  serviceId,
  type SplitterNode,
  targetId,
} from './chain.ts'
import { NO_OVERRIDES, type Overrides } from './customization.ts'
import { LoadedServices } from './loaded-services.ts'
import { Resolvers } from './resolvers.ts'
import { flattenSplits } from './splits.ts'
import { catchAll } from './unsaid.ts'

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

/** Compiles the chain of a service from the entries that it meets on its way: those, and no others, are what it reads. */
export function compileChain(view: View, compiling: Compiling): Chain {
  return new Compiler(view, compiling).compile()
}

/** What the chain speaks where nothing is overridden, which may be what a service behind it says; only an override asks for it. */
function configuredProtocol(view: View, compiling: Compiling): string {
  if ((compiling.overrides ?? NO_OVERRIDES).protocol === '') return ''
  try {
    return compileChain(view, { ...compiling, overrides: NO_OVERRIDES }).Protocol
  } catch (err) {
    // what is wrong with its routes does not matter to an override that leaves them out
    if (err instanceof StateError) return ''
    throw err
  }
}

class Compiler {
  readonly #service: string
  readonly #datacenter: string
  readonly #entries: ChainEntries
  readonly #loaded: LoadedServices
  readonly #overrides: AppliedOverrides
  readonly #protocol: ChainProtocol
  readonly #resolvers: Resolvers
  readonly #budget: ChainBudget
  readonly #nodes = new Map<string, ChainNode>()
  /** Without requests that could be looked at there are neither routes nor splits. */
  readonly #resolvesOnly: boolean
  #hasRoutesOrSplits = false

  constructor(view: View, compiling: Compiling) {
    const { service, datacenter, trustDomain, overrides: wanted = NO_OVERRIDES, budget = new ChainBudget() } = compiling
    const entries = new ChainEntries(view, compiling.entry ?? ((kind, name) => getEntry(view, kind, name)))
    const overrides = new AppliedOverrides(wanted, configuredProtocol(view, compiling))
    const protocol = new ChainProtocol(service, entries, overrides.protocol)
    this.#service = service
    this.#datacenter = datacenter
    this.#entries = entries
    this.#overrides = overrides
    this.#protocol = protocol
    this.#budget = budget
    this.#loaded = new LoadedServices(entries, service)
    const loaded = this.#loaded
    this.#resolvers = new Resolvers({ service, datacenter, trustDomain, entries, loaded, overrides, protocol, budget })
    this.#resolvesOnly = overrides.protocol !== '' && !L7_PROTOCOLS.has(overrides.protocol)
  }

  compile(): Chain {
    const start = this.#router() ?? this.#splitterOrResolver(this.#service)
    const protocol = this.#protocol.settle(this.#hasRoutesOrSplits)
    checkCircles(this.#nodes, start)
    flattenSplits(this.#nodes, this.#service, this.#budget)
    const nodes = reachable(this.#nodes, start)
    const node = nodes.get(start) as ChainNode
    const { defaults } = this.#entries.of(this.#service)
    return {
      ServiceName: this.#service,
      Datacenter: this.#datacenter,
      CustomizationHash: this.#overrides.hash,
      Default: node.Type === 'resolver' && node.Default && node.Target === targetId(this.#place(this.#service)),
      Protocol: protocol,
      ServiceMeta: defaults?.Meta ?? null,
      EnvoyExtensions: this.#extensions(defaults?.EnvoyExtensions ?? null),
      StartNode: start,
      Nodes: nodes,
      Targets: this.#targetsOf(nodes),
      peers: [...this.#entries.peers],
      isConfigured: this.#entries.found,
    }
  }

  #extensions(own: Chain['EnvoyExtensions']): Chain['EnvoyExtensions'] {
    const all = [...(this.#entries.global?.EnvoyExtensions ?? []), ...(own ?? [])]
    return all.length > 0 ? all : null
  }

  #place(service: string, subset = ''): Place {
    return { Service: service, ServiceSubset: subset, Datacenter: this.#datacenter, Peer: '' }
  }

  #add(node: ChainNode): string {
    const key = keyOfNode(node)
    this.#nodes.set(key, node)
    return key
  }

  /** Only the service that the chain is for is asked for a router. */
  #router(): string | undefined {
    if (this.#resolvesOnly) return undefined
    const entry = this.#entries.router(this.#service)
    if (!entry) return undefined
    this.#hasRoutesOrSplits = true
    // that of the name which the router bears itself
    this.#protocol.record(entry.Name)
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
    const isSplit = !this.#resolvesOnly && this.#loaded.splits(service)
    const entry = isSplit ? this.#entries.splitter(service) : undefined
    if (!entry) return this.#resolve(this.#place(service))
    this.#hasRoutesOrSplits = true
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
    return this.#add(this.#resolvers.resolve(place))
  }

  #targetsOf(nodes: Nodes): Chain['Targets'] {
    const used = new Set<string>()
    for (const node of nodes.values()) {
      if (node.Type !== 'resolver') continue
      used.add(node.Target)
      for (const id of node.Failover) used.add(id)
    }
    return inOrder(used, this.#resolvers.targets)
  }
}
