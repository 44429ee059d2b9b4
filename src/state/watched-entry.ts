import { type EntryOf, getEntry } from './config-entries/read.ts'
import { keyOf } from './schema.ts'
import type { View } from './view.ts'
import { watchRows } from './watched-prefix.ts'

/** An entry for a query that waits: where it is not there, for what comes near it. */
export function watchedEntry<K extends keyof EntryOf>(
  view: View,
  kind: K,
  name: string,
): ReturnType<typeof getEntry<K>> {
  const entry = getEntry(view, kind, name)
  if (!entry) watchRows(view, 'configEntries', keyOf(kind, name))
  return entry
}
