import { Action, Danger } from '../../components/buttons.tsx'
import { Secret } from '../../components/copy.tsx'
import { Facts } from '../../components/facts.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { Detail } from '../../components/split.tsx'
import { isBuiltIn } from '../../lib/acl.ts'
import { cloneToken, deleteAcl } from '../../lib/acl-save.ts'
import type { Token } from '../../lib/acl-types.ts'
import { currentParams, go, param } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { identity, signIn, tokenName } from '../../shell/identity.ts'
import { useLive } from '../../shell/use-live.ts'
import { GrantList } from './grants.tsx'
import { tokenHref } from './links.ts'
import { TokenForm } from './token-form.tsx'

/** A token: what it may do, and its secret when that is asked for. */
export function TokenDetail({ id, listHref }: { id: string; listHref: string }) {
  const live = useLive<Token>(`/v1/acl/token/${encodeURIComponent(id)}`)
  const token = live.value
  if (token && param('edit') !== '' && mayWrite()) return <TokenForm token={token} listHref={listHref} />
  return (
    <Detail
      title={token ? tokenName(token) : id}
      closeHref={listHref}
      actions={token && <TokenActions token={token} listHref={listHref} />}
    >
      <WhenThere of={live}>{token && <TokenFacts token={token} />}</WhenThere>
    </Detail>
  )
}

function TokenActions({ token, listHref }: { token: Token; listHref: string }) {
  const { AccessorID } = token
  if (!mayWrite()) return null
  const clone = async (): Promise<void> => {
    const made = await cloneToken(AccessorID, `Clone of ${tokenName(token)}`)
    go(tokenHref(made.AccessorID, currentParams('q')))
  }
  return (
    <>
      <a class="button" href={tokenHref(AccessorID, { ...currentParams('q'), edit: 'token' })}>
        Edit
      </a>
      <Action done="The token is cloned." run={clone}>
        Clone
      </Action>
      {!isBuiltIn(AccessorID) && AccessorID !== identity.value?.AccessorID && (
        <>
          <Action done={`You are signed in with ${tokenName(token)}.`} run={() => signIn(token.SecretID)}>
            Use
          </Action>
          <Danger done="The token is deleted." run={() => deleteAcl('token', AccessorID).then(() => go(listHref))}>
            Delete
          </Danger>
        </>
      )}
    </>
  )
}

/** The agent writes this in place of the secrets of others, for tokens that may read only. */
const REDACTED = '<hidden>'

function TokenFacts({ token }: { token: Token }) {
  const { SecretID } = token
  return (
    <>
      <Facts
        facts={{
          Accessor: <code>{token.AccessorID}</code>,
          Secret: SecretID === REDACTED ? 'hidden from your token' : <Secret value={SecretID} label="the secret" />,
          Description: token.Description,
          Scope: token.Local ? 'this datacenter only' : 'all datacenters',
          'Auth method': token.AuthMethod,
          Created: token.CreateTime,
          Expires: token.ExpirationTime ?? undefined,
        }}
      />
      <h3>Rights</h3>
      <GrantList grants={token} roles={token.Roles} />
    </>
  )
}
