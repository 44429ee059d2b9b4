import type { Indexed } from './rows.ts'

/** A link to a policy or a role, by ID or by name. */
export interface AclLink {
  /** Its ID, which counts more than the name. */
  readonly ID?: string
  /** Its name. */
  readonly Name?: string
}

/** What gives rights to a token or a role. */
export interface AclRights {
  /** The policies. */
  readonly Policies?: readonly AclLink[]
  /** Services whose identity it has. */
  readonly ServiceIdentities?: readonly { readonly ServiceName: string; readonly Datacenters?: readonly string[] }[]
  /** Nodes whose identity it has. */
  readonly NodeIdentities?: readonly { readonly NodeName: string; readonly Datacenter: string }[]
  /** Templated policies, such as `builtin/service`. */
  readonly TemplatedPolicies?: readonly {
    readonly TemplateName: string
    readonly TemplateVariables?: { readonly name: string }
    readonly Datacenters?: readonly string[]
  }[]
}

/**
 * A token to create.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/acl/tokens
 */
export interface AclTokenDefinition extends AclRights {
  /** A UUID. Default: a new one. */
  readonly AccessorID?: string
  /** A UUID. Default: a new one. */
  readonly SecretID?: string
  /** For people. */
  readonly Description?: string
  /** The roles. */
  readonly Roles?: readonly AclLink[]
  /** Whether it is valid in this datacenter only. Default false. */
  readonly Local?: boolean
  /** How long it is valid, such as `1h`; at least `1m`. Default: without end. */
  readonly ExpirationTTL?: string
}

/** A token as it is stored, its secret included. */
export interface AclTokenInfo extends AclRights, Indexed {
  /** What it is called by where its secret is not to be shown. */
  readonly AccessorID: string
  /** What a client sends. */
  readonly SecretID: string
  /** For people. */
  readonly Description: string
  /** The roles. */
  readonly Roles?: readonly AclLink[]
  /** Whether it is valid in this datacenter only. */
  readonly Local: boolean
  /** When it ends; missing for one without end. */
  readonly ExpirationTime?: string
  /** When it was created. */
  readonly CreateTime: string
}

/**
 * A policy to create.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/acl/policies
 */
export interface AclPolicyDefinition {
  /** Its name. */
  readonly Name: string
  /** For people. */
  readonly Description?: string
  /** Rules in HCL or JSON. */
  readonly Rules?: string
  /** Where it is valid. Default: everywhere. */
  readonly Datacenters?: readonly string[]
}

/** A policy as it is stored. */
export interface AclPolicyInfo extends Indexed {
  /** A UUID. */
  readonly ID: string
  /** Its name. */
  readonly Name: string
  /** For people. */
  readonly Description: string
  /** Rules in HCL or JSON. */
  readonly Rules: string
  /** Where it is valid; missing where it is valid everywhere. */
  readonly Datacenters?: readonly string[]
}

/**
 * A role to create.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/acl/roles
 */
export interface AclRoleDefinition extends AclRights {
  /** Its name. */
  readonly Name: string
  /** For people. */
  readonly Description?: string
}

/** A role as it is stored. */
export interface AclRoleInfo extends AclRights, Indexed {
  /** A UUID. */
  readonly ID: string
  /** Its name. */
  readonly Name: string
  /** For people. */
  readonly Description: string
}

/**
 * An auth method to create: how users of something else are given tokens.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/acl/auth-methods
 */
export interface AclAuthMethodDefinition {
  /** Its name. */
  readonly Name: string
  /** `jwt`. The others, `kubernetes` and `aws-iam`, are refused with status 501. */
  readonly Type: string
  /** A name for people. */
  readonly DisplayName?: string
  /** For people. */
  readonly Description?: string
  /** How long its tokens are valid, such as `1h`; at least `1m`. Default: until logout. */
  readonly MaxTokenTTL?: string
  /** Whether its tokens are valid in this datacenter only, `local`, or everywhere, `global`. Default `local`. */
  readonly TokenLocality?: 'local' | 'global'
  /** The settings of its type, such as `JWTValidationPubKeys`. */
  readonly Config?: Readonly<Record<string, unknown>>
}

