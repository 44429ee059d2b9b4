import type { Settings } from '../model/settings.ts'
import { ConfigEntryError, decodeEntry, type GivenEntry } from '../state/config-entries/decode.ts'
import { putEntry } from '../state/config-entry.ts'
import { StateError } from '../state/errors.ts'
import { refuse } from './local/errors.ts'
import { validateEntry } from '../state/config-entries/validate.ts'
import { keyOf } from '../state/schema.ts'
import type { Store } from '../state/store.ts'

/** The entries that the configuration names. Throws AgentRefusal where one is none. */
export function readBootstrapEntries({ configEntries }: Settings): readonly GivenEntry[] {
  return readEntries(configEntries, refuse.failed)
}

/** The same; `fail` makes the error of the first one that is none. */
export function readEntries(
  configEntries: Settings['configEntries'],
  fail: (text: string) => Error,
): readonly GivenEntry[] {
  return configEntries.map((raw, i) => {
    try {
      const given = decodeEntry(raw)
      validateEntry(given)
      return given
    } catch (err) {
      if (!(err instanceof ConfigEntryError) && !(err instanceof StateError)) throw err
      throw fail(`config_entries.bootstrap[${i}]: ${err.message}`)
    }
  })
}

/** Writes those that are not there; what was changed since stays as it is. */
export function bootstrapEntries(store: Store, entries: readonly GivenEntry[]): void {
  for (const { kind, fields } of entries) {
    if (store.view.get('configEntries', keyOf(kind.kind, fields.Name))) continue
    store.write(tx => putEntry(tx, kind, fields))
  }
}
