import { useEffect, useRef } from 'preact/hooks'
import { type Armed, armed } from '../lib/armed.ts'
import { hrefOf } from '../lib/place.ts'
import { hasControl } from './config.ts'
import { status } from './status.ts'

type Entry = readonly [page: string, name: string]

const CONSUL: readonly Entry[] = [
  ['', 'Overview'],
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
  ['history', 'History'],
  ['control', 'Clock & state'],
]

const MESH: readonly Entry[] = [
  ['intentions', 'Intentions'],
  ['config', 'Config entries'],
]

const ACCESS: readonly Entry[] = [
  ['acls/tokens', 'Tokens'],
  ['acls/policies', 'Policies'],
  ['acls/roles', 'Roles'],
]

/** The way to the other pages. `current`: the page as its entry names it. */
export function Navigation({ current }: { current: string }) {
  const nav = useRef<HTMLElement>(null)
  const marks = armed(status.value)
    .map(({ page, short }) => `${page} ${short}`)
    .join()
  // where the entries are in one line, the current one may be out of sight; marks make them wider, and those of control come late
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current, marks, hasControl.value])
  return (
    <nav aria-label="Pages" ref={nav}>
      <Group entries={CONSUL} current={current} />
      <h2>Mesh</h2>
      <Group entries={MESH} current={current} />
      <h2>Access</h2>
      <Group entries={ACCESS} current={current} />
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
  const marks = new Map(armed(status.value).map(mark => [mark.page, mark]))
  return (
    <ul>
      {entries.map(([page, name]) => (
        <li key={page}>
          <a href={hrefOf(page.split('/').filter(Boolean))} aria-current={page === current ? 'page' : undefined}>
            {name}
            <Mark mark={marks.get(page)} />
          </a>
        </li>
      ))}
    </ul>
  )
}

/** What is in effect on that page. */
function Mark({ mark }: { mark: Armed | undefined }) {
  if (!mark) return null
  return (
    <span class={`badge ${mark.kind ?? ''}`} title={mark.title}>
      {mark.short}
    </span>
  )
}
