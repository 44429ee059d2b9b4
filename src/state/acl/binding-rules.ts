import { quoteGo } from '../../go/quote.ts'
import type { AclBindingRule } from '../../model/acl-rows.ts'
import { fail } from '../errors.ts'
import type { Read } from '../kv.ts'
import { fold } from '../schema.ts'
import type { Tx } from '../store.ts'
import type { View } from '../view.ts'
import { checkLookupId, isUuid } from './names.ts'
import { deleteRow, writeRow } from './write-row.ts'

/** A binding rule as it is asked for. */
export interface BindingRuleRequest {
  readonly Description?: string | undefined
  readonly AuthMethod?: string | undefined
  readonly Selector?: string | undefined
  readonly BindType?: string | undefined
  readonly BindName?: string | undefined
  readonly BindVars?: { readonly name?: string | undefined } | undefined
}

export type NewBindingRule = Omit<AclBindingRule, 'CreateIndex' | 'ModifyIndex'>

const tableIndex = (view: View): number => view.max('aclBindingRules')

export function listBindingRules(view: View, authMethod: string): Read<readonly AclBindingRule[]> {
  const value =
    authMethod === '' ? view.scan('aclBindingRules') : view.by('aclBindingRules', 'authMethod', fold(authMethod))
  return { index: tableIndex(view), value }
}

export function getBindingRule(view: View, id: string): Read<AclBindingRule | undefined> {
  return { value: findRule(view, id), index: tableIndex(view) }
}

function findRule(view: View, id: string): AclBindingRule | undefined {
  checkLookupId('binding rule', id, 'invalid')
  return view.get('aclBindingRules', fold(id))
}

/** The rule of an ID that is to be replaced. */
export function ruleToReplace(view: View, id: string): AclBindingRule {
  if (!isUuid(id)) fail('Binding Rule ID invalid UUID')
  return findRule(view, id) ?? fail(`cannot find binding rule ${id}`)
}

/** Fills gaps, and checks the links of a rule; the content is checked in api/operations, where filters are known. */
export function newBindingRule(
  view: View,
  ID: string,
  given: BindingRuleRequest,
  old?: AclBindingRule,
): NewBindingRule {
  const { Description = '', Selector = '', BindType = '', BindName = '', BindVars } = given
  const AuthMethod = given.AuthMethod || old?.AuthMethod || ''
  if (old && AuthMethod !== old.AuthMethod) fail('the AuthMethod field of an Binding Rule is immutable')
  if (AuthMethod === '') fail('Invalid Binding Rule: no AuthMethod is set')
  if (!view.get('aclAuthMethods', fold(AuthMethod))) fail(`cannot find auth method with name ${quoteGo(AuthMethod)}`)
  const vars = BindVars && { Name: BindVars.name ?? '' }
  return { ID, Description, AuthMethod, Selector, BindType, BindName, BindVars: vars }
}

export const putBindingRule = (tx: Tx, rule: NewBindingRule): AclBindingRule =>
  writeRow(tx, 'aclBindingRules', rule, tx.get('aclBindingRules', fold(rule.ID)))

/** False when there is none. */
export function deleteBindingRule(tx: Tx, id: string): boolean {
  if (!findRule(tx, id)) return false
  deleteRow(tx, 'aclBindingRules', fold(id))
  return true
}
