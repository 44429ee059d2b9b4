import { bool, duration, list, raw, map, string, stringList, stringMap, struct, time, uint64 } from '../../go/decode.ts'
import { STRICT } from './parts.ts'

/** Bodies of the ACL endpoints, as clients write them. Fields that only answers carry are read and passed over. */

const link = (name: string) => list(struct({ ID: string(), Name: string() }, { ...STRICT, name: `structs.${name}` }))

const templateVariables = struct({ name: string() }, { ...STRICT, name: 'structs.ACLTemplatedPolicyVariables' })

const links = {
  ServiceIdentities: list(
    struct({ ServiceName: string(), Datacenters: stringList() }, { ...STRICT, name: 'structs.ACLServiceIdentity' }),
    'structs.ACLServiceIdentities',
  ),
  NodeIdentities: list(
    struct({ NodeName: string(), Datacenter: string() }, { ...STRICT, name: 'structs.ACLNodeIdentity' }),
    'structs.ACLNodeIdentities',
  ),
  TemplatedPolicies: list(
    struct(
      {
        TemplateID: string(),
        TemplateName: string(),
        TemplateVariables: templateVariables,
        Datacenters: stringList(),
      },
      { ...STRICT, name: 'structs.ACLTemplatedPolicy' },
    ),
    'structs.ACLTemplatedPolicies',
  ),
} as const

const indexes = { Hash: string(), CreateIndex: uint64(), ModifyIndex: uint64() } as const

export const tokenSchema = struct(
  {
    AccessorID: string(),
    SecretID: string(),
    Description: string(),
    Policies: link('ACLTokenPolicyLink'),
    Roles: link('ACLTokenRoleLink'),
    ...links,
    Local: bool(),
    AuthMethod: string(),
    ExpirationTime: time(),
    ExpirationTTL: duration(),
    CreateTime: time(),
    ...indexes,
  },
  { ...STRICT, name: 'struct { ExpirationTTL interface {}; Hash string; *structs.Alias }' },
)

export const policySchema = struct(
  { ID: string(), Name: string(), Description: string(), Rules: string(), Datacenters: stringList(), ...indexes },
  { ...STRICT, name: 'struct { Hash string; *structs.Alias }' },
)

export const roleSchema = struct(
  {
    ID: string(),
    Name: string(),
    Description: string(),
    Policies: link('ACLRolePolicyLink'),
    ...links,
    ...indexes,
  },
  { ...STRICT, name: 'struct { Hash string; *structs.Alias }' },
)

export const authMethodSchema = struct(
  {
    Name: string(),
    Type: string(),
    DisplayName: string(),
    Description: string(),
    MaxTokenTTL: duration(),
    TokenLocality: string(),
    Config: map(raw(), 'map[string]interface {}'),
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
  },
  { ...STRICT, name: 'struct { MaxTokenTTL interface {}; *structs.Alias }' },
)

export const bindingRuleSchema = struct(
  {
    ID: string(),
    Description: string(),
    AuthMethod: string(),
    Selector: string(),
    BindType: string(),
    BindName: string(),
    BindVars: templateVariables,
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
  },
  { ...STRICT, name: 'structs.ACLBindingRule' },
)

export const loginSchema = struct(
  { AuthMethod: string(), BearerToken: string(), Meta: stringMap() },
  { ...STRICT, name: 'structs.ACLLoginParams' },
)

export const bootstrapSchema = struct({ BootstrapSecret: string() }, { ...STRICT, name: 'api.BootstrapRequest' })

export const templateVariablesSchema = templateVariables

export const authorizationsSchema = list(
  struct(
    { Resource: string('acl.Resource'), Segment: string(), Access: string() },
    { ...STRICT, name: 'structs.ACLAuthorizationRequest' },
  ),
)

export const agentTokenSchema = struct({ Token: string() }, { ...STRICT, name: 'api.AgentToken' })
