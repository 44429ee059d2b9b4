import { defaultSettings, type Settings } from '../model/settings.ts'
import { ONLY } from './schema.ts'
import type { Tx } from './store.ts'
import type { CaConfig, CaRoot } from '../model/rows.ts'
import type { View } from './view.ts'

/** The index entry that moves with the roots and with how they are used. */
export const CA_ENTRY = 'connect-ca-roots'

export type NewCaConfig = Omit<CaConfig, 'CreateIndex' | 'ModifyIndex' | 'ClusterID'>

/** What holds until something else is written; a cluster whose identity was configured shows it. */
export function defaultCaConfig({ clusterId, caConfig }: Settings['connect']): NewCaConfig {
  return {
    Provider: 'consul',
    Config: {
      IntermediateCertTTL: '8760h',
      LeafCertTTL: '72h',
      RootCertTTL: '87600h',
      ...caConfig,
      ...(clusterId !== undefined && { cluster_id: clusterId }),
    },
    ForceWithoutCrossSigning: false,
  }
}

export function getCaConfig(view: View): CaConfig {
  return view.get('caConfig', ONLY) ?? { ...defaultCaConfig(defaultSettings.connect), CreateIndex: 1, ModifyIndex: 1 }
}

/** Replaces the configuration; the identity of the cluster stays what it was first. */
export function setCaConfig(tx: Tx, config: NewCaConfig, clusterId?: string): void {
  const old = tx.get('caConfig', ONLY)
  const ClusterID = old?.ClusterID ?? clusterId
  const row = { ...config, ...(ClusterID !== undefined && { ClusterID }) }
  tx.put('caConfig', { ...row, CreateIndex: old?.CreateIndex ?? tx.index, ModifyIndex: tx.index })
  tx.bump(CA_ENTRY)
}

/** The roots, the active one first, then the others, the newest first. */
export function caRoots(view: View): readonly CaRoot[] {
  const age = (root: CaRoot): number => (root.Active ? Infinity : root.SerialNumber)
  return [...view.scan('caRoots')].sort((a, b) => age(b) - age(a))
}

/** Adds a root that signs from now on. */
export function addCaRoot(tx: Tx, root: Omit<CaRoot, 'Active' | 'CreateIndex' | 'ModifyIndex'>): void {
  for (const old of tx.scan('caRoots')) tx.put('caRoots', { ...old, Active: false, ModifyIndex: tx.index })
  tx.put('caRoots', { ...root, Active: true, CreateIndex: tx.index, ModifyIndex: tx.index })
}
