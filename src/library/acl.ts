import type { Agent } from '../agent/agent.ts'
import { refusal } from '../api/refusals.ts'
import { renderPolicy, renderRole, renderToken } from '../api/render/acl.ts'
import { policySchema, roleSchema, tokenSchema } from '../api/schemas/acl.ts'
import { decode, type Schema } from '../go/decode.ts'
import * as policies from '../state/acl/policies.ts'
import * as roles from '../state/acl/roles.ts'
import * as tokens from '../state/acl/tokens.ts'
import type {
  Acl,
  AclArea,
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
import { translateRefusals } from './refusal.ts'

/** How objects of one kind are read and written. */
interface Parts<T> {
  readonly what: string
  readonly schema: Schema<T, unknown>
  create(given: T): object
  find(key: string): object | undefined
  all(): readonly object[]
  remove(key: string): boolean
}

/** The objects of the ACL system, without HTTP; `area` lets each area look at its arguments and whether the emulator is open. */
export function directAcl(agent: Agent, area: <T extends object>(name: string, target: T) => T): Acl {
  const { store, random, clock } = agent
  const demand = (): void => {
    if (!agent.acl.enabled) throw refusal.aclDisabled()
  }
  const areaOf = <D extends object, I, T>(name: string, parts: Parts<T>): AclArea<D, I> => {
    const { what, schema, create, find, all, remove } = parts
    const run = <R>(verb: string, action: () => R): R =>
      translateRefusals(`${verb} ${what}`, () => {
        demand()
        return action()
      })
    const target: AclArea<D, I> = {
      create: definition => run('create', () => copy<I>(create(decode(schema, structuredClone(definition))))),
      get: key =>
        run('get', () => {
          const found = find(key)
          return found && copy<I>(found)
        }),
      list: () => run('list', () => copy<readonly I[]>(all())),
      delete: key => run('delete', () => remove(key)),
    }
    return area(`acl.${name}`, withCheckedCalls(`acl.${name}`, aclAreaArguments, target))
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
  }
}
