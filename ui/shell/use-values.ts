import { useEffect, useState } from 'preact/hooks'
import { readValues } from '../lib/kv-values.ts'
import type { KvEntry } from '../lib/types.ts'

/** Keys that are shown together. */
const STEP = 1000

type Values = ReadonlyMap<string, KvEntry>

/** The entries of keys, read again whenever the index says that one of them changed. Those that cannot be read are missing. */
export function useValues(keys: readonly string[], index: string): Values {
  const [values, setValues] = useState<Values>(new Map())
  useEffect(() => {
    if (keys.length === 0) return
    const end = new AbortController()
    const fresh = new Map<string, KvEntry>()
    let shown = 0
    const tell = (entries: readonly KvEntry[]): void => {
      for (const entry of entries) fresh.set(entry.Key, entry)
      // the first screen at once, the rest in few steps: each sorts the list anew
      if (shown > 0 && fresh.size - shown < STEP) return
      shown = fresh.size
      // what was read before stays until all are read anew
      setValues(before => new Map([...before, ...fresh]))
    }
    readValues(keys, tell, end.signal)
      .then(() => !end.signal.aborted && setValues(new Map(fresh)))
      .catch(() => undefined) // a list without previews
    return () => end.abort()
  }, [keys, index])
  return values
}
