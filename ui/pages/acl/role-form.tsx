import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { TextField } from '../../components/field.tsx'
import { Detail } from '../../components/split.tsx'
import { saveRole } from '../../lib/acl-save.ts'
import type { Role } from '../../lib/acl-types.ts'
import { currentParams, go } from '../../shell/address.ts'
import { GrantFields, grantsFrom } from './grant-fields.tsx'
import { roleHref } from './links.ts'

/** Makes a role, or edits one. */
export function RoleForm({ role, listHref }: { role?: Role; listHref: string }) {
  const backHref = role ? roleHref(role.ID, currentParams('q')) : listHref
  const save = async (fields: Fields): Promise<void> => {
    const { text } = fields
    const { ID } = await saveRole(role?.ID, {
      ...role,
      Name: text('name'),
      Description: text('description'),
      ...grantsFrom(fields),
    })
    go(roleHref(ID, currentParams('q')))
  }
  return (
    <Detail title={role ? `Edit ${role.Name}` : 'New role'} closeHref={backHref}>
      <EditForm
        label="Role"
        done={role ? 'The role is saved.' : 'The role is created.'}
        save={save}
        cancelHref={backHref}
        submit={role ? 'Save' : 'Create'}
      >
        <TextField label="Name" name="name" value={role?.Name ?? ''} required />
        <TextField label="Description" name="description" value={role?.Description ?? ''} />
        <GrantFields grants={role} />
      </EditForm>
    </Detail>
  )
}