/** An auth method as it is stored. */
export interface AclAuthMethodInfo extends AclAuthMethodDefinition, Indexed {}

/**
 * A binding rule to create: what those who log in by an auth method may do.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/acl/binding-rules
 */
export interface AclBindingRuleDefinition {
  /** The auth method. */
  readonly AuthMethod: string
  /** What the name is one of. */
  readonly BindType: 'service' | 'node' | 'role' | 'policy' | 'templated-policy'
  /** A name, in which `${value.NAME}` stands for a mapped claim. */
  readonly BindName: string
  /** The variables of a templated policy. */
  readonly BindVars?: { readonly name: string }
  /** An expression that the claims must match. Default: all do. */
  readonly Selector?: string
  /** For people. */
  readonly Description?: string
}

/** A binding rule as it is stored. */
export interface AclBindingRuleInfo extends AclBindingRuleDefinition, Indexed {
  /** A UUID. */
  readonly ID: string
  /** An expression that the claims must match; empty for all. */
  readonly Selector: string
  /** For people. */
  readonly Description: string
}

/** ACL objects of one kind. Each method throws `MC_ERR_REFUSED` with status 401 while ACLs are disabled. */
export interface AclArea<D, I, R = I> {
  /**
   * Creates one. Throws `MC_ERR_REFUSED`: 400 for what cannot be decoded, 500 for what is refused.
   *
   * @example consul.acl.policies.create({ Name: 'app', Rules: 'key_prefix "app/" { policy = "write" }' })
   */
  create(definition: D): R
  /**
   * The policy, role or auth method of that name, the token with that accessor ID, or the binding rule with that ID; undefined when there
   * is none.
   *
   * @example consul.acl.policies.get('app')?.Rules
   */
  get(key: string): I | undefined
  /**
   * All of them: policies, roles and auth methods by name, tokens by secret, binding rules by ID.
   *
   * @example consul.acl.policies.list().map(policy => policy.Name)
   */
  list(): readonly I[]
  /**
   * Removes the policy, role or auth method of that name, the token with that accessor ID, or the binding rule with that ID; false when
   * there is none.
   *
   * @example consul.acl.policies.delete('app')
   */
  delete(key: string): boolean
}

/**
 * Tokens, policies, roles, auth methods and binding rules. Each write is a commit of its own, and the next request sees it.
 *
 * @see https://developer.hashicorp.com/consul/api-docs/acl
 */
export interface Acl {
  /**
   * The tokens, secrets included.
   *
   * @example const { SecretID } = consul.acl.tokens.create({ Policies: [{ Name: 'app' }] })
   */
  readonly tokens: AclArea<AclTokenDefinition, AclTokenInfo>
  /**
   * The policies.
   *
   * @example consul.acl.policies.create({ Name: 'app', Rules: 'key_prefix "app/" { policy = "write" }' })
   */
  readonly policies: AclArea<AclPolicyDefinition, AclPolicyInfo>
  /**
   * The roles.
   *
   * @example consul.acl.roles.create({ Name: 'operators', Policies: [{ Name: 'app' }] })
   */
  readonly roles: AclArea<AclRoleDefinition, AclRoleInfo>
  /**
   * The auth methods. `create` writes one, and rejects when the keys that it refers to cannot be read; `delete` takes its binding rules
   * and tokens along.
   *
   * @example await consul.acl.authMethods.create({ Name: 'ci', Type: 'jwt', Config: { JWTValidationPubKeys: [publicKey] } })
   */
  readonly authMethods: AclArea<AclAuthMethodDefinition, AclAuthMethodInfo, Promise<AclAuthMethodInfo>>
  /**
   * The binding rules.
   *
   * @example consul.acl.bindingRules.create({ AuthMethod: 'ci', BindType: 'role', BindName: 'deployers' })
   */
  readonly bindingRules: AclArea<AclBindingRuleDefinition, AclBindingRuleInfo>
}
