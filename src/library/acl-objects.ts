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

/** ACL objects of one kind. Each method throws `MC_ERR_REFUSED` with status 401 while ACLs are disabled. */
export interface AclArea<D, I> {
  /**
   * Creates one. Throws `MC_ERR_REFUSED`: 400 for what cannot be decoded, 500 for what is refused.
   *
   * @example consul.acl.policies.create({ Name: 'app', Rules: 'key_prefix "app/" { policy = "write" }' })
   */
  create(definition: D): I
  /**
   * The policy or role of that name, or the token with that accessor ID; undefined when there is none.
   *
   * @example consul.acl.policies.get('app')?.Rules
   */
  get(key: string): I | undefined
  /**
   * All of them: policies and roles by name, tokens by secret.
   *
   * @example consul.acl.policies.list().map(policy => policy.Name)
   */
  list(): readonly I[]
  /**
   * Removes the policy or role of that name, or the token with that accessor ID; false when there is none.
   *
   * @example consul.acl.policies.delete('app')
   */
  delete(key: string): boolean
}

/**
 * Tokens, policies and roles. Each write is a commit of its own, and the next request sees it.
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
}
