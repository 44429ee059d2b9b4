import type { MeshPair, Service } from '../model/rows.ts'
import { entry } from './entries.ts'
import { pairsOf } from './mesh-pairs.ts'
import { fold, keyOf, prefixOf } from './schema.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'

/*
 * Which services name which as upstreams. As in Consul that is one row for each pair, whoever names it: a proxy that stops to name an
 * upstream, or goes, takes the row from all others that still name it, until one of them is registered again. A proxy that comes to
 * stand for another service, or is none any more, leaves its rows behind.
 */

/** An instance was registered, be it as it was. */
export function putPairs(tx: Tx, service: Service, old: Service | undefined): void {
  const pairs = pairsOf(service)
  if (pairs.length > 0) {
    for (const pair of pairs) tx.put('meshPairs', pair)
    tx.bump(entry.meshTopology)
  }
  if (service.Kind !== 'connect-proxy') return
  const { DestinationServiceName: Downstream = '' } = service.Proxy
  const named = new Set(pairs.map(({ Upstream }) => Upstream))
  // an upstream in another spelling is one that went, and takes the row of the new one with it
  const gone = pairsOf(old).filter(({ Upstream }) => !named.has(Upstream))
  deletePairs(
    tx,
    gone.map(({ Upstream }) => ({ Upstream, Downstream })),
  )
}

/** An instance went. */
export const dropPairs = (tx: Tx, service: Service): void => deletePairs(tx, pairsOf(service))

function deletePairs(tx: Tx, pairs: readonly MeshPair[]): void {
  if (pairs.length === 0) return
  for (const { Upstream, Downstream } of pairs) tx.delete('meshPairs', keyOf(Upstream, Downstream))
  tx.bump(entry.meshTopology)
}

/** The services that a service names, or has named. */
export const upstreamsOf = (view: View, service: string): readonly string[] =>
  view.by('meshPairs', 'downstream', fold(service)).map(({ Upstream }) => Upstream)

/** The services that name a service, or have named it. */
export const downstreamsOf = (view: View, service: string): readonly string[] =>
  view.scan('meshPairs', prefixOf(service)).map(({ Downstream }) => Downstream)
