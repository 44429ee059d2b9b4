import type { Agent } from '../../../../agent/agent.ts'
import { isObject } from '../../../../lib/equal.ts'
import { CONFIGURED } from './configured.ts'
import { derived, showEntry } from './derived.ts'
import { ofSettings } from './settings.ts'
import { showTable } from './table.ts'

/** The configuration in force, under the names of Consul's own; loaded when it is asked for. */
export function debugConfig({ settings }: Agent): object {
  const configured = showTable(CONFIGURED, settings.configured, settings.dev)
  const all = { ...configured, ...ofSettings(settings), ...derived(settings, configured), ConfigEntryBootstrap: [] }
  // entries alone keep the order of their fields
  return { ...(sorted(all) as object), ConfigEntryBootstrap: settings.configEntries.map(showEntry) }
}

/** The same with the members of all objects in the order of their bytes, as Go's maps are shown. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]))
}
