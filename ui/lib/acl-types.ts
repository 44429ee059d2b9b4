/** Access control objects, in the names of the API. Only what the page shows. */

/** A policy or role as a token or role names it. */
export interface AclLink {
  readonly ID: string
  readonly Name: string
}

export interface ServiceIdentity {
  readonly ServiceName: string
  readonly Datacenters?: readonly string[] | null
}

export interface NodeIdentity {
  readonly NodeName: string
  readonly Datacenter: string
}

export interface TemplatedPolicy {
  readonly TemplateName: string
  readonly TemplateVariables?: Readonly<Record<string, string>> | null
  readonly Datacenters?: readonly string[] | null
}

/** What tokens and roles have their rights from. */
export interface Grants {
  readonly Policies?: readonly AclLink[] | null
  readonly ServiceIdentities?: readonly ServiceIdentity[] | null
  readonly NodeIdentities?: readonly NodeIdentity[] | null
  readonly TemplatedPolicies?: readonly TemplatedPolicy[] | null
}

export interface Role extends Grants {
  readonly ID: string
  readonly Name: string
  readonly Description: string
}

export interface Token extends Grants {
  readonly AccessorID: string
  readonly SecretID: string
  readonly Description: string
  readonly Roles?: readonly AclLink[] | null
  readonly Local: boolean
  readonly AuthMethod?: string
  readonly CreateTime: string
  readonly ExpirationTime?: string | null
}

/** Lists leave out the rules. */
export interface Policy {
  readonly ID: string
  readonly Name: string
  readonly Description: string
  readonly Datacenters: readonly string[] | null
  readonly Rules?: string
}
