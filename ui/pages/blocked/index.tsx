import { Action } from '../../components/buttons.tsx'
import { Empty, NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Search, Toolbar } from '../../components/toolbar.tsx'
import type { BlockedQuery } from '../../lib/control-types.ts'
import { releaseBlocked } from '../../lib/control-api.ts'
import { cliCommand } from '../../lib/commands.ts'
import { countText, timeText } from '../../lib/format.ts'
import { matcher } from '../../lib/search.ts'
import { param } from '../../shell/address.ts'
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

/** The blocked queries, live. The page's own are not shown. */
export function Blocked() {
  const live = useLive<readonly BlockedQuery[]>('/_miniconsul/blocked')
  const matches = matcher(param('q'))
  const queries = live.value ?? []
  const found = queries.filter(({ URL }) => matches(URL))
  return (
    <div class="page">
      <Toolbar title="Blocked queries" count={countText(found.length, queries.length)}>
        <Search label="Search paths" />
      </Toolbar>
      <WhenThere of={live}>
        <Rows
          label="Blocked queries"
          layout="blocked"
          items={found}
          columns={COLUMNS}
          keyOf={({ ID }) => ID}
          empty={queries.length === 0 ? <NoBlocked /> : NO_MATCHES}
        />
      </WhenThere>
    </div>
  )
}

const NoBlocked = () => (
  <Empty title="No blocked queries" command={cliCommand('watch -type=services')}>
    Clients that wait for a change are listed here. This command is one:
  </Empty>
)
