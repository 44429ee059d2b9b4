import { useEffect } from 'preact/hooks'
import { StatusMark } from '../../components/status.tsx'
import { NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Search, Toolbar } from '../../components/toolbar.tsx'
import { countText } from '../../lib/format.ts'
import { matcher } from '../../lib/search.ts'
import type { Check, Member } from '../../lib/types.ts'
import type { Status } from '../../lib/status.ts'
import { param } from '../../shell/address.ts'
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

/** Who is in the cluster. Members cannot be waited for: they are asked for again whenever the catalog's nodes change. */
export function Members() {
  const nodes = useLive<readonly Check[]>('/v1/health/state/any')
  const live = useLive<readonly Member[]>('/v1/agent/members')
  const matches = matcher(param('q'))
  const members = live.value ?? []
  const found = members.filter(({ Name, Addr, Tags }) => matches(Name, Addr, ...Object.values(Tags)))
  useEffect(() => {
    if (nodes.value) live.refresh()
  }, [nodes.value])
  return (
    <div class="page">
      <Toolbar title="Members" count={countText(found.length, members.length)}>
        <Search label="Search names, addresses, tags" />
      </Toolbar>
      <WhenThere of={live} what="members">
        <Rows
          label="Members"
          layout="members"
          items={found}
          columns={COLUMNS}
          keyOf={({ Name }) => Name}
          empty={NO_MATCHES}
        />
      </WhenThere>
    </div>
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
