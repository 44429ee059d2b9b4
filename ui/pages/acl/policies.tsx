import { Badge } from '../../components/badge.tsx'
import { NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Split } from '../../components/split.tsx'
import { Search, Toolbar } from '../../components/toolbar.tsx'
import { isBuiltIn } from '../../lib/acl.ts'
import type { Policy } from '../../lib/acl-types.ts'
import { countText } from '../../lib/format.ts'
import { matcher } from '../../lib/search.ts'
import { currentParams, param, place } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { policyHref } from './links.ts'
import { PolicyDetail } from './policy-detail.tsx'
import { PolicyForm } from './policy-form.tsx'

const datacentersOf = ({ Datacenters }: Policy): string => Datacenters?.join(', ') ?? 'all'

const COLUMNS: readonly Column<Policy>[] = [
  {
    name: 'Policy',
    sort: ({ Name }) => Name,
    cell: ({ ID, Name }) => (
      <>
        {Name} {isBuiltIn(ID) && <Badge>built in</Badge>}
      </>
    ),
  },
  { name: 'Description', sort: ({ Description }) => Description, cell: ({ Description }) => Description, wide: true },
  { name: 'Datacenters', sort: datacentersOf, cell: datacentersOf },
]

/** All policies. */
export function Policies() {
  const live = useLive<readonly Policy[]>('/v1/acl/policies')
  const [search, id] = [param('q'), place.value.path[2]]
  const policies = live.value ?? []
  const matches = matcher(search)
  const found = policies.filter(({ ID, Name, Description }) => matches(ID, Name, Description))
  const list = policyHref(undefined, currentParams('q'))
  return (
    <Split
      detail={
        id !== undefined &&
        (id === 'create' ? <PolicyForm listHref={list} /> : <PolicyDetail key={id} id={id} listHref={list} />)
      }
    >
      <Toolbar title="Policies" count={countText(found.length, policies.length)}>
        <Search label="Search names and descriptions" />
        {mayWrite() && (
          <a class="button main" href={policyHref('create', currentParams('q'))}>
            New policy
          </a>
        )}
      </Toolbar>
      <WhenThere of={live} what="policies">
        <Rows
          label="Policies"
          layout="policies"
          items={found}
          columns={COLUMNS}
          keyOf={({ ID }) => ID}
          hrefOf={({ ID }) => policyHref(ID, currentParams('q'))}
          selected={id}
          empty={NO_MATCHES}
        />
      </WhenThere>
    </Split>
  )
}
