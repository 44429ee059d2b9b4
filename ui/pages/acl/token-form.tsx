import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { CheckField, PickField, TextField } from '../../components/field.tsx'
import { Detail } from '../../components/split.tsx'
import { linksTo } from '../../lib/acl.ts'
import { saveToken } from '../../lib/acl-save.ts'
import type { Role, Token } from '../../lib/acl-types.ts'
import { currentParams, go } from '../../shell/address.ts'
import { tokenName } from '../../shell/identity.ts'
import { useLive } from '../../shell/use-live.ts'
import { GrantFields, grantsFrom } from './grant-fields.tsx'
import { tokenHref } from './links.ts'

/** Makes a token, or edits one. */
export function TokenForm({ token, listHref }: { token?: Token; listHref: string }) {
  const roles = useLive<readonly Role[]>('/v1/acl/roles')
  const backHref = token ? tokenHref(token.AccessorID, currentParams('q')) : listHref
  const save = async (fields: Fields): Promise<void> => {
    const { text, all } = fields
    const { AccessorID } = await saveToken(token?.AccessorID, {
      ...token,
      Description: text('description'),
      ...grantsFrom(fields),
      Roles: linksTo(all('role')),
      ...(!token && made(fields)),
    })
    go(tokenHref(AccessorID, currentParams('q')))
  }
  return (
    <Detail title={token ? `Edit ${tokenName(token)}` : 'New token'} closeHref={backHref}>
      <EditForm
        label="Token"
        done={token ? 'The token is saved.' : 'The token is created.'}
        save={save}
        cancelHref={backHref}
        submit={token ? 'Save' : 'Create'}
      >
        <TextField label="Description" name="description" value={token?.Description ?? ''} />
        <GrantFields grants={token} />
        <PickField
          label="Roles"
          name="role"
          names={(roles.value ?? []).map(({ Name }) => Name)}
          chosen={(token?.Roles ?? []).map(({ Name }) => Name)}
          empty="No roles"
        />
        {!token && (
          <>
            <TextField label="Secret ID" name="secret" hint="A UUID. Without it the agent makes one." />
            <TextField
              label="Expires after"
              name="ttl"
              placeholder="24h"
              hint="Without it the token does not expire."
            />
            <CheckField label="For this datacenter only" name="local" />
          </>
        )}
      </EditForm>
    </Detail>
  )
}

/** What can be said of a new token only. */
const made = ({ text }: Fields): object => ({
  Local: text('local') === 'true',
  ...(text('secret') !== '' && { SecretID: text('secret') }),
  ...(text('ttl') !== '' && { ExpirationTTL: text('ttl') }),
})
