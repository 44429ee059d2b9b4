import { quoteGo } from '../../go/quote.ts'
import type { AclLinks, NodeIdentity, ServiceIdentity, TemplatedPolicy } from '../../model/acl-rows.ts'
import { fail } from '../errors.ts'
import { fold, type TableName } from '../schema.ts'
import { uuidProblem } from '../uuid.ts'
import type { View } from '../view.ts'
import { isIdentityName } from './names.ts'
import { POLICY_TEMPLATES } from './policy-templates.ts'
import { variablesProblem } from './template-variables.ts'

/** A link to a policy or role: the ID goes before the name. */
export interface LinkRequest {
  readonly ID?: string | undefined
  readonly Name?: string | undefined
}

/** Links as they are asked for. */
export interface LinksRequest {
  readonly Policies?: readonly LinkRequest[] | undefined
  readonly ServiceIdentities?:
    | readonly { readonly ServiceName?: string | undefined; readonly Datacenters?: readonly string[] | undefined }[]
    | undefined
  readonly NodeIdentities?:
    readonly { readonly NodeName?: string | undefined; readonly Datacenter?: string | undefined }[] | undefined
  readonly TemplatedPolicies?: readonly TemplatedPolicyRequest[] | undefined
}

export interface TemplatedPolicyRequest {
  readonly TemplateName?: string | undefined
  readonly TemplateVariables?: { readonly name?: string | undefined } | undefined
  readonly Datacenters?: readonly string[] | undefined
}

/** Whose links they are, as refusals call it. */
type Owner = 'token' | 'role'

/** Finds what is linked to, folds what is the same, and refuses what cannot be linked to, in Consul's order. */
export function resolveLinks(view: View, given: LinksRequest, owner: Owner, local = false): AclLinks {
  const isRole = owner === 'role'
  const links = {
    Policies: resolveIds(view, 'aclPolicies', 'policy', given.Policies, isRole),
    ServiceIdentities: serviceIdentities(given.ServiceIdentities ?? [], owner, local),
    NodeIdentities: nodeIdentities(given.NodeIdentities ?? [], owner),
    TemplatedPolicies: templatedPolicies(given.TemplatedPolicies ?? [], owner),
  }
  if (isRole) for (const id of links.Policies) checkPolicyOfRole(view, id)
  return links
}

/** The IDs that a role names are looked at last, when it is written. */
function checkPolicyOfRole(view: View, id: string): void {
  const problem = uuidProblem(id)
  if (problem !== undefined) {
    fail(`Failed to apply role upsert request: failed acl policy lookup: index error: ${problem}`)
  }
  if (!view.first('aclPolicies', 'id', fold(id))) {
    fail(`Failed to apply role upsert request: No such policy with ID: ${id}`)
  }
}

/** The IDs of rows, each once; `unchecked`: those that were given, whether or not they are there. */
export function resolveIds(
  view: View,
  table: Extract<TableName, 'aclPolicies' | 'aclRoles'>,
  what: string,
  links: readonly LinkRequest[] = [],
  unchecked = false,
): readonly string[] {
  const ids = links.map(({ ID = '', Name = '' }) => {
    if (ID === '') {
      return view.get(table, fold(Name))?.ID ?? fail(`No such ACL ${what} with name ${quoteGo(Name)}`)
    }
    if (unchecked) return view.first(table, 'id', fold(ID))?.ID ?? ID
    const problem = uuidProblem(ID)
    if (problem !== undefined) {
      fail(`Error looking up ${what} for ID: ${quoteGo(ID)}: failed acl ${what} lookup: index error: ${problem}`)
    }
    return view.first(table, 'id', fold(ID))?.ID ?? fail(`No such ACL ${what} with ID ${quoteGo(ID)}`)
  })
  return [...new Set(ids)]
}

const ONLY_WORDS = "has an invalid name. Only lowercase alphanumeric characters, '-' and '_' are allowed"

function serviceIdentities(
  given: NonNullable<LinksRequest['ServiceIdentities']>,
  owner: Owner,
  local: boolean,
): readonly ServiceIdentity[] {
  const byName = new Map<string, readonly string[]>()
  for (const { ServiceName = '', Datacenters = [] } of given) {
    if (ServiceName === '') fail(`Service identity is missing the service name field on this ${owner}`)
    if (local && Datacenters.length > 0) {
      fail(`Service identity ${quoteGo(ServiceName)} cannot specify a list of datacenters on a local token`)
    }
    if (!isIdentityName(ServiceName)) fail(`Service identity ${quoteGo(ServiceName)} ${ONLY_WORDS}`)
    byName.set(ServiceName, mergeSorted(byName.get(ServiceName) ?? [], Datacenters.toSorted()))
  }
  return [...byName].map(([ServiceName, Datacenters]) => ({ ServiceName, Datacenters }))
}

/** Two sorted lists as one, in which what stands in both stands once; what stands twice in one of them stays. */
function mergeSorted(a: readonly string[], b: readonly string[]): readonly string[] {
  const merged: string[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [x, y] = [a[i], b[j]]
    if (y === undefined || (x !== undefined && x <= y)) {
      merged.push(x as string)
      if (x === y) j++
      i++
    } else {
      merged.push(y)
      j++
    }
  }
  return merged
}

function nodeIdentities(given: NonNullable<LinksRequest['NodeIdentities']>, owner: Owner): readonly NodeIdentity[] {
  const found = new Map<string, NodeIdentity>()
  for (const { NodeName = '', Datacenter = '' } of given) {
    if (NodeName === '') fail(`Node identity is missing the node name field on this ${owner}`)
    if (Datacenter === '') fail(`Node identity is missing the datacenter field on this ${owner}`)
    if (!isIdentityName(NodeName)) fail(`Node identity ${ONLY_WORDS}`)
    const key = `${NodeName}\0${Datacenter}`
    if (!found.has(key)) found.set(key, { NodeName, Datacenter })
  }
  return [...found.values()]
}

function templatedPolicies(given: readonly TemplatedPolicyRequest[], owner: Owner): readonly TemplatedPolicy[] {
  const found = new Map<string, TemplatedPolicy>()
  for (const { TemplateName = '', TemplateVariables, Datacenters = [] } of given) {
    if (TemplateName === '') fail(`templated policy is missing the template name field on this ${owner}`)
    const template =
      POLICY_TEMPLATES.get(TemplateName) ??
      fail(
        owner === 'token'
          ? `no such ACL templated policy with Name ${quoteGo(TemplateName)}`
          : `templated policy with an invalid templated name: ${TemplateName} for this ${owner}`,
      )
    const variables = TemplateVariables && { name: TemplateVariables.name ?? '' }
    const problem = variablesProblem(template, variables)
    if (problem !== undefined) {
      fail(
        owner === 'token'
          ? `validation error for templated policy ${quoteGo(TemplateName)}: ${problem}`
          : `encountered ${owner} with invalid templated policy: ${problem}`,
      )
    }
    const key = `${TemplateName}\0${variables?.name ?? ''}`
    if (!found.has(key)) found.set(key, { TemplateID: template.id, TemplateName, Name: variables?.name, Datacenters })
  }
  return [...found.values()]
}
