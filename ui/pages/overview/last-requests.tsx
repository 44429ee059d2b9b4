import type { JournalEntry } from '../../lib/control-types.ts'
import { timeText } from '../../lib/format.ts'
import { answered, askedFor, isError } from '../../lib/journal.ts'
import { hrefOf } from '../../lib/place.ts'

/** The newest lines of the journal. */
export function LastRequests({ entries }: { entries: readonly JournalEntry[] }) {
  return (
    <section class="whole" aria-labelledby="last-requests">
      <h2 id="last-requests">
        <a href={hrefOf(['journal'])}>Last requests</a>
      </h2>
      {entries.length === 0 && <p>No requests yet</p>}
      <ul class="lines requests">
        {entries.toReversed().map(entry => (
          <li key={entry.ID}>
            <code class="faint">{timeText(entry.At).slice(0, 8)}</code>
            <span class={isError(entry) ? 'answer wrong' : 'answer'}>{answered(entry) || '…'}</span>
            <a href={hrefOf(['journal', String(entry.ID)])}>
              {entry.Kind === 'dns' ? 'DNS' : entry.Method} {askedFor(entry)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
