import { quoteGo } from '../../go/quote.ts'
import type { AclRole } from '../../model/acl-rows.ts'
import { StateError } from '../errors.ts'
import type { Read } from '../kv.ts'
import { fold } from '../schema.ts'
import type { Tx } from '../store.ts'
import { uuidProblem } from '../uuid.ts'
import type { View } from '../view.ts'
import { roleHash } from './hash.ts'
import { type LinksRequest, resolveLinks } from './links.ts'
import { checkRoleName, isUuid } from './names.ts'
import { putNamed } from './put-named.ts'

/** A role as it is asked for. */
export interface RoleRequest extends LinksRequest {
  readonly Name?: string | undefined
  readonly Description?: string | undefined
}

const fail = (text: string): never => {
  throw new StateError(text)
}

const tableIndex = (view: View): number => view.max('aclRoles')

/** All roles, or those linked to one policy. */
export function listRoles(view: View, policy = ''): Read<readonly AclRole[]> {
  const value = policy === '' ? view.scan('aclRoles') : view.by('aclRoles', 'policy', fold(checkId(policy)))
  return { index: tableIndex(view), value }
}

export function getRole(view: View, id: string): Read<AclRole | undefined> {
  return { value: findRole(view, id), index: tableIndex(view) }
}

export function getRoleByName(view: View, name: string): Read<AclRole | undefined> {
  return { value: view.get('aclRoles', fold(name)), index: tableIndex(view) }
}

function checkId(id: string): string {
  const problem = uuidProblem(id)
  if (problem !== undefined) fail(`failed acl role lookup: index error: ${problem}`)
  return id
}

const findRole = (view: View, id: string): AclRole | undefined => view.first('aclRoles', 'id', fold(checkId(id)))

export function createRole(tx: Tx, ID: string, given: RoleRequest): AclRole {
  const { Name = '' } = given
  checkRoleName(Name)
  if (tx.get('aclRoles', fold(Name))) fail(`Invalid Role: A Role with Name ${quoteGo(Name)} already exists`)
  return write(tx, ID, given, undefined)
}

export function updateRole(tx: Tx, id: string, given: RoleRequest): AclRole {
  const { Name = '' } = given
  checkRoleName(Name)
  if (!isUuid(id)) fail('Role ID invalid UUID')
  const old = findRole(tx, id) ?? fail(`cannot find role ${id}`)
  // its own name in another spelling counts as taken, too
  if (Name !== old.Name && tx.get('aclRoles', fold(Name))) {
    fail(`Invalid Role: A role with name ${quoteGo(Name)} already exists`)
  }
  return write(tx, old.ID, given, old)
}

/** False when there is none. */
export function deleteRole(tx: Tx, id: string): boolean {
  const old = findRole(tx, id)
  if (!old) return false
  tx.delete('aclRoles', fold(old.Name))
  tx.bump('aclRoles')
  return true
}

function write(tx: Tx, ID: string, given: RoleRequest, old: AclRole | undefined): AclRole {
  const { Name = '', Description = '' } = given
  const role = { ID, Name, Description, ...resolveLinks(tx, given, 'role') }
  return putNamed(tx, 'aclRoles', { ...role, Hash: roleHash(role) }, old)
}
