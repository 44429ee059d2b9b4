import { Empty, NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Split } from '../../components/split.tsx'
import { Search, Toolbar } from '../../components/toolbar.tsx'
import { curlCommand } from '../../lib/commands.ts'
import { countText } from '../../lib/format.ts'
import { hrefOf } from '../../lib/place.ts'
import { matcher } from '../../lib/search.ts'
import type { PreparedQuery } from '../../lib/types.ts'
import { currentParams, param, place } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { QueryDetail, QueryNew } from './detail.tsx'

const tagsOf = ({ Service }: PreparedQuery): string => (Service.Tags ?? []).join(', ')

const COLUMNS: readonly Column<PreparedQuery>[] = [
  {
    name: 'Query',
    sort: ({ ID, Name }) => Name || ID,
    cell: ({ ID, Name, Template }) => (
      <>
        {Name || <code>{ID}</code>} {Template?.Type && <span class="faint">template</span>}
      </>
    ),
  },
  { name: 'Service', sort: ({ Service }) => Service.Service, cell: ({ Service }) => Service.Service },
  { name: 'Tags', sort: tagsOf, cell: tagsOf },
]

/** Prepared queries: what they say, and what they answer. */
export function Queries() {
  const live = useLive<readonly PreparedQuery[]>('/v1/query')
  const [search, id] = [param('q'), place.value.path[1]]
  const queries = live.value ?? []
  const matches = matcher(search)
  const found = queries.filter(({ ID, Name, Service }) => matches(ID, Name, Service.Service))
  const chosen = queries.find(({ ID }) => ID === id)
  return (
    <Split detail={id === 'new' ? <QueryNew /> : chosen && <QueryDetail key={id} query={chosen} />}>
      <Toolbar title="Prepared queries" count={countText(found.length, queries.length)}>
        <Search label="Search names and services" />
        {mayWrite() && (
          <a class="button main" href={hrefOf(['queries', 'new'], currentParams('q'))}>
            New query
          </a>
        )}
      </Toolbar>
      <WhenThere of={live} what="prepared queries">
        <Rows
          label="Prepared queries"
          layout="queries"
          items={found}
          columns={COLUMNS}
          keyOf={({ ID }) => ID}
          hrefOf={({ ID }) => hrefOf(['queries', ID], currentParams('q'))}
          selected={id}
          empty={queries.length === 0 ? <NoQueries /> : NO_MATCHES}
        />
      </WhenThere>
    </Split>
  )
}

const NoQueries = () => (
  <Empty
    title="No prepared queries"
    command={curlCommand('/v1/query', { Name: 'find-web', Service: { Service: 'web' } }, 'POST')}
  >
    Create one with the button above, or with this command:
  </Empty>
)
