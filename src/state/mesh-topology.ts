import type { Service } from '../model/rows.ts'
import { entry } from './entries.ts'
import { pairsOf } from './mesh-pairs.ts'
import { fold, keyOf, prefixOf, schema } from './schema.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'
import { watchKey, watchRows } from './watched-prefix.ts'

/*
 * Which services name which as upstreams. As in Consul that is one row for each pair, which belongs to the proxy that named it last:
 * it takes the row from all others that still name it when it goes, and any of them does that stops to name the upstream, until one of
 * them is registered again. A proxy that comes to stand for another service, or is none any more, leaves its rows behind.
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
    gone.map(({ Upstream }) => keyOf(Upstream, Downstream)),
  )
}

/** An instance went. */
export function dropPairs(tx: Tx, service: Service): void {
  const own = pairsOf(service).filter(pair => tx.get('meshPairs', schema.meshPairs.key(pair))?.NamedBy === pair.NamedBy)
  deletePairs(tx, own.map(schema.meshPairs.key))
}

function deletePairs(tx: Tx, keys: readonly string[]): void {
  if (keys.length === 0) return
  for (const key of keys) tx.delete('meshPairs', key)
  tx.bump(entry.meshTopology)
}

/** The services that a service names, or has named; waits for pairs near them, too. */
export function upstreamsOf(view: View, service: string): readonly string[] {
  watchKey(view, 'meshPairs', 'downstream', fold(service))
  return view.by('meshPairs', 'downstream', fold(service)).map(({ Upstream }) => Upstream)
}

/** The services that name a service, or have named it; waits for pairs near them, too. */
export function downstreamsOf(view: View, service: string): readonly string[] {
  watchRows(view, 'meshPairs', prefixOf(service))
  return view.scan('meshPairs', prefixOf(service)).map(({ Downstream }) => Downstream)
}
