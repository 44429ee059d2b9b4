import { bench } from './config.ts'

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

const BENCH: readonly Entry[] = [
  ['dns', 'DNS'],
  ['blocked', 'Blocked queries'],
  ['journal', 'Journal'],
  ['faults', 'Faults'],
  ['cluster', 'Cluster'],
  ['bench', 'Clock & state'],
]

/** The way to the other pages. */
export function Navigation({ current }: { current: string }) {
  return (
    <nav aria-label="Pages">
      <Group entries={CONSUL} current={current} />
      {bench.value && (
        <>
          <h2>Test bench</h2>
          <Group entries={BENCH} current={current} />
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
          <a href={`/ui/${page}`} aria-current={page === current ? 'page' : undefined}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  )
}
