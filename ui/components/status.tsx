import { type Counts, STATUSES, type Status, statusOf } from '../lib/status.ts'

/** Each status has a shape of its own, for those who see no colours. */
const SHAPES: Readonly<Record<Status, string>> = {
  passing: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z',
  warning: 'M6 .8 11.6 11H.4z',
  critical: 'M1 3.2 3.2 1 6 3.800 8.800 1 11 3.200 8.200 6 11 8.800 8.800 11 6 8.200 3.200 11 1 8.800 3.800 6z',
}

/** A status as a shape. */
export function StatusMark({ status }: { status: Status }) {
  return (
    <svg class={`mark ${status}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={SHAPES[status]} />
    </svg>
  )
}

/** A status as a shape and a word. */
export function StatusWord({ status }: { status: string }) {
  return (
    <span class="status">
      <StatusMark status={statusOf(status)} /> {status}
    </span>
  )
}

/** How many checks there are of each status; those that are none are left out. */
export function StatusCounts({ counts }: { counts: Counts }) {
  const present = STATUSES.toReversed().filter(status => counts[status] > 0)
  if (present.length === 0) return <span class="faint">no checks</span>
  return (
    <span class="counts">
      {present.map(status => (
        <span key={status} class="status" title={`${counts[status]} ${status}`}>
          <StatusMark status={status} /> {counts[status]}
          <span class="unseen"> {status}</span>
        </span>
      ))}
    </span>
  )
}
