/** Objects of the ACL system as the API answers them, and as the official client holds and prints them. */

export interface Link {
  readonly ID?: string
  readonly Name?: string
}

export interface ServiceIdentity {
  readonly ServiceName: string
  readonly Datacenters?: readonly string[]
}

export interface NodeIdentity {
  readonly NodeName: string
  readonly Datacenter: string
}

/** Names of variables are compared without case. */
export type TemplateVariables = Readonly<Record<string, string>>

export interface TemplatedPolicy {
  readonly TemplateName: string
  readonly TemplateVariables?: TemplateVariables
  readonly Datacenters?: readonly string[]
}

/** What gives rights to a token or a role. */
export interface Links {
  readonly Policies?: readonly Link[]
  readonly Roles?: readonly Link[]
  readonly ServiceIdentities?: readonly ServiceIdentity[]
  readonly NodeIdentities?: readonly NodeIdentity[]
  readonly TemplatedPolicies?: readonly TemplatedPolicy[]
}

/** Shown with `-meta`. */
export interface Meta {
  readonly Hash?: string
  readonly CreateIndex: number
  readonly ModifyIndex: number
}

export interface Token extends Links, Meta {
  readonly AccessorID: string
  readonly SecretID: string
  readonly Description: string
  readonly Local: boolean
  readonly AuthMethod?: string
  readonly AuthMethodNamespace?: string
  readonly ExpirationTime?: string
  readonly CreateTime: string
}

export interface ExpandedToken extends Token {
  readonly ExpandedPolicies: readonly Policy[] | null
  readonly ExpandedRoles: readonly Role[] | null
  readonly NamespaceDefaultPolicyIDs: null
  readonly NamespaceDefaultRoleIDs: null
  readonly AgentACLDefaultPolicy: string
  readonly AgentACLDownPolicy: string
  readonly ResolvedByAgent: string
}

export interface Policy extends Meta {
  readonly ID: string
  readonly Name: string
  readonly Description: string
  /** Not in lists. */
  readonly Rules?: string
  readonly Datacenters?: readonly string[] | null
}

export interface Role extends Links, Meta {
  readonly ID: string
  readonly Name: string
  readonly Description: string
}

export interface AuthMethod extends Meta {
  readonly Name: string
  readonly Type: string
  readonly DisplayName?: string
  readonly Description?: string
  /** As Go prints a duration. */
  readonly MaxTokenTTL?: string
  readonly TokenLocality?: string
  /** Not in lists. */
  readonly Config?: Readonly<Record<string, unknown>> | null
}

export interface BindingRule extends Meta {
  readonly ID: string
  readonly Description: string
  readonly AuthMethod: string
  readonly Selector: string
  readonly BindType: string
  readonly BindName: string
  readonly BindVars?: TemplateVariables
}

export interface PolicyTemplate {
  readonly TemplateName: string
  readonly Schema: string
  readonly Template: string
  readonly Description: string
}

/** The value of the one variable that templates have. */
export function nameOf(variables: TemplateVariables): string {
  const key = Object.keys(variables).find(key => key.toLowerCase() === 'name')
  return key === undefined ? '' : (variables[key] ?? '')
}

export const templatedPolicy = ({ TemplateName, TemplateVariables, Datacenters }: TemplatedPolicy): object => ({
  TemplateName,
  ...(TemplateVariables && { TemplateVariables: { Name: nameOf(TemplateVariables) } }),
  ...(Datacenters && Datacenters.length > 0 && { Datacenters }),
})

/** Links as requests carry them; an empty list is left out. */
export const sentLinks = (given: Links): object =>
  links(Object.fromEntries(Object.entries(given).filter(([, items]: [string, readonly unknown[]]) => items.length > 0)))

const links = ({ Policies, Roles, ServiceIdentities, NodeIdentities, TemplatedPolicies }: Links): object => ({
  ...(Policies && { Policies }),
  ...(Roles && { Roles }),
  ...(ServiceIdentities && { ServiceIdentities }),
  ...(NodeIdentities && { NodeIdentities }),
  ...(TemplatedPolicies && { TemplatedPolicies: TemplatedPolicies.map(templatedPolicy) }),
})

export function tokenJson(token: Token): object {
  const { CreateIndex, ModifyIndex, AccessorID, SecretID, Description, Local } = token
  const { AuthMethod, ExpirationTime, CreateTime, Hash } = token
  return {
    ...{ CreateIndex, ModifyIndex, AccessorID, SecretID, Description, ...links(token), Local },
    ...{ AuthMethod, ExpirationTime, CreateTime, Hash },
  }
}

export const expandedTokenJson = (token: ExpandedToken): object => ({
  ExpandedPolicies: token.ExpandedPolicies?.map(policyJson) ?? null,
  ExpandedRoles: token.ExpandedRoles?.map(roleJson) ?? null,
  NamespaceDefaultPolicyIDs: token.NamespaceDefaultPolicyIDs,
  NamespaceDefaultRoleIDs: token.NamespaceDefaultRoleIDs,
  AgentACLDefaultPolicy: token.AgentACLDefaultPolicy,
  AgentACLDownPolicy: token.AgentACLDownPolicy,
  ResolvedByAgent: token.ResolvedByAgent,
  ...tokenJson(token),
})

export function policyJson(policy: Policy): object {
  const { ID, Name, Description, Rules, Datacenters = null, Hash, CreateIndex, ModifyIndex } = policy
  return { ID, Name, Description, Rules, Datacenters, Hash, CreateIndex, ModifyIndex }
}

export function roleJson(role: Role): object {
  const { ID, Name, Description, Hash, CreateIndex, ModifyIndex } = role
  return { ID, Name, Description, ...links(role), Hash, CreateIndex, ModifyIndex }
}

export function authMethodJson(method: AuthMethod): object {
  const { MaxTokenTTL, Name, Type, DisplayName, Description, TokenLocality, Config, CreateIndex, ModifyIndex } = method
  return { MaxTokenTTL, Name, Type, DisplayName, Description, TokenLocality, Config, CreateIndex, ModifyIndex }
}

export function bindingRuleJson(rule: BindingRule): object {
  const { ID, Description, AuthMethod, Selector, BindType, BindName, BindVars, CreateIndex, ModifyIndex } = rule
  const variables = BindVars && { Name: nameOf(BindVars) }
  return { ID, Description, AuthMethod, Selector, BindType, BindName, BindVars: variables, CreateIndex, ModifyIndex }
}
