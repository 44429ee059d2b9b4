import type { ComponentChildren } from 'preact'
import type { AclLink, Grants, NodeIdentity, ServiceIdentity, TemplatedPolicy } from '../../lib/acl-types.ts'
import { Facts } from '../../components/facts.tsx'
import { policyHref, roleHref } from './links.ts'

/** Where rights come from: policies, roles, identities and templated policies. */
export function GrantList({ grants, roles }: { grants: Grants; roles?: readonly AclLink[] | null | undefined }) {
  const facts = {
    Policies: lines(grants.Policies, ({ ID, Name }) => <a href={policyHref(ID)}>{Name}</a>),
    Roles: lines(roles, ({ ID, Name }) => <a href={roleHref(ID)}>{Name}</a>),
    'Service identities': lines(grants.ServiceIdentities, serviceText),
    'Node identities': lines(grants.NodeIdentities, nodeText),
    'Templated policies': lines(grants.TemplatedPolicies, templateText),
  }
  const any = Object.values(facts).some(fact => fact !== undefined)
  return any ? (
    <Facts facts={facts} />
  ) : (
    <p class="faint">It has no policy, role or identity, and so no rights of its own.</p>
  )
}

function lines<T>(items: readonly T[] | null | undefined, show: (item: T) => ComponentChildren): ComponentChildren {
  if (!items || items.length === 0) return undefined
  return (
    <ul class="lines">
      {items.map((item, i) => (
        <li key={i}>{show(item)}</li>
      ))}
    </ul>
  )
}

const inDatacenters = (names: readonly string[] | null | undefined): string =>
  names && names.length > 0 ? ` in ${names.join(', ')}` : ''

const serviceText = ({ ServiceName, Datacenters }: ServiceIdentity): string => ServiceName + inDatacenters(Datacenters)
const nodeText = ({ NodeName, Datacenter }: NodeIdentity): string => NodeName + inDatacenters([Datacenter])
const templateText = ({ TemplateName, TemplateVariables, Datacenters }: TemplatedPolicy): string => {
  const variables = Object.entries(TemplateVariables ?? {}).map(([name, value]) => `${name} = ${value}`)
  return [TemplateName, ...variables].join(', ') + inDatacenters(Datacenters)
}

/** Names of all of them, for lists. */
export const grantNames = (grants: Grants): string =>
  [
    ...(grants.Policies ?? []).map(({ Name }) => Name),
    ...(grants.ServiceIdentities ?? []).map(({ ServiceName }) => `service ${ServiceName}`),
    ...(grants.NodeIdentities ?? []).map(({ NodeName }) => `node ${NodeName}`),
    ...(grants.TemplatedPolicies ?? []).map(({ TemplateName }) => TemplateName),
  ].join(', ')
