import { Command } from '../../components/copy.tsx'
import { Facts } from '../../components/facts.tsx'
import { EditForm } from '../../components/edit-form.tsx'
import { TextField } from '../../components/field.tsx'
import { Toolbar } from '../../components/toolbar.tsx'
import { BASE } from '../../lib/base.ts'
import { hrefOf } from '../../lib/place.ts'
import { go, param } from '../../shell/address.ts'
import { config } from '../../shell/config.ts'
import { identity, signIn, signOut } from '../../shell/identity.ts'
import { AclsDisabled } from '../acl/disabled.tsx'
import { GrantList } from '../acl/grants.tsx'

/** Where to go on: pages of our own only. */
const backHref = (): string => (param('back').startsWith(BASE) ? param('back') : hrefOf(['services']))

/** Whose token the page uses, and a form to take another one. */
export function SignIn() {
  const self = identity.value
  if (!config.value.ACLsEnabled) return <NoAcls />
  return (
    <div class="page">
      <Toolbar title={self ? 'Your token' : 'Sign in'} />
      <div class="panels">
        {self ? (
          <section>
            <h2>Signed in</h2>
            <Facts
              facts={{
                Accessor: <code>{self.AccessorID}</code>,
                Description: self.Description,
                Expires: self.ExpirationTime ?? undefined,
                'Auth method': self.AuthMethod,
              }}
            />
            <GrantList grants={self} roles={self.Roles} />
            <div class="bar">
              <button type="button" onClick={signOut}>
                Sign out
              </button>
            </div>
          </section>
        ) : (
          <section>
            <h2>Not signed in</h2>
            <p>Requests of this page carry no token. They have the rights of the anonymous token.</p>
            <p>A new agent has no token that may do everything. This command makes one:</p>
            <Command>consul acl bootstrap</Command>
          </section>
        )}
        <section>
          <h2>{self ? 'Use another token' : 'Use a token'}</h2>
          <EditForm
            key={self?.AccessorID}
            label="Sign in"
            done="You are signed in."
            submit="Sign in"
            cancelHref={backHref()}
            save={async ({ text }) => {
              if (text('secret') === '') throw new Error('The secret of a token is missing.')
              await signIn(text('secret'))
              go(backHref())
            }}
          >
            <TextField
              label="Secret ID of the token"
              name="secret"
              secret
              hint="It is kept in this tab only, until you sign out or close the tab."
            />
          </EditForm>
        </section>
      </div>
    </div>
  )
}

function NoAcls() {
  return (
    <div class="page">
      <Toolbar title="Sign in" />
      <AclsDisabled />
    </div>
  )
}
