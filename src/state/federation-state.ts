import { equal } from '../lib/equal.ts'
import type { FederationState } from '../model/rows.ts'
import type { Read } from './kv.ts'
import { meshGateways } from './mesh-gateways.ts'
import { fold } from './schema.ts'
import type { Tx } from './store.ts'
import type { View } from './view.ts'

/** How a datacenter is reached, as its leader wrote it; a table without rows was never written. */
export const federationState = (view: View, datacenter: string): Read<FederationState | undefined> => ({
  index: Math.max(view.max('federationStates'), 1),
  value: view.get('federationStates', fold(datacenter)),
})

/** Whether what was written of a datacenter is what the catalog says of its mesh gateways. */
export function isFederationStateCurrent({ peek }: View, datacenter: string): boolean {
  const row = peek.get('federationStates', fold(datacenter))
  return row !== undefined && equal(row.MeshGateways, meshGateways(peek))
}

/** Writes what the catalog says of them, unless that is what was written last. */
export function writeFederationState(tx: Tx, datacenter: string, now: number): void {
  if (isFederationStateCurrent(tx, datacenter)) return
  const old = tx.get('federationStates', fold(datacenter))
  tx.put('federationStates', {
    Datacenter: datacenter,
    MeshGateways: meshGateways(tx),
    UpdatedAt: now,
    CreateIndex: old?.CreateIndex ?? tx.index,
    ModifyIndex: tx.index,
  })
  tx.bump('federationStates')
}
