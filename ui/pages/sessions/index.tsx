import { TimeLeft } from '../../components/time-left.tsx'
import { Empty } from '../../components/empty.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import { curlCommand } from '../../lib/commands.ts'
import { nanosText } from '../../lib/format.ts'
import { hrefOf } from '../../lib/place.ts'
import type { SessionEnding } from '../../lib/control-types.ts'
import type { KvEntry, Session } from '../../lib/types.ts'
import { currentParams, param, place, withParams } from '../../shell/address.ts'
import { hasControl, mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { SessionDetail } from './detail.tsx'
import { SessionForm } from './form.tsx'

interface Held extends Session {
  readonly keys: readonly string[]
  /** undefined where it is not known, or never. */
  readonly endsAt: string | undefined
}

const COLUMNS: readonly Column<Held>[] = [
  { name: 'Session', sort: ({ ID, Name }) => Name || ID, cell: ({ ID, Name }) => Name || <code>{ID}</code> },
  { name: 'Node', sort: ({ Node }) => Node, cell: ({ Node }) => Node },
  { name: 'TTL', sort: ({ TTL }) => TTL || undefined, cell: ({ TTL }) => TTL || <span class="faint">none</span> },
  { name: 'Ends in', sort: ({ endsAt }) => endsAt, cell: ({ endsAt }) => <TimeLeft endsAt={endsAt} /> },
  { name: 'Lock delay', sort: ({ LockDelay }) => LockDelay, cell: ({ LockDelay }) => nanosText(LockDelay) },
  {
    name: 'Holds',
    wide: true,
    sort: ({ keys }) => keys.length,
    cell: ({ keys }) => keys.join(', ') || <span class="faint">nothing</span>,
  },
]

const SEARCH = {
  label: 'Search names, nodes, keys',
  texts: ({ ID, Name, Node, keys }: Held) => [ID, Name, Node, ...keys],
}

/** Sessions, and the keys that each of them has locked. */
export function Sessions() {
  const live = useLive<readonly Session[]>('/v1/session/list')
  const keys = useLive<readonly KvEntry[]>('/v1/kv/?recurse')
  const endings = useLive<readonly SessionEnding[]>(hasControl.value ? '/_miniconsul/sessions' : undefined)
  const ends = new Map((endings.value ?? []).map(({ ID, EndsAt }) => [ID, EndsAt ?? undefined]))
  const [, id] = place.value.path
  const locked = Map.groupBy(
    (keys.value ?? []).filter(({ Session }) => Session),
    ({ Session }) => Session ?? '',
  )
  const sessions = (live.value ?? []).map((session): Held => ({
    ...session,
    keys: (locked.get(session.ID) ?? []).map(({ Key }) => Key),
    endsAt: ends.get(session.ID),
  }))
  const creating = mayWrite() && param('new') === 'session'
  const chosen = sessions.find(({ ID }) => ID === id)
  return (
    <ListPage
      title="Sessions & locks"
      live={live}
      search={SEARCH}
      create={{ text: 'New session', href: hrefOf(['sessions'], { ...currentParams('q'), new: 'session' }) }}
      what="sessions"
      label="Sessions"
      layout="sessions"
      items={sessions}
      columns={COLUMNS}
      keyOf={({ ID }) => ID}
      hrefOf={({ ID }) => hrefOf(['sessions', ID], currentParams('q'))}
      selected={id}
      empty={<NoSessions />}
      detail={
        id !== undefined
          ? live.value && <SessionDetail key={id} id={id} session={chosen} locked={locked.get(id) ?? []} />
          : creating && <SessionForm backHref={withParams({ new: undefined })} />
      }
    />
  )
}

const NoSessions = () => (
  <Empty title="No sessions" command={curlCommand('/v1/session/create', { Name: 'leader', TTL: '15s' })}>
    A session holds locks on keys until it ends. Create one with the button above, or with this command:
  </Empty>
)
