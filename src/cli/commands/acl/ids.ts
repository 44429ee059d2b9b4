import type { ConsulClient } from '../../../client/client.ts'
import { escapeQuery } from '../../../client/url.ts'
import { CommandError } from '../../command.ts'
import type { AuthMethod, BindingRule, Policy, Role, Token } from './objects.ts'

/** How long an ID is; a shorter one is the beginning of one. */
const LENGTH = 36

/** The IDs of what lists show, and how the official command calls them. */
const KINDS = {
  policy: { path: '/v1/acl/policies', ids: (list: unknown) => (list as Policy[]).map(({ ID }) => ID) },
  role: { path: '/v1/acl/roles', ids: (list: unknown) => (list as Role[]).map(({ ID }) => ID) },
  token: { path: '/v1/acl/tokens', ids: (list: unknown) => (list as Token[]).map(({ AccessorID }) => AccessorID) },
  rule: { path: '/v1/acl/binding-rules', ids: (list: unknown) => (list as BindingRule[]).map(({ ID }) => ID) },
} as const

/** The one ID that begins like this; throws a CommandError when there is none, or more than one. */
export async function idOf(client: ConsulClient, kind: keyof typeof KINDS, prefix: string): Promise<string> {
  if (prefix.length === LENGTH) return prefix
  const { path, ids } = KINDS[kind]
  const [found, ...others] = ids((await client.get(path)).json()).filter(id => id.startsWith(prefix))
  if (others.length > 0) throw new CommandError(`Partial ${kind} ID is not unique`)
  if (found !== undefined) return found
  throw new CommandError(
    kind === 'rule'
      ? `no such rule ID with prefix: ${prefix}: ACL not found`
      : `No such ${kind} ID with prefix: ${prefix}`,
  )
}

const ANONYMOUS = '00000000-0000-0000-0000-000000000002'

/** The same for a token, which may be called `anonymous`. */
export const accessorOf = async (client: ConsulClient, prefix: string): Promise<string> =>
  prefix === 'anonymous' ? ANONYMOUS : idOf(client, 'token', prefix)

/** The ID of the policy of that name. */
export async function policyNamed(client: ConsulClient, name: string): Promise<Policy | undefined> {
  const found = await client.find(`/v1/acl/policy/name/${escapeQuery(name)}`)
  return found?.json<Policy>()
}

/** The role of that name. */
export async function roleNamed(client: ConsulClient, name: string): Promise<Role | undefined> {
  const found = await client.find(`/v1/acl/role/name/${escapeQuery(name)}`)
  return found?.json<Role>()
}

/** The auth method of that name. */
export async function authMethodNamed(client: ConsulClient, name: string): Promise<AuthMethod | undefined> {
  const found = await client.find(`/v1/acl/auth-method/${escapeQuery(name)}`)
  return found?.json<AuthMethod>()
}
