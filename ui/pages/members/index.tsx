import { useEffect } from 'preact/hooks'
import { StatusMark } from '../../components/status.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import type { Check, Member } from '../../lib/types.ts'
import type { Status } from '../../lib/status.ts'
import { useLive } from '../../shell/use-live.ts'

/** What the numbers of a member's status mean. */
const STATUSES: Readonly<Record<number, readonly [name: string, mark: Status]>> = {
  1: ['alive', 'passing'],
  2: ['leaving', 'warning'],
  3: ['left', 'warning'],
  4: ['failed', 'critical'],
}
const UNKNOWN = ['none', 'critical'] as const

const roleOf = ({ Tags }: Member): string => (Tags['role'] === 'consul' ? 'server' : 'client')
const versionOf = ({ Tags }: Member): string | undefined => Tags['build']?.split(':')[0]

const COLUMNS: readonly Column<Member>[] = [
  { name: 'Member', sort: ({ Name }) => Name, cell: ({ Name }) => Name },
  { name: 'Status', sort: ({ Status }) => Status, cell: ({ Status }) => <MemberStatus status={Status} /> },
  {
    name: 'Address',
    sort: ({ Addr, Port }) => `${Addr}:${Port}`,
    cell: ({ Addr, Port }) => (
      <code>
        {Addr}:{Port}
      </code>
    ),
  },
  { name: 'Role', sort: roleOf, cell: roleOf },
  { name: 'Version', sort: versionOf, cell: versionOf },
  { name: 'Datacenter', sort: ({ Tags }) => Tags['dc'], cell: ({ Tags }) => Tags['dc'] },
]

const SEARCH = {
  label: 'Search names, addresses, tags',
  texts: ({ Name, Addr, Tags }: Member) => [Name, Addr, ...Object.values(Tags)],
}

/** Who is in the cluster. Members cannot be waited for: they are asked for again whenever the catalog's nodes change. */
export function Members() {
  const nodes = useLive<readonly Check[]>('/v1/health/state/any')
  const live = useLive<readonly Member[]>('/v1/agent/members')
  useEffect(() => {
    if (nodes.value) live.refresh()
  }, [nodes.value])
  return (
    <ListPage
      title="Members"
      live={live}
      search={SEARCH}
      what="members"
      layout="members"
      items={live.value ?? []}
      columns={COLUMNS}
      keyOf={({ Name }) => Name}
    />
  )
}

function MemberStatus({ status }: { status: number }) {
  const [name, mark] = STATUSES[status] ?? UNKNOWN
  return (
    <span class="status">
      <StatusMark status={mark} /> {name}
    </span>
  )
}
