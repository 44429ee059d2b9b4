import type { AclAuthMethod } from '../../model/acl-rows.ts'
import { formatDuration, MINUTE } from '../../go/duration.ts'
import { fail } from '../errors.ts'
import type { Read } from '../kv.ts'
import { fold } from '../schema.ts'
import type { Tx } from '../store.ts'
import type { View } from '../view.ts'
import { checkAuthMethodName } from './names.ts'
import { removeToken } from './tokens.ts'
import { deleteRow, writeRow } from './write-row.ts'

/** An auth method as it is asked for. */
export interface AuthMethodRequest {
  readonly Name?: string | undefined
  readonly Type?: string | undefined
  readonly DisplayName?: string | undefined
  readonly Description?: string | undefined
  /** Nanoseconds. */
  readonly MaxTokenTTL?: number | undefined
  readonly TokenLocality?: string | undefined
  readonly Config?: Readonly<Record<string, unknown>> | undefined
}

export type NewAuthMethod = Omit<AclAuthMethod, 'CreateIndex' | 'ModifyIndex'>

const TYPES = ['aws-iam', 'jwt', 'kubernetes']

const tableIndex = (view: View): number => view.max('aclAuthMethods')

export function listAuthMethods(view: View): Read<readonly AclAuthMethod[]> {
  return { index: tableIndex(view), value: view.scan('aclAuthMethods') }
}

export function getAuthMethod(view: View, name: string): Read<AclAuthMethod | undefined> {
  return { index: tableIndex(view), value: view.get('aclAuthMethods', fold(name)) }
}

/** Checks what can be said without a look at the configuration, and fills gaps. */
export function newAuthMethod(view: View, given: AuthMethodRequest): NewAuthMethod {
  const { Name = '', DisplayName = '', Description = '', MaxTokenTTL = 0, TokenLocality = '', Config = {} } = given
  checkAuthMethodName(Name)
  const old = view.get('aclAuthMethods', fold(Name))
  const Type = given.Type || old?.Type || ''
  if (old && Type !== old.Type) fail('the Type field of an Auth Method is immutable')
  if (!TYPES.includes(Type)) fail(`Invalid Auth Method: Type should be one of: [${TYPES.join(' ')}]`)
  if (MaxTokenTTL !== 0 && MaxTokenTTL < MINUTE) {
    fail(`MaxTokenTTL ${formatDuration(MaxTokenTTL)} cannot be less than 1m0s`)
  }
  if (!['', 'local', 'global'].includes(TokenLocality)) {
    fail("Invalid Auth Method: TokenLocality should be one of 'local' or 'global'")
  }
  return { Name, Type, DisplayName, Description, MaxTokenTTL, TokenLocality, Config }
}

export const putAuthMethod = (tx: Tx, method: NewAuthMethod): AclAuthMethod =>
  writeRow(tx, 'aclAuthMethods', method, tx.get('aclAuthMethods', fold(method.Name)))

/** Its binding rules and the tokens that it gave go with it. False when there is none. */
export function deleteAuthMethod(tx: Tx, name: string): boolean {
  if (!tx.get('aclAuthMethods', fold(name))) return false
  deleteRow(tx, 'aclAuthMethods', fold(name))
  for (const { ID } of [...tx.by('aclBindingRules', 'authMethod', fold(name))]) {
    deleteRow(tx, 'aclBindingRules', fold(ID))
  }
  for (const token of [...tx.by('aclTokens', 'authMethod', fold(name))]) removeToken(tx, token)
  return true
}
