import { StateError } from '../../state/errors.ts'
import { acquireKey, casKey, type KvWrite, releaseKey, setKey } from '../../state/kv.ts'
import type { Agent } from '../../agent/agent.ts'

/** What a write of a key hangs on. */
export type PutMode =
  | { readonly kind: 'set' }
  | { readonly kind: 'cas'; readonly index: number | bigint }
  | { readonly kind: 'acquire' | 'release'; readonly session: string }

/** Writes a key; false when what it hangs on was not so. A lock that was lost cannot be had again for a while. */
export function putKey({ store, lockDelays }: Agent, write: KvWrite, mode: PutMode): boolean {
  if (mode.kind === 'acquire' && lockDelays.has(write.Key)) return false
  try {
    const done = store.write(tx => {
      if (mode.kind === 'cas') return casKey(tx, write, mode.index)
      if (mode.kind === 'acquire') return acquireKey(tx, write, mode.session)
      if (mode.kind === 'release') return releaseKey(tx, write, mode.session)
      return setKey(tx, write)
    })
    return done !== false
  } catch (err) {
    // what the state refuses to a KV command carries the raft's prefix
    if (err instanceof StateError) throw new StateError(`raft apply failed: ${err.message}`)
    throw err
  }
}
