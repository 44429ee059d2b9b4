import { hrefOf } from '../lib/place.ts'
import { hasControl } from './config.ts'

type Entry = readonly [page: string, name: string]

const CONSUL: readonly Entry[] = [
  ['services', 'Services'],
  ['nodes', 'Nodes'],
  ['kv', 'Key/Value'],
  ['sessions', 'Sessions & locks'],
  ['events', 'Events'],
  ['queries', 'Prepared queries'],
  ['members', 'Members'],
]

const CONTROL: readonly Entry[] = [
  ['dns', 'DNS'],
  ['blocked', 'Blocked queries'],
  ['journal', 'Journal'],
  ['faults', 'Faults'],
  ['cluster', 'Cluster'],
  ['control', 'Clock & state'],
]

/** The way to the other pages. */
export function Navigation({ current }: { current: string }) {
  return (
    <nav aria-label="Pages">
      <Group entries={CONSUL} current={current} />
      {hasControl.value && (
        <>
          <h2>Control</h2>
          <Group entries={CONTROL} current={current} />
        </>
      )}
    </nav>
  )
}

function Group({ entries, current }: { entries: readonly Entry[]; current: string }) {
  return (
    <ul>
      {entries.map(([page, name]) => (
        <li key={page}>
          <a href={hrefOf([page])} aria-current={page === current ? 'page' : undefined}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  )
}
