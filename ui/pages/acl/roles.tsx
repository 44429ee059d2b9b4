import { Empty, NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Split } from '../../components/split.tsx'
import { Search, Toolbar } from '../../components/toolbar.tsx'
import type { Role } from '../../lib/acl-types.ts'
import { cliCommand } from '../../lib/commands.ts'
import { countText } from '../../lib/format.ts'
import { matcher } from '../../lib/search.ts'
import { currentParams, param, place } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
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

/** All roles. */
export function Roles() {
  const live = useLive<readonly Role[]>('/v1/acl/roles')
  const [search, id] = [param('q'), place.value.path[2]]
  const roles = live.value ?? []
  const matches = matcher(search)
  const found = roles.filter(role => matches(role.ID, role.Name, role.Description, grantNames(role)))
  const list = roleHref(undefined, currentParams('q'))
  return (
    <Split
      detail={
        id !== undefined &&
        (id === 'create' ? <RoleForm listHref={list} /> : <RoleDetail key={id} id={id} listHref={list} />)
      }
    >
      <Toolbar title="Roles" count={countText(found.length, roles.length)}>
        <Search label="Search names and policies" />
        {mayWrite() && (
          <a class="button main" href={roleHref('create', currentParams('q'))}>
            New role
          </a>
        )}
      </Toolbar>
      <WhenThere of={live} what="roles">
        <Rows
          label="Roles"
          layout="roles"
          items={found}
          columns={COLUMNS}
          keyOf={({ ID }) => ID}
          hrefOf={({ ID }) => roleHref(ID, currentParams('q'))}
          selected={id}
          empty={roles.length === 0 ? <NoRoles /> : NO_MATCHES}
        />
      </WhenThere>
    </Split>
  )
}

const NoRoles = () => (
  <Empty title="No roles" command={cliCommand('acl role create -name=web -service-identity=web')}>
    A role is a set of policies that tokens can be given together. Create one with the button above, or with this
    command:
  </Empty>
)
