import { decodeEntry } from '../../src/state/config-entries/decode.ts'
import { putEntry } from '../../src/state/config-entry.ts'
import type { Store } from '../../src/state/store.ts'

/** Writes a config entry as it would be given to the API; throws where it is refused. */
export function putConfigEntry(store: Store, entry: object): void {
  const { kind, fields } = decodeEntry(entry)
  kind.validate(fields)
  store.write(tx => putEntry(tx, kind, fields))
}
