import { RESERVED_PREFIX } from '../state/acl/names.ts'
import { escape } from './remote.ts'
import type { SeedAcl } from './seed.ts'

type Row = Readonly<Record<string, unknown>>

/** Reads rows; none where ACLs are disabled, or may not be read. */
export type ReadAcl = <T>(path: string, absent: T) => Promise<T>

/** What the configuration of an agent makes, so it comes back with that. */
const OF_CONFIGURATION = 'Initial Management Token'
/** Replaces the secret for tokens that may not see it. */
const HIDDEN = '<hidden>'

/**
 * The policies, roles and tokens of an agent, linked by names; undefined when there are none. Tokens of logins and those that end
 * are not in it, for they could not come back. `secrets`: with the secrets of tokens; without, new ones will be made.
 */
export async function dumpAcl(read: ReadAcl, secrets: boolean): Promise<SeedAcl | undefined> {
  const listed = await read<readonly Row[]>('/v1/acl/policies', [])
  const policies = await Promise.all(
    listed.filter(row => !isBuiltin(row['ID'])).map(({ ID }) => read<Row>(`/v1/acl/policy/${escape(String(ID))}`, {})),
  )
  const roles = await read<readonly Row[]>('/v1/acl/roles', [])
  const tokens = await read<readonly Row[]>('/v1/acl/tokens', [])
  const acl = {
    policies: policies.filter(({ Name }) => Name !== undefined).map(definition),
    roles: roles.map(definition),
    tokens: tokens.filter(comesBack).map(({ SecretID, ...token }) => ({
      ...definition(token),
      ...(secrets && SecretID !== HIDDEN && { SecretID }),
    })),
  }
  return Object.values(acl).some(rows => rows.length > 0) ? (acl as unknown as SeedAcl) : undefined
}

const isBuiltin = (id: unknown): boolean => String(id).startsWith(RESERVED_PREFIX)

const comesBack = ({ AccessorID, AuthMethod, ExpirationTime, Description }: Row): boolean =>
  !isBuiltin(AccessorID) && !AuthMethod && !ExpirationTime && Description !== OF_CONFIGURATION

/** Without what an agent makes anew. */
function definition({ ID: _id, Hash: _hash, CreateTime: _t, CreateIndex: _c, ModifyIndex: _m, ...row }: Row): Row {
  const { Description, Local, Policies, Roles, TemplatedPolicies, ...rest } = row
  return {
    ...rest,
    ...(Description !== '' && { Description }),
    ...(Local === true && { Local }),
    ...named('Policies', Policies),
    ...named('Roles', Roles),
    ...(Array.isArray(TemplatedPolicies) && {
      TemplatedPolicies: (TemplatedPolicies as readonly Row[]).map(({ TemplateID: _template, ...given }) => given),
    }),
  }
}

const named = (field: string, links: unknown): Row =>
  Array.isArray(links) ? { [field]: (links as readonly Row[]).map(({ Name }) => ({ Name })) } : {}
