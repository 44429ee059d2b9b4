import type { AclLinks, AclPolicy } from '../../model/acl-rows.ts'
import { policyHash } from './hash.ts'
import { POLICY_TEMPLATES, type PolicyTemplate } from './policy-templates.ts'

/** What Consul puts behind the bytes of the rules to make an ID of them: the hash of nothing, for it never hashes them. */
const ID_END = '6c62272e07bb014262b821756295c58d'

/** The rules of a template for one name. */
export const renderRules = (template: string, name: string): string => template.replaceAll('{{.Name}}', () => name)

/** The policy that a template makes. It is in no table. */
export function syntheticPolicy(
  { name, template }: PolicyTemplate,
  variable: string,
  Datacenters: readonly string[],
): AclPolicy {
  const Rules = renderRules(template, variable)
  const ID = Buffer.from(Rules).toString('hex') + ID_END
  const policy = {
    ID,
    Name: `synthetic-policy-${ID}`,
    Description: `synthetic policy generated from templated policy: ${name}`,
    Rules,
    Datacenters,
  }
  return {
    ...policy,
    // when it is shown only: to hash costs more than all else that a decision needs
    get Hash() {
      return policyHash(policy)
    },
    CreateIndex: 0,
    ModifyIndex: 0,
  }
}

/** The policies that identities stand for. */
export const identityPolicies = ({ ServiceIdentities, NodeIdentities }: AclLinks): AclPolicy[] => [
  ...ServiceIdentities.flatMap(({ ServiceName, Datacenters }) => policyOf('builtin/service', ServiceName, Datacenters)),
  ...NodeIdentities.flatMap(({ NodeName, Datacenter }) => policyOf('builtin/node', NodeName, [Datacenter])),
]

/** The policies that templated policies stand for. */
export const templatedPolicies = ({ TemplatedPolicies }: AclLinks): AclPolicy[] =>
  TemplatedPolicies.flatMap(({ TemplateName, Name = '', Datacenters }) => policyOf(TemplateName, Name, Datacenters))

function policyOf(template: string, variable: string, datacenters: readonly string[]): AclPolicy[] {
  const known = POLICY_TEMPLATES.get(template)
  return known ? [syntheticPolicy(known, variable, datacenters)] : []
}
