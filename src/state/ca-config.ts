import { ONLY } from './schema.ts'
import type { Tx } from './store.ts'
import type { CaConfig } from '../model/rows.ts'
import type { View } from './view.ts'

/** The index entry that moves with the roots and with how they are used. */
export const CA_ENTRY = 'connect-ca-roots'

export type NewCaConfig = Omit<CaConfig, 'CreateIndex' | 'ModifyIndex'>

/** The defaults until something else is written; a cluster whose identity was configured shows it. */
export function defaultCaConfig(clusterId: string | undefined): NewCaConfig {
  return {
    Provider: 'consul',
    Config: {
      IntermediateCertTTL: '8760h',
      LeafCertTTL: '72h',
      RootCertTTL: '87600h',
      ...(clusterId !== undefined && { cluster_id: clusterId }),
    },
    ForceWithoutCrossSigning: false,
  }
}

export function getCaConfig(view: View): CaConfig {
  return view.get('caConfig', ONLY) ?? { ...defaultCaConfig(undefined), CreateIndex: 1, ModifyIndex: 1 }
}

export function setCaConfig(tx: Tx, config: NewCaConfig): void {
  const created = tx.get('caConfig', ONLY)?.CreateIndex ?? tx.index
  tx.put('caConfig', { ...config, CreateIndex: created, ModifyIndex: tx.index })
  tx.bump(CA_ENTRY)
}
