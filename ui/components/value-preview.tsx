import { previewText } from '../lib/format.ts'
import { valueText } from '../lib/kv.ts'
import type { KvEntry } from '../lib/types.ts'

/** The start of a value. */
export function ValuePreview({ entry }: { entry: KvEntry }) {
  if (entry.Value === null) return <span class="faint">empty</span>
  const text = valueText(entry)
  return text === undefined ? <span class="faint">binary</span> : <code>{previewText(text)}</code>
}

/** Whether a key is locked, for those who do not see it as well. */
export function LockMark({ entry }: { entry: KvEntry }) {
  if (!entry.Session) return null
  return (
    <span class="lock" title={`Locked by the session ${entry.Session}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d="M3 5V3.500a3 3 0 0 1 6 0V5h1v6H2V5zm1.500 0h3V3.500a1.500 1.500 0 0 0-3 0z" />
      </svg>{' '}
      locked
    </span>
  )
}
