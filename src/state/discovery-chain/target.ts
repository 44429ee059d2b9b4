import type { ResolverSubset, ServiceResolver } from '../config-entries/service-resolver.ts'
import type { AppliedOverrides } from './applied-overrides.ts'
import type { ChainEntries, Configured } from './chain-entries.ts'
import type { Place, Target } from './chain.ts'
import { hasLocality } from './unsaid.ts'

/** What the targets of a chain have in common. */
export interface TargetContext {
  readonly trustDomain: string
  readonly overrides: AppliedOverrides
  readonly global: ChainEntries['global']
}

const WHOLE: ResolverSubset = { Filter: '', OnlyPassing: false }

/** The target at a place, with what is configured of its service. */
export function makeTarget(
  { Service, ServiceSubset, Datacenter, Peer }: Place,
  ID: string,
  ConnectTimeout: number,
  { resolver, defaults }: Configured,
  { trustDomain, overrides, global }: TargetContext,
): Target {
  const named = ServiceSubset === '' ? Service : `${ServiceSubset}.${Service}`
  const Name = Peer === '' ? `${named}.default.${Datacenter}.internal.${trustDomain}` : ''
  const external = defaults?.ExternalSNI || ''
  const dialed = defaults?.TransparentProxy.DialedDirectly || global?.TransparentProxy.DialedDirectly || false
  const meshGateway = defaults?.MeshGateway.Mode || global?.MeshGateway.Mode || ''
  return {
    Service,
    ServiceSubset,
    Datacenter,
    Peer,
    ID,
    ConnectTimeout,
    // no gateway of this mesh stands before what lies outside
    MeshGateway: external === '' ? overrides.meshGateway(meshGateway) : '',
    Subset: subsetOf(resolver, ServiceSubset) ?? WHOLE,
    DialedDirectly: external === '' && dialed,
    PrioritizeByLocality: Peer === '' && hasLocality(resolver, global),
    External: external !== '',
    SNI: external || Name,
    Name,
  }
}

/** What a resolver says of a subset; undefined where that is nothing. */
export const subsetOf = (
  resolver: Pick<ServiceResolver, 'Subsets'> | undefined,
  subset: string,
): ResolverSubset | undefined => (subset === '' ? undefined : resolver?.Subsets?.[subset])
