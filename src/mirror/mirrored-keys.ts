import type { Store } from '../state/store.ts'
import { bytesToString, encodeText } from '../lib/bytes.ts'
import { deleteKey, setKey } from '../state/kv.ts'
import type { SourceKey } from './source.ts'

/**
 * The keys of a source in a store. Only what changed at the source is written, as one commit: what was written here besides stays until
 * the source changes the same key.
 */
export class MirroredKeys {
  readonly #store: Store
  #last: ReadonlyMap<string, SourceKey> = new Map()

  constructor(store: Store) {
    this.#store = store
  }

  apply(keys: readonly SourceKey[]): void {
    const next = new Map(keys.map(key => [key.Key, key]))
    const last = this.#last
    this.#store.write(tx => {
      for (const key of last.keys()) if (!next.has(key)) deleteKey(tx, encodeText(key))
      for (const key of next.values()) {
        if (sameKey(last.get(key.Key), key)) continue
        const Value = bytesToString(Buffer.from(key.Value ?? '', 'base64'))
        setKey(tx, { Key: encodeText(key.Key), Value, Flags: key.Flags })
      }
    })
    this.#last = next
  }

  /** Writes all of it again, in place of what was changed here. */
  renew(): void {
    const keys = [...this.#last.values()]
    this.#last = new Map()
    this.apply(keys)
  }
}

const sameKey = (a: SourceKey | undefined, b: SourceKey): boolean => a?.Value === b.Value && a.Flags === b.Flags
