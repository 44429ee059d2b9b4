import { useEffect } from 'preact/hooks'
import { sleep } from '../lib/sleep.ts'
import { notice } from './notice.ts'

/** Says what became of the last thing that was done. What went well goes away by itself. */
export function NoticeBar() {
  const now = notice.value
  useEffect(() => {
    if (now?.kind !== 'done') return
    const end = new AbortController()
    void sleep(5000, end.signal).then(() => !end.signal.aborted && (notice.value = undefined))
    return () => end.abort()
  }, [now])
  return (
    <div class="notices" role="status" aria-live="polite">
      {now && (
        <p class={`notice ${now.kind}`}>
          {now.text}
          <button type="button" aria-label="Dismiss" title="Dismiss" onClick={() => (notice.value = undefined)}>
            ✕
          </button>
        </p>
      )}
    </div>
  )
}
