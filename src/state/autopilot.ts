import { MILLISECOND, SECOND } from '../go/duration.ts'
import { ONLY } from './schema.ts'
import type { Tx } from './store.ts'
import type { AutopilotConfig } from '../model/rows.ts'
import type { View } from './view.ts'

export type NewAutopilotConfig = Omit<AutopilotConfig, 'CreateIndex' | 'ModifyIndex'>

/** The defaults until something else is written. */
export const defaultAutopilotConfig: NewAutopilotConfig = {
  CleanupDeadServers: true,
  LastContactThreshold: 200 * MILLISECOND,
  MaxTrailingLogs: 250,
  MinQuorum: 0,
  ServerStabilizationTime: 10 * SECOND,
  RedundancyZoneTag: '',
  DisableUpgradeMigration: false,
  UpgradeVersionTag: '',
}

export function getAutopilotConfig(view: View): AutopilotConfig {
  return view.get('autopilot', ONLY) ?? { ...defaultAutopilotConfig, CreateIndex: 1, ModifyIndex: 1 }
}

/** Writes the configuration; with `cas` only when that is the index of its last change. Each write moves the index. */
export function setAutopilotConfig(tx: Tx, config: NewAutopilotConfig, cas?: number | bigint): boolean {
  const old = tx.get('autopilot', ONLY)
  if (cas !== undefined && BigInt(cas) !== BigInt(old?.ModifyIndex ?? 1)) return false
  tx.put('autopilot', { ...config, CreateIndex: old?.CreateIndex ?? tx.index, ModifyIndex: tx.index })
  return true
}
