import type { EnvoyExtensions, FailoverPolicy } from '../config-entries/common.ts'
import type { LoadBalancer, ResolverSubset } from '../config-entries/service-resolver.ts'
import type { ServiceRoute } from '../config-entries/service-router.ts'
import type { ServiceSplit } from '../config-entries/service-splitter.ts'

/** How requests to a service find their instances: what routers, splitters and resolvers make of it. */
export interface Chain {
  readonly ServiceName: string
  readonly Datacenter: string
  readonly CustomizationHash: string
  readonly Default: boolean
  readonly Protocol: string
  readonly ServiceMeta: Readonly<Record<string, string>> | null
  readonly EnvoyExtensions: EnvoyExtensions
  readonly StartNode: string
  /** By their keys, `TYPE:NAME`. */
  readonly Nodes: ReadonlyMap<string, ChainNode>
  /** By their IDs. */
  readonly Targets: ReadonlyMap<string, Target>
  /** Whose peerings an answer about the chain depends on; not shown. */
  readonly peers: readonly string[]
  /** Whether an entry says anything of it; not shown. */
  readonly isConfigured: boolean
}

export type ChainNode = RouterNode | SplitterNode | ResolverNode

export interface RouterNode {
  readonly Type: 'router'
  readonly Name: string
  readonly Routes: readonly { readonly Definition: ServiceRoute; readonly NextNode: string }[]
}

export interface SplitterNode {
  readonly Type: 'splitter'
  readonly Name: string
  readonly Splits: readonly ChainSplit[]
  /** Of the first service that it leads to which chooses instances by hashes. */
  readonly LoadBalancer: LoadBalancer | null
}

export interface ChainSplit {
  readonly Definition: ServiceSplit
  readonly Weight: number
  readonly NextNode: string
}

export interface ResolverNode {
  readonly Type: 'resolver'
  readonly Name: string
  /** Nanoseconds. */
  readonly ConnectTimeout: number
  readonly RequestTimeout: number
  readonly Default: boolean
  readonly Target: string
  /** IDs of further targets, in order. */
  readonly Failover: readonly string[]
  readonly FailoverPolicy: FailoverPolicy | null
  readonly LoadBalancer: LoadBalancer | null
}

/** Instances of a service that requests can go to. */
export interface Target extends Place {
  readonly ID: string
  readonly ConnectTimeout: number
  readonly MeshGateway: string
  readonly Subset: ResolverSubset
  readonly DialedDirectly: boolean
  readonly PrioritizeByLocality: boolean
  readonly External: boolean
  readonly SNI: string
  readonly Name: string
}

/** What tells targets apart. */
export interface Place {
  readonly Service: string
  readonly ServiceSubset: string
  /** '' for a service of a peer. */
  readonly Datacenter: string
  readonly Peer: string
}

export const keyOfNode = ({ Type, Name }: ChainNode): string => `${Type}:${Name}`

/** Of a router or a splitter. */
export const serviceId = (service: string): string => `${service}.default.default`

export function targetId({ Service, ServiceSubset, Datacenter, Peer }: Place): string {
  // those of a peer bear no subset
  if (Peer !== '') return `${Service}.default.default.external.${Peer}`
  const subset = ServiceSubset === '' ? '' : `${ServiceSubset}.`
  return `${subset}${Service}.default.default.${Datacenter}`
}
