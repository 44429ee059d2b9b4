import type { AclLinks, AclPolicy, AclRole, AclToken } from '../../model/acl-rows.ts'
import { fold } from '../schema.ts'
import type { View } from '../view.ts'
import { identityPolicies, templatedPolicies } from './synthetic.ts'

const isFound = <T>(row: T | undefined): row is T => row !== undefined

/** The roles of a token that are still there. */
export const rolesOf = (view: View, { Roles }: AclToken): readonly AclRole[] =>
  Roles.map(id => view.first('aclRoles', 'id', fold(id))).filter(isFound)

/** The linked policies that are still there. */
export const linkedPolicies = (view: View, { Policies }: AclLinks): readonly AclPolicy[] =>
  Policies.map(id => view.first('aclPolicies', 'id', fold(id))).filter(isFound)

/**
 * All policies that a token has by itself, by its roles and by identities, in Consul's order: what is linked, then identities, then templates,
 * and of each kind the token's own first. Of those of a kind with the same rules the last one counts, with its datacenters.
 */
export function policiesOf(view: View, token: AclToken): readonly AclPolicy[] {
  const owners: readonly AclLinks[] = [token, ...rolesOf(view, token)]
  const linked = (links: AclLinks): readonly AclPolicy[] => linkedPolicies(view, links)
  return [linked, identityPolicies, templatedPolicies].flatMap(of => [
    ...new Map(owners.flatMap(of).map(policy => [policy.ID, policy])).values(),
  ])
}

/** Whether a policy says anything in a datacenter. */
export const holdsIn = ({ Datacenters }: AclPolicy, datacenter: string): boolean =>
  Datacenters.length === 0 || Datacenters.includes(datacenter)
