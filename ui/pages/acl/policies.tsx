import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import { isBuiltIn } from '../../lib/acl.ts'
import type { Policy } from '../../lib/acl-types.ts'
import { currentParams, place } from '../../shell/address.ts'
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

const SEARCH = {
  label: 'Search names and descriptions',
  texts: ({ ID, Name, Description }: Policy) => [ID, Name, Description],
}

/** All policies. */
export function Policies() {
  const live = useLive<readonly Policy[]>('/v1/acl/policies')
  const [, , id] = place.value.path
  const list = policyHref(undefined, currentParams('q'))
  return (
    <ListPage
      title="Policies"
      live={live}
      search={SEARCH}
      create={{ text: 'New policy', href: policyHref('create', currentParams('q')) }}
      what="policies"
      layout="policies"
      items={live.value ?? []}
      columns={COLUMNS}
      keyOf={({ ID }) => ID}
      hrefOf={({ ID }) => policyHref(ID, currentParams('q'))}
      selected={id}
      detail={
        id !== undefined &&
        (id === 'create' ? <PolicyForm listHref={list} /> : <PolicyDetail key={id} id={id} listHref={list} />)
      }
    />
  )
}
