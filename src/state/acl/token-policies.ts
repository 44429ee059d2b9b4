import type { AclLinks, AclPolicy, AclRole, AclToken } from '../../model/acl-rows.ts'
import { fold } from '../schema.ts'
import type { View } from '../view.ts'
import { syntheticPolicies } from './synthetic.ts'

const isFound = <T>(row: T | undefined): row is T => row !== undefined

/** The roles of a token that are still there. */
export const rolesOf = (view: View, { Roles }: AclToken): readonly AclRole[] =>
  Roles.map(id => view.first('aclRoles', 'id', fold(id))).filter(isFound)

/** The linked policies that are still there. */
export const linkedPolicies = (view: View, { Policies }: AclLinks): readonly AclPolicy[] =>
  Policies.map(id => view.first('aclPolicies', 'id', fold(id))).filter(isFound)

/** All policies that a token has by itself, by its roles and by identities, each once. */
export function policiesOf(view: View, token: AclToken): readonly AclPolicy[] {
  const policies = new Map<string, AclPolicy>()
  for (const links of [token, ...rolesOf(view, token)]) {
    for (const policy of [...linkedPolicies(view, links), ...syntheticPolicies(links)]) policies.set(policy.ID, policy)
  }
  return [...policies.values()]
}

/** Whether a policy says anything in a datacenter. */
export const holdsIn = ({ Datacenters }: AclPolicy, datacenter: string): boolean =>
  Datacenters.length === 0 || Datacenters.includes(datacenter)
