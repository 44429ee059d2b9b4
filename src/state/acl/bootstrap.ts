import { formatTime } from '../../go/time.ts'
import type { AclToken } from '../../model/acl-rows.ts'
import { ONLY } from '../schema.ts'
import type { Tx } from '../store.ts'
import type { View } from '../view.ts'
import { ANONYMOUS_ACCESSOR, ANONYMOUS_SECRET, GLOBAL_MANAGEMENT_ID } from './builtin.ts'
import { ensureBuiltinPolicies } from './policies.ts'
import { type NewTokenParts, putToken } from './tokens.ts'

/** The index that a reset has to name; undefined as long as the ACL system was not bootstrapped. */
export const resetIndex = (view: View): number | undefined => view.get('aclBootstrap', ONLY)?.ResetIndex

const LINKLESS = {
  Roles: [],
  ServiceIdentities: [],
  NodeIdentities: [],
  TemplatedPolicies: [],
  AuthMethod: '',
} as const

/** Puts what is always there, and the token with all rights that the configuration names. */
export function ensureAclSystem(tx: Tx, initialManagement: string, parts: NewTokenParts): void {
  ensureBuiltinPolicies(tx)
  if (initialManagement !== '' && !tx.get('aclTokens', initialManagement)) {
    putManagementToken(tx, initialManagement, 'Initial Management Token', parts)
  }
  if (tx.get('aclTokens', ANONYMOUS_SECRET)) return
  putToken(tx, {
    ...LINKLESS,
    AccessorID: ANONYMOUS_ACCESSOR,
    SecretID: ANONYMOUS_SECRET,
    Description: 'Anonymous Token',
    Policies: [],
    Local: false,
    ExpirationTime: '',
    CreateTime: formatTime(parts.now),
  })
}

/** The first token, with all rights; it can be made once. */
export function bootstrapToken(tx: Tx, secret: string, parts: NewTokenParts): AclToken {
  return putManagementToken(tx, secret, 'Bootstrap Token (Global Management)', parts)
}

function putManagementToken(tx: Tx, SecretID: string, Description: string, { uuid, now }: NewTokenParts): AclToken {
  tx.put('aclBootstrap', { ResetIndex: tx.index })
  return putToken(tx, {
    ...LINKLESS,
    AccessorID: uuid(),
    SecretID,
    Description,
    Policies: [GLOBAL_MANAGEMENT_ID],
    Local: false,
    ExpirationTime: '',
    CreateTime: formatTime(now),
  })
}
