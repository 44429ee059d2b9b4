import type { AclToken } from '../../model/acl-rows.ts'
import { fail } from '../errors.ts'
import type { Read } from '../kv.ts'
import { fold } from '../schema.ts'
import type { Tx } from '../store.ts'
import type { View } from '../view.ts'
import { ANONYMOUS_ACCESSOR } from './builtin.ts'
import { expirationOf } from './expiration.ts'
import { tokenHash } from './hash.ts'
import { type LinkRequest, type LinksRequest, resolveIds, resolveLinks } from './links.ts'
import { checkLookupId, isUuid, RESERVED_PREFIX } from './names.ts'
import { deleteRow, writeRow } from './write-row.ts'

/** A token as it is asked for. */
export interface TokenRequest extends LinksRequest {
  readonly AccessorID?: string | undefined
  readonly SecretID?: string | undefined
  readonly Description?: string | undefined
  readonly Roles?: readonly LinkRequest[] | undefined
  readonly Local?: boolean | undefined
  readonly AuthMethod?: string | undefined
  /** Nanoseconds. */
  readonly ExpirationTTL?: number | undefined
  /** RFC 3339. */
  readonly ExpirationTime?: string | undefined
}

/** What a new token takes from outside. */
export interface NewTokenParts {
  readonly uuid: () => string
  /** Milliseconds since 1970. */
  readonly now: number
}

type NewToken = Omit<AclToken, 'Hash' | 'CreateIndex' | 'ModifyIndex'>

/** By what a list of tokens is narrowed; IDs, not names. */
export interface TokenFilter {
  readonly policy: string
  readonly role: string
  readonly service: string
  readonly authMethod: string
}

const tableIndex = (view: View): number => view.max('aclTokens')

/** In the order of their secrets. */
export function listTokens(view: View, filter: TokenFilter): Read<readonly AclToken[]> {
  const given = (['policy', 'role', 'service', 'authMethod'] as const).filter(name => filter[name] !== '')
  if (given.length > 1) fail('can only filter by one of policy, role, serviceName, or methodName at a time')
  const [by] = given
  const index = tableIndex(view)
  if (by === undefined) return { index, value: view.scan('aclTokens') }
  if (by === 'policy' || by === 'role') checkLookupId('token', filter[by], 'invalid')
  return { index, value: view.by('aclTokens', by, fold(filter[by])) }
}

export function getToken(view: View, accessor: string): Read<AclToken | undefined> {
  return { value: findToken(view, accessor), index: tableIndex(view) }
}

export function getTokenBySecret(view: View, secret: string): Read<AclToken | undefined> {
  return { value: view.get('aclTokens', secret), index: tableIndex(view) }
}

function findToken(view: View, accessor: string): AclToken | undefined {
  checkLookupId('token', accessor, 'invalid')
  return view.first('aclTokens', 'accessor', fold(accessor))
}

export function createToken(tx: Tx, given: TokenRequest, { uuid, now }: NewTokenParts): AclToken {
  const AccessorID = newId(tx, 'AccessorID', given.AccessorID) ?? uuid()
  const SecretID = newId(tx, 'SecretID', given.SecretID) ?? uuid()
  const expiration = expirationOf(given, now)
  if ((given.AuthMethod ?? '') !== '') fail('AuthMethod field is disallowed outside of login')
  return put(tx, { AccessorID, SecretID, AuthMethod: '', ...expiration, ...contentOf(tx, given) }, undefined)
}

/** A token that is given out for a login: what it may say was decided before. */
export function putToken(tx: Tx, token: NewToken): AclToken {
  return put(tx, token, undefined)
}

/** An ID that was given, if it may be used; undefined for none. */
function newId(tx: Tx, field: 'AccessorID' | 'SecretID', given = ''): string | undefined {
  if (given === '') return undefined
  if (!isUuid(given)) fail(`Invalid Token: ${field} - not a valid UUID`)
  if (given.startsWith(RESERVED_PREFIX)) {
    fail(`Invalid Token: ${field} - UUIDs with the prefix "${RESERVED_PREFIX}" are reserved`)
  }
  // nothing is to be the secret of one token and tell of another
  const taken = tx.get('aclTokens', given) ?? tx.first('aclTokens', 'accessor', fold(given))
  if (taken) fail(`Invalid Token: ${field} is already in use`)
  return given
}

type Content = Pick<AclToken, 'Description' | 'Local' | 'Roles'> & ReturnType<typeof resolveLinks>

function contentOf(tx: Tx, given: TokenRequest): Content {
  const { Description = '', Local = false } = given
  const Roles = resolveIds(tx, 'aclRoles', 'role', given.Roles)
  return { Description, Local, Roles, ...resolveLinks(tx, given, 'token', Local) }
}

/** Replaces the links and the description; what a token is, stays. */
export function updateToken(tx: Tx, accessor: string, given: TokenRequest): AclToken {
  if (!isUuid(accessor)) fail('AccessorID is not a valid UUID')
  const old = findToken(tx, accessor) ?? fail(`Cannot find token "${accessor}"`)
  const { AccessorID, SecretID, AuthMethod, ExpirationTime, CreateTime } = old
  if ((given.SecretID ?? '') !== '' && given.SecretID !== SecretID) {
    fail("Changing a token's SecretID is not permitted")
  }
  if ((given.Local ?? false) !== old.Local) fail(`Cannot toggle local mode of ${accessor}`)
  if ((given.AuthMethod ?? '') !== '' && given.AuthMethod !== AuthMethod) {
    fail(`Cannot change AuthMethod of ${accessor}`)
  }
  const other = given.ExpirationTime !== undefined && given.ExpirationTime !== ExpirationTime
  if ((given.ExpirationTTL ?? 0) !== 0 || other) fail(`Cannot change expiration time of ${accessor}`)
  const content = contentOf(tx, given)
  if (accessor !== AccessorID) {
    fail('Failed to apply token write request: The ACL Token AccessorID field is immutable')
  }
  return put(tx, { AccessorID, SecretID, AuthMethod, ExpirationTime, CreateTime, ...content }, old)
}

/** A token with the same links under other IDs; undefined when there is none to copy. */
export function cloneToken(tx: Tx, accessor: string, description: string, parts: NewTokenParts): AclToken | undefined {
  const old = findToken(tx, accessor)
  if (!old) return undefined
  if (old.AuthMethod !== '') fail('Cannot clone a token created from an auth method')
  const { uuid, now } = parts
  return put(
    tx,
    {
      ...old,
      ...expirationOf({}, now),
      ExpirationTime: old.ExpirationTime,
      AccessorID: uuid(),
      SecretID: uuid(),
      Description: description || old.Description,
    },
    undefined,
  )
}

/** False when there is none. `by`: the secret of the request's token. */
export function deleteToken(tx: Tx, accessor: string, by: string): boolean {
  if (!isUuid(accessor)) fail('Accessor ID is missing or an invalid UUID')
  if (accessor === ANONYMOUS_ACCESSOR) fail('Delete operation not permitted on the anonymous token')
  const old = findToken(tx, accessor)
  if (!old) return false
  if (old.SecretID === by) fail("Deletion of the request's authorization token is not permitted")
  removeToken(tx, old)
  return true
}

export function removeToken(tx: Tx, { SecretID }: AclToken): void {
  deleteRow(tx, 'aclTokens', SecretID)
}

const put = (tx: Tx, token: NewToken, old: AclToken | undefined): AclToken =>
  writeRow(tx, 'aclTokens', { ...token, Hash: tokenHash(token) }, old)
