import type { Agent } from '../../../../agent/agent.ts'
import { anything } from '../../../../go/struct.ts'
import { CONFIGURED } from './configured.ts'
import { derived, showEntry } from './derived.ts'
import { ofSettings } from './settings.ts'
import { showTable } from './table.ts'

/** The configuration in force, under the names of Consul's own; loaded when it is asked for. */
export function debugConfig({ settings }: Agent): object {
  const configured = showTable(CONFIGURED, settings.configured, settings.dev)
  const all = { ...configured, ...ofSettings(settings), ...derived(settings, configured), ConfigEntryBootstrap: [] }
  // entries alone keep the order of their fields
  return { ...(anything(all) as object), ConfigEntryBootstrap: settings.configEntries.map(showEntry) }
}
