import type { AclPolicy } from '../../model/acl-rows.ts'
import { fail } from '../errors.ts'
import type { Read } from '../kv.ts'
import { fold } from '../schema.ts'
import type { Tx } from '../store.ts'
import type { View } from '../view.ts'
import { BUILTIN_POLICIES } from './builtin.ts'
import { policyHash } from './hash.ts'
import { checkLookupId, checkPolicyName, isUuid } from './names.ts'
import { parseRules } from './parse-rules.ts'
import { checkChangedName, checkNewName } from './taken-names.ts'
import { deleteRow, writeNamedRow } from './write-row.ts'

/** A policy as it is asked for. */
export interface PolicyRequest {
  readonly Name?: string | undefined
  readonly Description?: string | undefined
  readonly Rules?: string | undefined
  readonly Datacenters?: readonly string[] | undefined
  /** Throws what is wrong with the rules, where they were parsed before. */
  readonly checkRules?: () => void
}

/** All reads of policies carry the index of the whole table. */
const tableIndex = (view: View): number => view.max('aclPolicies')

export function listPolicies(view: View): Read<readonly AclPolicy[]> {
  return { index: tableIndex(view), value: view.scan('aclPolicies') }
}

export function getPolicy(view: View, id: string): Read<AclPolicy | undefined> {
  return { value: findPolicy(view, id), index: tableIndex(view) }
}

export function getPolicyByName(view: View, name: string): Read<AclPolicy | undefined> {
  return { value: view.get('aclPolicies', fold(name)), index: tableIndex(view) }
}

function findPolicy(view: View, id: string): AclPolicy | undefined {
  checkLookupId('policy', id)
  return view.first('aclPolicies', 'id', fold(id))
}

export function createPolicy(tx: Tx, ID: string, given: PolicyRequest): AclPolicy {
  const { Name = '' } = given
  checkPolicyName(Name)
  checkNewName(tx, 'aclPolicies', Name)
  return write(tx, ID, given, undefined)
}

export function updatePolicy(tx: Tx, id: string, given: PolicyRequest): AclPolicy {
  const { Name = '', Rules = '', Datacenters = [] } = given
  checkPolicyName(Name)
  if (!isUuid(id)) fail('Policy ID invalid UUID')
  const old = findPolicy(tx, id) ?? fail(`cannot find policy ${id}`)
  checkChangedName(tx, 'aclPolicies', Name, old.Name)
  const builtin = BUILTIN_POLICIES.find(({ ID }) => ID === old.ID)
  if (builtin) {
    if (Datacenters.length > 0) fail(`Changing the Datacenters of the ${builtin.Name} policy is not permitted`)
    if (Rules !== builtin.Rules) fail(`Changing the Rules for the builtin ${builtin.Name} policy is not permitted`)
  }
  return write(tx, old.ID, given, old)
}

/** False when there is none. */
export function deletePolicy(tx: Tx, id: string): boolean {
  const old = findPolicy(tx, id)
  if (!old) return false
  const builtin = BUILTIN_POLICIES.find(({ ID }) => ID === old.ID)
  if (builtin) fail(`Delete operation not permitted on the builtin ${builtin.Name} policy`)
  deleteRow(tx, 'aclPolicies', fold(old.Name))
  return true
}

function write(tx: Tx, ID: string, given: PolicyRequest, old: AclPolicy | undefined): AclPolicy {
  const { Name = '', Description = '', Rules = '', Datacenters = [], checkRules = () => void parseRules(Rules) } = given
  checkRules()
  const policy = { ID, Name, Description, Rules, Datacenters }
  return writeNamedRow(tx, 'aclPolicies', { ...policy, Hash: policyHash(policy) }, old)
}

/** Puts the policies that are always there. */
export function ensureBuiltinPolicies(tx: Tx): void {
  for (const { ID, ...given } of BUILTIN_POLICIES)
    if (!tx.first('aclPolicies', 'id', ID)) write(tx, ID, given, undefined)
}
