import type { Imported } from '../../model/peering-rows.ts'
import type { Check, Node, Service } from '../../model/rows.ts'
import { commonOf, countChecks, type ServiceSummary } from '../overview.ts'
import { fold, keyOf } from '../schema.ts'
import type { View } from '../view.ts'
import { importedChecksOf, nodeOf } from './imported-health.ts'
import { servicesOn } from './imported-rows.ts'

/** Every service that peers export, or that one of them does; what stands before it in the mesh counts with it. */
export function importedSummaries(
  view: View,
  peer: string,
  accepts: (row: { service: Service; node: Node; checks: readonly Check[] }) => boolean,
): readonly ServiceSummary[] {
  const groups = new Map<string, Imported<Service>[]>()
  for (const service of view.scan('importedServices', peer === '' ? '' : keyOf(peer, ''))) {
    if (!isOfPeering(view, service)) continue
    if (!accepts({ service, node: nodeOf(view, service), checks: importedChecksOf(view, service) })) continue
    const key = keyOf(service.PeerName, service.Service)
    groups.set(key, [...(groups.get(key) ?? []), service])
  }
  return [...groups.values()].map(instances => summarise(view, instances))
}

function summarise(view: View, instances: readonly Imported<Service>[]): ServiceSummary {
  const [first] = instances as readonly [Imported<Service>]
  const { Service: name, PeerName } = first
  const proxies = view.by('importedServices', 'connect', keyOf(PeerName, name))
  return {
    ...commonOf(instances),
    name,
    checks: countChecks([...instances, ...proxies].flatMap(instance => importedChecksOf(view, instance))),
    proxied: proxies.length > 0,
    transparent: false,
    peer: { name: PeerName, datacenter: nodeOf(view, first).Datacenter },
  }
}

/** The nodes of all peers. */
export const nodesOfPeers = (view: View): readonly Imported<Node>[] =>
  view.scan('importedNodes').filter(node => isOfPeering(view, node))

/** Transactions may write rows of peers that nobody knows: lists ask each peering for its own. */
const isOfPeering = (view: View, { PeerName }: { readonly PeerName: string }): boolean =>
  view.get('peerings', fold(PeerName)) !== undefined

/** What a peer has on a node. */
export function onImportedNode(view: View, node: Imported<Node>) {
  const services = servicesOn(view, node)
  return { services, checks: services.flatMap(service => importedChecksOf(view, service)) }
}
