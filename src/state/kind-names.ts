import { entry } from './entries.ts'
import { CONNECTED, nameOfKind } from './missing-kinds.ts'
import { connectName, keyOf, prefixOf } from './schema.ts'
import type { Service } from '../model/rows.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'

/*
 * Which names there are of a kind. As in Consul these are rows of their own, which do not follow all that becomes of instances: a
 * name whose instances turn to another kind, or take another name, stays. The last instance of a name takes it from the kind that it
 * has then, and the last one deregistered of those that lead to a name takes that from the mesh.
 */

/** Names that are, or were, of a kind; '' for plain services, of which the servers' own is none. */
export const namesOfKind = (view: View, kind: string): readonly string[] =>
  view
    .scan('kindServiceNames', prefixOf(nameOfKind({ Kind: kind })))
    .map(({ Service }) => Service)
    .filter(name => name !== 'consul')

/** Moves when a name comes to those of a kind, or leaves them. */
export const kindEntry = (kind: string): string => entry.kindNames(nameOfKind({ Kind: kind }))

/** An instance was written. */
export function rememberKinds(tx: Tx, service: Service): void {
  remember(tx, nameOfKind(service), service.Service)
  const connect = connectName(service)
  if (connect !== undefined) remember(tx, CONNECTED, connect)
}

/** The last instance of a name is gone. */
export const forgetKind = (tx: Tx, service: Service): void => forget(tx, nameOfKind(service), service.Service)
/** The last one that leads to a name is gone. */
export const forgetConnected = (tx: Tx, name: string): void => forget(tx, CONNECTED, name)

function remember(tx: Tx, kind: string, name: string): void {
  if (tx.get('kindServiceNames', keyOf(kind, name))) return
  tx.put('kindServiceNames', { Kind: kind, Service: name })
  tx.bump(entry.kindNames(kind))
}

function forget(tx: Tx, kind: string, name: string): void {
  const key = keyOf(kind, name)
  if (!tx.get('kindServiceNames', key)) return
  tx.delete('kindServiceNames', key)
  tx.bump(entry.kindNames(kind))
}
