import type { ConfigEntry } from '../../model/rows.ts'
import { kindNamed } from '../../state/config-entries/index.ts'

/** An entry as the API shows it. */
export function renderEntry(row: ConfigEntry): object {
  const shown = kindNamed(row.Kind)?.type.show(row as never) as object
  const { Kind, Hash, CreateIndex, ModifyIndex } = row
  return { ...shown, Kind, ...(Hash !== 0 && { Hash }), CreateIndex, ModifyIndex }
}
