import { Danger } from '../../components/buttons.tsx'
import { Facts } from '../../components/facts.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { Detail } from '../../components/split.tsx'
import { deleteAcl } from '../../lib/acl-save.ts'
import type { Role } from '../../lib/acl-types.ts'
import { currentParams, go, param } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { GrantList } from './grants.tsx'
import { roleHref } from './links.ts'
import { TokensWith } from './tokens-with.tsx'
import { RoleForm } from './role-form.tsx'

/** A role: what it gives, and the tokens that have it. */
export function RoleDetail({ id, listHref }: { id: string; listHref: string }) {
  const live = useLive<Role>(`/v1/acl/role/${encodeURIComponent(id)}`)
  const role = live.value
  if (role && mayWrite() && param('edit') !== '') return <RoleForm role={role} listHref={listHref} />
  return (
    <Detail
      title={role?.Name ?? id}
      closeHref={listHref}
      actions={
        role &&
        mayWrite() && (
          <>
            <a class="button" href={roleHref(id, { ...currentParams('q'), edit: 'role' })}>
              Edit
            </a>
            <Danger done="The role is deleted." run={() => deleteAcl('role', id).then(() => go(listHref))}>
              Delete
            </Danger>
          </>
        )
      }
    >
      <WhenThere of={live}>
        {role && (
          <>
            <Facts facts={{ ID: <code>{role.ID}</code>, Description: role.Description }} />
            <h3>Rights</h3>
            <GrantList grants={role} />
            <h3>Tokens with this role</h3>
            <TokensWith filter={`role=${encodeURIComponent(role.ID)}`} />
          </>
        )}
      </WhenThere>
    </Detail>
  )
}
