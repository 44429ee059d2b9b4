import type { Agent } from '../../agent/agent.ts'
import { renderEntry } from '../../api/render/config-entry.ts'
import { isObject } from '../../lib/equal.ts'
import { decodeEntry, type GivenEntry } from '../../state/config-entries/decode.ts'
import { deleteEntry, putEntry } from '../../state/config-entry.ts'
import { keyOf } from '../../state/schema.ts'
import type { View } from '../../state/view.ts'

/** The config entries of a datacenter, for others to copy. */
export const entriesToCopy = (view: View): readonly object[] =>
  view.scan('configEntries').map(row => {
    const { Hash: _, CreateIndex: _c, ModifyIndex: _m, ...entry } = renderEntry(row) as Record<string, unknown>
    return entry
  })

/** Makes the config entries of a datacenter those of its primary. One that does not fit here is left out. */
export function copyEntries({ store, logger }: Agent, given: unknown): void {
  if (!Array.isArray(given)) return
  const attempt = (run: () => void): boolean => {
    try {
      run()
      return true
    } catch (error) {
      logger.debug('config entry not copied', { error: String(error) })
      return false
    }
  }
  const entries: GivenEntry[] = []
  for (const value of given) if (isObject(value)) attempt(() => entries.push(decodeEntry(value)))
  const wanted = new Set(entries.map(({ kind, fields }) => keyOf(kind.kind, fields.Name)))
  const changes: (() => void)[] = [
    ...store.view
      .scan('configEntries')
      .filter(({ Kind, Name }) => !wanted.has(keyOf(Kind, Name)))
      .map(
        ({ Kind, Name }) =>
          () =>
            void store.write(tx => deleteEntry(tx, Kind, Name)),
      ),
    ...entries.map(
      ({ kind, fields }) =>
        () =>
          void store.write(tx => putEntry(tx, kind, fields)),
    ),
  ]
  // entries depend on each other: what is refused now may fit after others
  for (let left = changes; left.length > 0;) {
    const refused = left.filter(change => !attempt(change))
    if (refused.length === left.length) return
    left = refused
  }
}
