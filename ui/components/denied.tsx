import { isUnknownToken, missingPermission } from '../lib/permission.ts'
import { identity, tokenName } from '../shell/identity.ts'
import { signInHref } from '../shell/address.ts'

/** Says which permission is missing, and leads to where another token can be given. */
export function Denied({ problem }: { problem: string }) {
  return (
    <div class="empty denied">
      <h2>Permission denied</h2>
      <Reason problem={problem} />
      <p>
        <a class="button main" href={signInHref()}>
          {identity.value ? 'Sign in with another token' : 'Sign in'}
        </a>
      </p>
      <p class="faint">{problem}</p>
    </div>
  )
}

function Reason({ problem }: { problem: string }) {
  const who = identity.value ? `Your token (${tokenName(identity.value)})` : 'The anonymous token'
  if (isUnknownToken(problem)) {
    return <p>{identity.value ? `${who} is not there any more.` : 'You are not signed in.'}</p>
  }
  const missing = missingPermission(problem)
  if (!missing) return null
  return (
    <p>
      {who} lacks the permission <code>{missing.permission}</code>
      {missing.resource !== undefined && (
        <>
          {' '}
          on <code>{missing.resource}</code>
        </>
      )}
      .
    </p>
  )
}
