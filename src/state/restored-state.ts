import type { StateDraft } from './draft.ts'
import { restoreGatewayServices } from './follow-services.ts'
import { addMissingRows } from './missing-rows.ts'
import { schema } from './schema.ts'
import { Tx } from './store.ts'

/**
 * Rebuilds what Consul does not write into its snapshots: names by kind and who names whom in the mesh, of the instances that there
 * are, then the services of gateways, of one config entry after the other, each at its own index. What was remembered of instances
 * that are gone is so forgotten. The indexes of tables are in a snapshot.
 */
export function rebuildFollowing({ data }: StateDraft): void {
  const { tables, entries } = data
  const kept = [...entries]
  tables.kindServiceNames.deleteAll(tables.kindServiceNames.scan())
  tables.meshPairs.deleteAll(tables.meshPairs.scan())
  addMissingRows(data)
  tables.gatewayServices.deleteAll(tables.gatewayServices.scan())
  const configEntries = tables.configEntries.scan()
  tables.configEntries.deleteAll(configEntries)
  for (const row of configEntries) {
    tables.configEntries.replace(schema.configEntries.key(row), row)
    restoreGatewayServices(new Tx(data, row.ModifyIndex, []), row)
  }
  entries.clear()
  for (const [name, index] of kept) entries.set(name, index)
}
