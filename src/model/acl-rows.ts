import type { Indexed } from './rows.ts'

/** Rows of the ACL system, in Consul's own field names. */

/** Rights to be a service: to register it and its sidecar proxy, and to discover others. */
export interface ServiceIdentity {
  readonly ServiceName: string
  /** Where it holds; none for everywhere. */
  readonly Datacenters: readonly string[]
}

/** Rights to be a node. */
export interface NodeIdentity {
  readonly NodeName: string
  readonly Datacenter: string
}

/** Rights that a built-in template describes. */
export interface TemplatedPolicy {
  readonly TemplateID: string
  readonly TemplateName: string
  /** The one variable that templates know; undefined where none were given. */
  readonly Name: string | undefined
  readonly Datacenters: readonly string[]
}

/** What tokens and roles are linked to. */
export interface AclLinks {
  /** IDs of policies. */
  readonly Policies: readonly string[]
  readonly ServiceIdentities: readonly ServiceIdentity[]
  readonly NodeIdentities: readonly NodeIdentity[]
  readonly TemplatedPolicies: readonly TemplatedPolicy[]
}

export interface AclToken extends Indexed, AclLinks {
  readonly AccessorID: string
  readonly SecretID: string
  readonly Description: string
  /** IDs of roles. */
  readonly Roles: readonly string[]
  readonly Local: boolean
  /** The auth method that it was given by; '' for none. */
  readonly AuthMethod: string
  /** As RFC 3339 text; '' for one that does not expire. */
  readonly ExpirationTime: string
  readonly CreateTime: string
  readonly Hash: string
}

export interface AclPolicy extends Indexed {
  readonly ID: string
  readonly Name: string
  readonly Description: string
  readonly Rules: string
  readonly Datacenters: readonly string[]
  readonly Hash: string
}

export interface AclRole extends Indexed, AclLinks {
  readonly ID: string
  readonly Name: string
  readonly Description: string
  readonly Hash: string
}

export interface AclAuthMethod extends Indexed {
  readonly Name: string
  readonly Type: string
  readonly DisplayName: string
  readonly Description: string
  /** Nanoseconds; 0 for no limit. */
  readonly MaxTokenTTL: number
  /** `local`, `global`, or '' for the default, which is local. */
  readonly TokenLocality: string
  readonly Config: Readonly<Record<string, unknown>>
}

export interface AclBindingRule extends Indexed {
  readonly ID: string
  readonly Description: string
  readonly AuthMethod: string
  readonly Selector: string
  readonly BindType: string
  readonly BindName: string
  /** The variable of a templated policy; undefined where none were given. */
  readonly BindVars: { readonly Name: string } | undefined
}

/** That the ACL system was bootstrapped, and when: the index that allows it once more. */
export interface AclBootstrap {
  readonly ResetIndex: number
}
