import { entry } from './entries.ts'
import { CONNECTED, nameOfKind } from './missing-kinds.ts'
import { connectName, kindInKeys, prefixOf, schema } from './schema.ts'
import type { Service } from '../model/rows.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'
import { watchRows } from './watched-prefix.ts'

/*
 * Which names there are of a kind. As in Consul these are rows of their own, which do not follow all that becomes of instances: a
 * name whose instances turn to another kind, or take another name, stays. The last instance of a name takes it from the kind that it
 * has then, and the last one deregistered of those that lead to a name takes that from the mesh.
 */

/** Names that are, or were, of a kind; '' for plain services, of which the servers' own is none. Waits for names near them, too. */
export function namesOfKind(view: View, kind: string): readonly string[] {
  const prefix = prefixOf(kindInKeys(nameOfKind({ Kind: kind })))
  watchRows(view, 'kindServiceNames', prefix)
  const names = view.scan('kindServiceNames', prefix).map(({ Service }) => Service)
  return names.filter(name => name !== 'consul')
}

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
  const row = { Kind: kind, Service: name }
  if (tx.get('kindServiceNames', schema.kindServiceNames.key(row))) return
  tx.put('kindServiceNames', row)
  tx.bump(entry.kindNames(kind))
}

function forget(tx: Tx, kind: string, name: string): void {
  const key = schema.kindServiceNames.key({ Kind: kind, Service: name })
  if (!tx.get('kindServiceNames', key)) return
  tx.delete('kindServiceNames', key)
  tx.bump(entry.kindNames(kind))
}
