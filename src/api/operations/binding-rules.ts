import type { Agent } from '../../agent/agent.ts'
import { FilterError } from '../../go/bexpr/filter.ts'
import type { AclBindingRule } from '../../model/acl-rows.ts'
import { bind, BindError } from '../../state/acl/bind-names.ts'
import * as rules from '../../state/acl/binding-rules.ts'
import { fail } from '../../state/errors.ts'
import { fold } from '../../state/schema.ts'
import type { View } from '../../state/view.ts'
import { compileSelector } from '../acl/selector.ts'

/** Adds a binding rule under a new ID. */
export function createBindingRule({ store, random }: Agent, given: rules.BindingRuleRequest): AclBindingRule {
  const rule = rules.newBindingRule(store.view, random.uuid(), given)
  checkRule(store.view, rule)
  return store.write(tx => rules.putBindingRule(tx, rule))
}

/** Replaces the binding rule of that ID. */
export function updateBindingRule({ store }: Agent, id: string, given: rules.BindingRuleRequest): AclBindingRule {
  const old = rules.ruleToReplace(store.view, id)
  const rule = rules.newBindingRule(store.view, old.ID, given, old)
  checkRule(store.view, rule)
  return store.write(tx => rules.putBindingRule(tx, rule))
}

function checkRule(view: View, rule: rules.NewBindingRule): void {
  checkSelector(rule.Selector)
  if (rule.BindType === '') fail('Invalid Binding Rule: no BindType is set')
  if (rule.BindName === '') fail('Invalid Binding Rule: no BindName is set')
  if (rule.BindVars && rule.BindType !== 'templated-policy') {
    fail('invalid Binding Rule: BindVars cannot be set when bind type is not templated-policy.')
  }
  checkNames(view, rule)
}

function checkSelector(selector: string): void {
  try {
    compileSelector(selector)
  } catch (err) {
    if (err instanceof FilterError) fail(`invalid Binding Rule: Selector is invalid: ${err.message}`)
    throw err
  }
}

const TYPES: ReadonlySet<string> = new Set(['service', 'node', 'role', 'policy', 'templated-policy'])

/** Tries names out with claims that are all the same. */
function checkNames(view: View, rule: rules.NewBindingRule): void {
  const prefix = 'Invalid Binding Rule: invalid BindName or BindVars: '
  if (!TYPES.has(rule.BindType)) fail(`${prefix}invalid Binding Rule: unknown BindType "${rule.BindType}"`)
  const { Config = {} } = view.get('aclAuthMethods', fold(rule.AuthMethod)) ?? {}
  try {
    bind(rule, Object.fromEntries(mappedNames(Config).map(name => [`value.${name}`, 'fake'])), false)
  } catch (err) {
    if (err instanceof BindError) fail(`${prefix}failed to validate bindType "${rule.BindType}": ${err.message}`)
    throw err
  }
}

/** The names to which an auth method maps claims. */
export function mappedNames(config: Readonly<Record<string, unknown>>): readonly string[] {
  const key = Object.keys(config).find(name => name.toLowerCase() === 'claimmappings')
  const mappings = key === undefined ? [] : [config[key]].flat()
  return mappings.flatMap(one => (typeof one === 'object' && one !== null ? Object.values(one).map(String) : []))
}
