import type { AclRole } from '../../model/acl-rows.ts'
import { fail } from '../errors.ts'
import type { Read } from '../kv.ts'
import { fold } from '../schema.ts'
import type { Tx } from '../store.ts'
import type { View } from '../view.ts'
import { roleHash } from './hash.ts'
import { type LinksRequest, resolveLinks } from './links.ts'
import { checkLookupId, checkRoleName, isUuid } from './names.ts'
import { checkChangedName, checkNewName } from './taken-names.ts'
import { deleteRow, writeNamedRow } from './write-row.ts'

/** A role as it is asked for. */
export interface RoleRequest extends LinksRequest {
  readonly Name?: string | undefined
  readonly Description?: string | undefined
}

const tableIndex = (view: View): number => view.max('aclRoles')

/** All roles, or those linked to one policy. */
export function listRoles(view: View, policy = ''): Read<readonly AclRole[]> {
  const index = tableIndex(view)
  if (policy === '') return { index, value: view.scan('aclRoles') }
  checkLookupId('role', policy)
  return { index, value: view.by('aclRoles', 'policy', fold(policy)) }
}

export function getRole(view: View, id: string): Read<AclRole | undefined> {
  return { value: findRole(view, id), index: tableIndex(view) }
}

export function getRoleByName(view: View, name: string): Read<AclRole | undefined> {
  return { value: view.get('aclRoles', fold(name)), index: tableIndex(view) }
}

function findRole(view: View, id: string): AclRole | undefined {
  checkLookupId('role', id)
  return view.first('aclRoles', 'id', fold(id))
}

export function createRole(tx: Tx, ID: string, given: RoleRequest): AclRole {
  const { Name = '' } = given
  checkRoleName(Name)
  checkNewName(tx, 'aclRoles', Name)
  return write(tx, ID, given, undefined)
}

export function updateRole(tx: Tx, id: string, given: RoleRequest): AclRole {
  const { Name = '' } = given
  checkRoleName(Name)
  if (!isUuid(id)) fail('Role ID invalid UUID')
  const old = findRole(tx, id) ?? fail(`cannot find role ${id}`)
  checkChangedName(tx, 'aclRoles', Name, old.Name)
  return write(tx, old.ID, given, old)
}

/** False when there is none. */
export function deleteRole(tx: Tx, id: string): boolean {
  const old = findRole(tx, id)
  if (!old) return false
  deleteRow(tx, 'aclRoles', fold(old.Name))
  return true
}

function write(tx: Tx, ID: string, given: RoleRequest, old: AclRole | undefined): AclRole {
  const { Name = '', Description = '' } = given
  const role = { ID, Name, Description, ...resolveLinks(tx, given, 'role') }
  return writeNamedRow(tx, 'aclRoles', { ...role, Hash: roleHash(role) }, old)
}
