import type { Agent } from '../agent/agent.ts'
import { writeAuthMethod } from '../api/operations/auth-methods.ts'
import { createBindingRule } from '../api/operations/binding-rules.ts'
import { refusal } from '../api/refusals.ts'
import { renderAuthMethod, renderBindingRule, renderPolicy, renderRole, renderToken } from '../api/render/acl.ts'
import { authMethodSchema, bindingRuleSchema, policySchema, roleSchema, tokenSchema } from '../api/schemas/acl.ts'
import { decode, type Schema } from '../go/decode.ts'
import * as methods from '../state/acl/auth-methods.ts'
import * as rules from '../state/acl/binding-rules.ts'
import * as policies from '../state/acl/policies.ts'
import * as roles from '../state/acl/roles.ts'
import * as tokens from '../state/acl/tokens.ts'
import type {
  Acl,
  AclArea,
  AclAuthMethodDefinition,
  AclAuthMethodInfo,
  AclBindingRuleDefinition,
  AclBindingRuleInfo,
  AclPolicyDefinition,
  AclPolicyInfo,
  AclRoleDefinition,
  AclRoleInfo,
  AclTokenDefinition,
  AclTokenInfo,
} from './acl-objects.ts'
import { aclAreaArguments } from './argument-kinds.ts'
import { copy } from './catalog.ts'
import { withCheckedCalls } from './check.ts'
import { translated, translateRefusals } from './refusal.ts'

/** How objects of one kind are read and written. */
interface Reads {
  readonly what: string
  find(key: string): object | undefined
  all(): readonly object[]
  remove(key: string): boolean
}

interface Parts<T> extends Reads {
  readonly schema: Schema<T, unknown>
  create(given: T): object
}

/** The objects of the ACL system, without HTTP; `area` lets each area look at its arguments and whether the emulator is open. */
export function directAcl(agent: Agent, area: <T extends object>(name: string, target: T) => T): Acl {
  const { store, random, clock } = agent
  const demand = (): void => {
    if (!agent.acl.enabled) throw refusal.aclDisabled()
  }
  const run = <R>(what: string, action: () => R): R =>
    translateRefusals(what, () => {
      demand()
      return action()
    })
  const areaWith = <D, I, R>(name: string, parts: Reads, create: (definition: D) => R): AclArea<D, I, R> => {
    const { what, find, all, remove } = parts
    const target: AclArea<D, I, R> = {
      create,
      get: key =>
        run(`get ${what}`, () => {
          const found = find(key)
          return found && copy<I>(found)
        }),
      list: () => run(`list ${what}`, () => copy<readonly I[]>(all())),
      delete: key => run(`delete ${what}`, () => remove(key)),
    }
    return area(`acl.${name}`, withCheckedCalls(`acl.${name}`, aclAreaArguments, target))
  }
  const areaOf = <D extends object, I, T>(name: string, parts: Parts<T>): AclArea<D, I> => {
    const { what, schema, create } = parts
    return areaWith<D, I, I>(name, parts, definition =>
      run(`create ${what}`, () => copy<I>(create(decode(schema, structuredClone(definition))))),
    )
  }
  const none = { policy: '', role: '', service: '', authMethod: '' }
  return {
    tokens: areaOf<AclTokenDefinition, AclTokenInfo, tokens.TokenRequest>('tokens', {
      what: 'ACL token',
      schema: tokenSchema,
      create: given => {
        const parts = { uuid: () => random.uuid(), now: clock.now() }
        return renderToken(
          store.view,
          store.write(tx => tokens.createToken(tx, given, parts)),
          false,
        )
      },
      find(accessor) {
        const { value } = tokens.getToken(store.view, accessor)
        return value && renderToken(store.view, value, false)
      },
      all: () => tokens.listTokens(store.view, none).value.map(token => renderToken(store.view, token, false)),
      remove: accessor => store.write(tx => tokens.deleteToken(tx, accessor, '')),
    }),
    policies: areaOf<AclPolicyDefinition, AclPolicyInfo, policies.PolicyRequest>('policies', {
      what: 'ACL policy',
      schema: policySchema,
      create: given => renderPolicy(store.write(tx => policies.createPolicy(tx, random.uuid(), given))),
      find(name) {
        const { value } = policies.getPolicyByName(store.view, name)
        return value && renderPolicy(value)
      },
      all: () => policies.listPolicies(store.view).value.map(renderPolicy),
      remove(name) {
        const { value } = policies.getPolicyByName(store.view, name)
        return value !== undefined && store.write(tx => policies.deletePolicy(tx, value.ID))
      },
    }),
    roles: areaOf<AclRoleDefinition, AclRoleInfo, roles.RoleRequest>('roles', {
      what: 'ACL role',
      schema: roleSchema,
      create: given =>
        renderRole(
          store.view,
          store.write(tx => roles.createRole(tx, random.uuid(), given)),
        ),
      find(name) {
        const { value } = roles.getRoleByName(store.view, name)
        return value && renderRole(store.view, value)
      },
      all: () => roles.listRoles(store.view).value.map(role => renderRole(store.view, role)),
      remove(name) {
        const { value } = roles.getRoleByName(store.view, name)
        return value !== undefined && store.write(tx => roles.deleteRole(tx, value.ID))
      },
    }),
    authMethods: areaWith<AclAuthMethodDefinition, AclAuthMethodInfo, Promise<AclAuthMethodInfo>>(
      'authMethods',
      {
        what: 'ACL auth method',
        find(name) {
          const { value } = methods.getAuthMethod(store.view, name)
          return value && renderAuthMethod(value)
        },
        all: () => methods.listAuthMethods(store.view).value.map(renderAuthMethod),
        remove: name => store.write(tx => methods.deleteAuthMethod(tx, name)),
      },
      async definition => {
        const what = 'create ACL auth method'
        const given = run(what, () => decode(authMethodSchema, structuredClone(definition)))
        const made = await translated(what, writeAuthMethod(agent, given))
        return copy<AclAuthMethodInfo>(renderAuthMethod(made))
      },
    ),
    bindingRules: areaOf<AclBindingRuleDefinition, AclBindingRuleInfo, rules.BindingRuleRequest>('bindingRules', {
      what: 'ACL binding rule',
      schema: bindingRuleSchema,
      create: given => renderBindingRule(createBindingRule(agent, given)),
      find(id) {
        const { value } = rules.getBindingRule(store.view, id)
        return value && renderBindingRule(value)
      },
      all: () => rules.listBindingRules(store.view, '').value.map(renderBindingRule),
      remove: id => store.write(tx => rules.deleteBindingRule(tx, id)),
    }),
  }
}
