import { decodeBinary } from '../../go/json/utf8.ts'
import type { Access, Authorizer, Resource } from '../../state/acl/authorizer.ts'
import { isAnonymous } from '../../state/acl/builtin.ts'
import { Refusal } from '../refusals.ts'

/** Why something is refused, with the token and the missing right; `name` is none where a rule has no name. */
export function denial(authorizer: Authorizer, resource: Resource, access: Access, name = ''): string {
  // in quotes as it is, its own and line ends included
  const shown = resource === 'key' ? decodeBinary(name) : name
  const permission = `lacks permission '${resource}:${access}'${shown === '' ? '' : ` on "${shown}"`}`
  if (!isAnonymous(authorizer)) {
    return `Permission denied: token with AccessorID '${authorizer.accessor}' ${permission}`
  }
  const hint = 'The anonymous token is used implicitly when a request does not specify a token.'
  return `Permission denied: anonymous token ${permission}. ${hint}`
}

/** Refuses what the authorizer does not allow. */
export function demand(authorizer: Authorizer, resource: Resource, access: Access, name?: string): void {
  if (!authorizer.allows(resource, access, name)) throw new Refusal(403, denial(authorizer, resource, access, name))
}

/** The same without saying more, as Consul does in places. */
export function demandSilently(authorizer: Authorizer, resource: Resource, access: Access, name?: string): void {
  if (!authorizer.allows(resource, access, name)) throw new Refusal(403, 'Permission denied')
}
