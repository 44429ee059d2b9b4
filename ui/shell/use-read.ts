import { useEffect, useState } from 'preact/hooks'
import { get } from '../lib/http.ts'

/** What a path gives, read anew whenever `cause` changes: for what is not worth a connection of its own. */
export function useRead<T>(path: string, cause: string): T | undefined {
  const [value, setValue] = useState<T | undefined>(undefined)
  useEffect(() => {
    let ended = false
    get<T>(path)
      .then(read => !ended && setValue(() => read))
      .catch(() => undefined) // what cannot be read is not shown
    return () => void (ended = true)
  }, [path, cause])
  return value
}
