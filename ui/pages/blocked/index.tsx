import { Action } from '../../components/buttons.tsx'
import { Empty } from '../../components/empty.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import type { BlockedQuery } from '../../lib/control-types.ts'
import { releaseBlocked } from '../../lib/control-api.ts'
import { cliCommand } from '../../lib/commands.ts'
import { timeText } from '../../lib/format.ts'
import { useLive } from '../../shell/use-live.ts'

const COLUMNS: readonly Column<BlockedQuery>[] = [
  { name: 'Query', sort: ({ URL }) => URL, cell: ({ URL }) => <code>{URL}</code> },
  { name: 'Index', sort: ({ Index }) => Number(Index), cell: ({ Index }) => Index },
  { name: 'Since', sort: ({ Since }) => Since, cell: ({ Since }) => <code>{timeText(Since)}</code> },
  {
    name: 'Action',
    wide: 'buttons',
    cell: ({ ID, URL }) => (
      <Action label={`Release ${URL}`} done="The query is answered." run={() => releaseBlocked(ID)}>
        Release
      </Action>
    ),
  },
]

const SEARCH = { label: 'Search paths', texts: ({ URL }: BlockedQuery) => [URL] }

/** The blocked queries, live. The page's own are not shown. */
export function Blocked() {
  const live = useLive<readonly BlockedQuery[]>('/_miniconsul/blocked')
  return (
    <ListPage
      title="Blocked queries"
      live={live}
      search={SEARCH}
      layout="blocked"
      items={live.value ?? []}
      columns={COLUMNS}
      keyOf={({ ID }) => ID}
      empty={<NoBlocked />}
    />
  )
}

const NoBlocked = () => (
  <Empty title="No blocked queries" command={cliCommand('watch -type=services')}>
    Clients that wait for a change are listed here. This command is one:
  </Empty>
)
