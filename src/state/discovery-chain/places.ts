import type { ResolverFailover, ServiceResolver } from '../config-entries/service-resolver.ts'
import { type Place, targetId } from './chain.ts'

/** Another place, as far as it is named; another service takes its own subset along. `home`: the datacenter of the chain. */
function rewritten(place: Place, to: Partial<Place>, home: string): Place {
  const { Service = '', ServiceSubset = '', Datacenter = '', Peer = '' } = to
  const service = Service || place.Service
  const subset = ServiceSubset || (service === place.Service ? place.ServiceSubset : '')
  // a target that is rewritten without a peer is looked for here again
  const datacenter = Peer !== '' ? '' : Datacenter || place.Datacenter || home
  return { Service: service, ServiceSubset: subset, Datacenter: datacenter, Peer }
}

/** Where a resolver sends requests for a place instead; undefined where they stay. */
export function redirected(
  place: Place,
  { Redirect, DefaultSubset }: ServiceResolver,
  home: string,
): Place | undefined {
  if (Redirect) {
    const next = rewritten(place, Redirect, home)
    if (targetId(next) !== targetId(place)) return next
  }
  if (place.ServiceSubset === '' && DefaultSubset !== '')
    return rewritten(place, { ServiceSubset: DefaultSubset }, home)
  return undefined
}

/** The places that step in for one, in order; it may be among them. */
export function failoverPlaces(place: Place, failover: ResolverFailover, home: string): readonly Place[] {
  const { Service, ServiceSubset, Datacenters, Targets } = failover
  if (Targets && Targets.length > 0) return Targets.map(target => rewritten(place, target, home))
  if (Datacenters && Datacenters.length > 0) {
    return Datacenters.map(Datacenter => rewritten(place, { Service, ServiceSubset, Datacenter }, home))
  }
  return [rewritten(place, { Service, ServiceSubset }, home)]
}
