import type { AclAuthMethod, AclBindingRule, AclLinks, AclPolicy, AclRole, AclToken } from '../../model/acl-rows.ts'
import { formatDuration } from '../../go/duration.ts'
import { anything } from '../../go/struct.ts'
import { linkedPolicies, policiesOf, rolesOf } from '../../state/acl/token-policies.ts'
import type { View } from '../../state/view.ts'

/** Objects of the ACL system as the API shows them: what is empty is left out, names of what is linked are those of today. */

const some = <T>(name: string, items: readonly T[]): object => (items.length === 0 ? {} : { [name]: items })

const toLink = ({ ID, Name }: { readonly ID: string; readonly Name: string }): object => ({ ID, Name })

function renderLinks(view: View, links: AclLinks, roles: readonly AclRole[] = []): object {
  return {
    ...some('Policies', linkedPolicies(view, links).map(toLink)),
    ...some('Roles', roles.map(toLink)),
    ...some(
      'ServiceIdentities',
      links.ServiceIdentities.map(({ ServiceName, Datacenters }) => ({
        ServiceName,
        ...some('Datacenters', Datacenters),
      })),
    ),
    ...some('NodeIdentities', links.NodeIdentities),
    ...some(
      'TemplatedPolicies',
      links.TemplatedPolicies.map(({ TemplateID, TemplateName, Name, Datacenters }) => ({
        TemplateID,
        TemplateName,
        ...(Name !== undefined && { TemplateVariables: { name: Name } }),
        ...some('Datacenters', Datacenters),
      })),
    ),
  }
}

/** `hidden`: without its secret. */
export function renderToken(view: View, token: AclToken, hidden: boolean): object {
  const { untracked } = view
  return {
    AccessorID: token.AccessorID,
    SecretID: hidden ? '<hidden>' : token.SecretID,
    Description: token.Description,
    ...renderLinks(untracked, token, rolesOf(untracked, token)),
    Local: token.Local,
    ...(token.AuthMethod !== '' && { AuthMethod: token.AuthMethod }),
    ...(token.ExpirationTime !== '' && { ExpirationTime: token.ExpirationTime }),
    CreateTime: token.CreateTime,
    Hash: token.Hash,
    CreateIndex: token.CreateIndex,
    ModifyIndex: token.ModifyIndex,
  }
}

/** What a token amounts to, and by whose settings. */
export function renderExpansion(
  view: View,
  token: AclToken,
  { nodeName, acl }: { readonly nodeName: string; readonly acl: { defaultPolicy: string; downPolicy: string } },
): object {
  const { untracked } = view
  const policies = policiesOf(untracked, token).map(renderPolicy)
  const roles = rolesOf(untracked, token).map(role => renderRole(view, role))
  return {
    ExpandedPolicies: policies.length > 0 ? policies : null,
    ExpandedRoles: roles.length > 0 ? roles : null,
    NamespaceDefaultPolicyIDs: null,
    NamespaceDefaultRoleIDs: null,
    AgentACLDefaultPolicy: acl.defaultPolicy,
    AgentACLDownPolicy: acl.downPolicy,
    ResolvedByAgent: nodeName,
  }
}

export function renderPolicy({ Datacenters, Hash, CreateIndex, ModifyIndex, ...policy }: AclPolicy): object {
  return { ...policy, ...some('Datacenters', Datacenters), Hash, CreateIndex, ModifyIndex }
}

/** In a list the rules are left out. */
export function renderPolicyStub({
  ID,
  Name,
  Description,
  Datacenters,
  Hash,
  CreateIndex,
  ModifyIndex,
}: AclPolicy): object {
  const datacenters = Datacenters.length > 0 ? Datacenters : null
  return { ID, Name, Description, Datacenters: datacenters, Hash, CreateIndex, ModifyIndex }
}

export function renderRole(view: View, role: AclRole): object {
  return {
    ID: role.ID,
    Name: role.Name,
    Description: role.Description,
    ...renderLinks(view.untracked, role),
    Hash: role.Hash,
    CreateIndex: role.CreateIndex,
    ModifyIndex: role.ModifyIndex,
  }
}

export function renderAuthMethod(method: AclAuthMethod): object {
  const { CreateIndex, ModifyIndex } = method
  return { ...methodFields(method), Config: anything(method.Config), CreateIndex, ModifyIndex }
}

/** In a list the configuration is left out. */
export function renderAuthMethodStub(method: AclAuthMethod): object {
  const { CreateIndex, ModifyIndex } = method
  return { ...methodFields(method), CreateIndex, ModifyIndex }
}

function methodFields({ MaxTokenTTL, Name, Type, DisplayName, Description, TokenLocality }: AclAuthMethod): object {
  return {
    ...(MaxTokenTTL !== 0 && { MaxTokenTTL: formatDuration(MaxTokenTTL) }),
    Name,
    Type,
    ...(DisplayName !== '' && { DisplayName }),
    ...(Description !== '' && { Description }),
    ...(TokenLocality !== '' && { TokenLocality }),
  }
}

export function renderBindingRule({ BindVars, CreateIndex, ModifyIndex, ...rule }: AclBindingRule): object {
  return { ...rule, ...(BindVars && { BindVars: { name: BindVars.Name } }), CreateIndex, ModifyIndex }
}
