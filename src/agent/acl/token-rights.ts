import { resetIndex } from '../../state/acl/bootstrap.ts'
import { endOf } from '../../state/acl/expiration.ts'
import { holdsIn, policiesOf } from '../../state/acl/token-policies.ts'
import type { View } from '../../state/view.ts'
import type { TokenRights } from '../upstream.ts'
import { NOT_BOOTSTRAPPED, NOT_FOUND, UnknownToken } from './unknown-token.ts'

/** What a token may do in a datacenter. Throws UnknownToken. */
export function tokenRights(view: View, secret: string, datacenter: string): TokenRights {
  const token = view.get('aclTokens', secret)
  if (!token) throw new UnknownToken(resetIndex(view) === undefined ? NOT_BOOTSTRAPPED : NOT_FOUND)
  return {
    accessor: token.AccessorID,
    expires: endOf(token.ExpirationTime),
    roles: token.Roles.length > 0,
    policies: policiesOf(view, token)
      .filter(policy => holdsIn(policy, datacenter))
      .map(({ ID, Rules }) => ({ id: ID, rules: Rules })),
  }
}
