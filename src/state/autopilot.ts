import { defaultSettings } from '../model/settings.ts'
import { ONLY } from './schema.ts'
import type { Tx } from './store.ts'
import type { AutopilotConfig, NewAutopilotConfig } from '../model/rows.ts'
import type { View } from './view.ts'

export function getAutopilotConfig(view: View): AutopilotConfig {
  return view.get('autopilot', ONLY) ?? { ...defaultSettings.autopilot, CreateIndex: 1, ModifyIndex: 1 }
}

/** Writes the configuration; with `cas` only when that is the index of its last change. Each write moves the index. */
export function setAutopilotConfig(tx: Tx, config: NewAutopilotConfig, cas?: number | bigint): boolean {
  const old = tx.get('autopilot', ONLY)
  if (cas !== undefined && BigInt(cas) !== BigInt(old?.ModifyIndex ?? 1)) return false
  tx.put('autopilot', { ...config, CreateIndex: old?.CreateIndex ?? tx.index, ModifyIndex: tx.index })
  return true
}
