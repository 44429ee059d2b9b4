import { Empty } from '../../components/empty.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import { curlCommand } from '../../lib/commands.ts'
import { hrefOf } from '../../lib/place.ts'
import type { PreparedQuery } from '../../lib/types.ts'
import { currentParams, place } from '../../shell/address.ts'
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

const SEARCH = {
  label: 'Search names and services',
  texts: ({ ID, Name, Service }: PreparedQuery) => [ID, Name, Service.Service],
}

/** Prepared queries: what they say, and what they answer. */
export function Queries() {
  const live = useLive<readonly PreparedQuery[]>('/v1/query')
  const [, id] = place.value.path
  const queries = live.value ?? []
  const chosen = queries.find(({ ID }) => ID === id)
  return (
    <ListPage
      title="Prepared queries"
      live={live}
      search={SEARCH}
      create={{ text: 'New query', href: hrefOf(['queries', 'new'], currentParams('q')) }}
      what="prepared queries"
      layout="queries"
      items={queries}
      columns={COLUMNS}
      keyOf={({ ID }) => ID}
      hrefOf={({ ID }) => hrefOf(['queries', ID], currentParams('q'))}
      selected={id}
      empty={<NoQueries />}
      detail={id === 'new' ? <QueryNew /> : chosen && <QueryDetail key={id} query={chosen} />}
    />
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
