import { Empty } from '../../components/empty.tsx'
import type { Column } from '../../components/column.ts'
import { ListPage } from '../../components/list-page.tsx'
import type { Role } from '../../lib/acl-types.ts'
import { cliCommand } from '../../lib/commands.ts'
import { currentParams, place } from '../../shell/address.ts'
import { useLive } from '../../shell/use-live.ts'
import { grantNames } from './grants.tsx'
import { roleHref } from './links.ts'
import { RoleDetail } from './role-detail.tsx'
import { RoleForm } from './role-form.tsx'

const COLUMNS: readonly Column<Role>[] = [
  { name: 'Role', sort: ({ Name }) => Name, cell: ({ Name }) => Name },
  { name: 'Description', sort: ({ Description }) => Description, cell: ({ Description }) => Description, wide: true },
  { name: 'Policies and identities', sort: grantNames, cell: grantNames, wide: true },
]

const SEARCH = {
  label: 'Search names and policies',
  texts: (role: Role) => [role.ID, role.Name, role.Description, grantNames(role)],
}

/** All roles. */
export function Roles() {
  const live = useLive<readonly Role[]>('/v1/acl/roles')
  const [, , id] = place.value.path
  const list = roleHref(undefined, currentParams('q'))
  return (
    <ListPage
      title="Roles"
      live={live}
      search={SEARCH}
      create={{ text: 'New role', href: roleHref('create', currentParams('q')) }}
      what="roles"
      layout="roles"
      items={live.value ?? []}
      columns={COLUMNS}
      keyOf={({ ID }) => ID}
      hrefOf={({ ID }) => roleHref(ID, currentParams('q'))}
      selected={id}
      empty={<NoRoles />}
      detail={
        id !== undefined &&
        (id === 'create' ? <RoleForm listHref={list} /> : <RoleDetail key={id} id={id} listHref={list} />)
      }
    />
  )
}

const NoRoles = () => (
  <Empty title="No roles" command={cliCommand('acl role create -name=web -service-identity=web')}>
    A role is a set of policies that tokens can be given together. Create one with the button above, or with this
    command:
  </Empty>
)
