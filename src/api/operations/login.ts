import { NOT_FOUND, UnknownToken } from '../../agent/acl/unknown-token.ts'
import type { Agent } from '../../agent/agent.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Identity } from '../../agent/acl/jwt/claims.ts'
import { JwtError } from '../../agent/acl/jwt/errors.ts'
import { identify } from '../../agent/acl/jwt/validator.ts'
import { toJson } from '../../go/json.ts'
import { quoteGo } from '../../go/quote.ts'
import { StepBudget } from '../../go/regexp/step-budget.ts'
import { anything } from '../../go/struct.ts'
import { formatTime } from '../../go/time.ts'
import type { AclAuthMethod, AclLinks, AclToken } from '../../model/acl-rows.ts'
import { bind, BindError, type Bound } from '../../state/acl/bind-names.ts'
import { POLICY_TEMPLATES } from '../../state/acl/policy-templates.ts'
import { putToken, removeToken } from '../../state/acl/tokens.ts'
import { StateError } from '../../state/errors.ts'
import { fold } from '../../state/schema.ts'
import type { View } from '../../state/view.ts'
import { compileSelector } from '../acl/selector.ts'
import { Refusal } from '../refusals.ts'
import { mappedNames } from './binding-rules.ts'

export interface LoginRequest {
  readonly AuthMethod?: string | undefined
  readonly BearerToken?: string | undefined
  readonly Meta?: Readonly<Record<string, string>> | undefined
}

/** Gives out a token for a bearer token, with what the binding rules of its auth method give. */
export async function login(
  agent: Agent,
  { AuthMethod = '', BearerToken = '', Meta = {} }: LoginRequest,
): Promise<AclToken> {
  const { store, clock, random, settings } = agent
  const method = store.view.get('aclAuthMethods', fold(AuthMethod))
  if (!method) throw new Refusal(403, `ACL not found: auth method ${quoteGo(AuthMethod)} not found`)
  const identity = await identified(method, BearerToken, clock)
  const links = linksOf(store.view, method, identity, settings.datacenter)
  if (Object.values(links).every(list => list.length === 0)) throw new Refusal(403, 'Permission denied')
  const now = clock.now()
  const meta = Object.keys(Meta).length === 0 ? '' : `: ${toJson(anything(Meta))}`
  return store.write(tx =>
    putToken(tx, {
      ...links,
      AccessorID: random.uuid(),
      SecretID: random.uuid(),
      Description: `token created via login${meta}`,
      Local: method.TokenLocality !== 'global',
      AuthMethod: method.Name,
      ExpirationTime: method.MaxTokenTTL === 0 ? '' : formatTime(now + method.MaxTokenTTL / 1e6),
      CreateTime: formatTime(now),
    }),
  )
}

async function identified(method: AclAuthMethod, token: string, clock: Clock): Promise<Identity> {
  try {
    return await identify(method, token, clock)
  } catch (err) {
    if (err instanceof JwtError) throw new StateError(err.message)
    throw err
  }
}

/** Ends a login: the token is gone. */
export function logout({ store, acl }: Agent, secret: string): void {
  acl.resolve(secret)
  const token = store.view.get('aclTokens', secret)
  // one that the agent alone knows
  if (!token && secret !== '') throw new UnknownToken(NOT_FOUND)
  if (!token || token.AuthMethod === '') throw new Refusal(403, "Permission denied: token wasn't created via login")
  store.write(tx => removeToken(tx, token))
}

type Links = AclLinks & { readonly Roles: readonly string[] }

/** What the rules whose selectors fit bind to, as far as it is there. */
function linksOf(view: View, { Name, Config }: AclAuthMethod, identity: Identity, datacenter: string): Links {
  const absent = Object.fromEntries(mappedNames(Config).map(name => [`value.${name}`, '']))
  const present = Object.fromEntries(Object.entries(identity.values).map(([name, value]) => [`value.${name}`, value]))
  const variables = { ...absent, ...present }
  // all rules of one login count together
  const steps = new StepBudget()
  const bounds = view
    .by('aclBindingRules', 'authMethod', fold(Name))
    .filter(({ Selector }) => compileSelector(Selector)({ value: identity.values, list: identity.lists }, steps))
    .map(rule => bound(() => bind(rule, variables, true)))
  const of = (type: string): readonly Bound[] => bounds.filter(one => one.type === type)
  const names = (type: string): readonly string[] => [...new Set(of(type).map(({ name }) => name))]
  const ids = (table: 'aclPolicies' | 'aclRoles', type: string): readonly string[] =>
    names(type).flatMap(name => view.get(table, fold(name))?.ID ?? [])
  return {
    Policies: ids('aclPolicies', 'policy'),
    Roles: ids('aclRoles', 'role'),
    ServiceIdentities: names('service').map(ServiceName => ({ ServiceName, Datacenters: [] })),
    NodeIdentities: names('node').map(NodeName => ({ NodeName, Datacenter: datacenter })),
    TemplatedPolicies: of('templated-policy').map(({ name, variable }) => ({
      TemplateID: POLICY_TEMPLATES.get(name)?.id ?? '',
      TemplateName: name,
      Name: variable,
      Datacenters: [],
    })),
  }
}

function bound(fn: () => Bound): Bound {
  try {
    return fn()
  } catch (err) {
    if (err instanceof BindError) throw new StateError(err.message)
    throw err
  }
}
