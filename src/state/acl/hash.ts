import { nodeCrypto } from '../../lib/node-crypto.ts'
import type { AclLinks, AclPolicy, AclRole, AclToken } from '../../model/acl-rows.ts'

/**
 * A hash of texts that stand behind each other without anything between them, as Consul's do: so it is the same for
 * what Consul takes for the same. Its bytes are others, for Consul uses BLAKE2b with 256 bits, which Node does not know.
 */
const hash = (parts: readonly string[]): string =>
  nodeCrypto().createHash('sha256').update(parts.join('')).digest('base64')

const linkParts = ({ Policies, ServiceIdentities, NodeIdentities, TemplatedPolicies }: AclLinks): readonly string[] => [
  ...Policies,
  ...ServiceIdentities.flatMap(({ ServiceName, Datacenters }) => [ServiceName, ...Datacenters]),
  ...NodeIdentities.flatMap(({ NodeName, Datacenter }) => [NodeName, Datacenter]),
  ...TemplatedPolicies.flatMap(({ TemplateName, Name = '', Datacenters }) => [TemplateName, Name, ...Datacenters]),
]

export const tokenHash = (token: Omit<AclToken, 'Hash' | 'CreateIndex' | 'ModifyIndex'>): string =>
  hash([token.Description, token.Local ? '1' : '0', ...token.Roles, ...linkParts(token)])

export const roleHash = (role: Omit<AclRole, 'Hash' | 'CreateIndex' | 'ModifyIndex'>): string =>
  hash([role.Name, role.Description, ...linkParts(role)])

export const policyHash = (policy: Pick<AclPolicy, 'Name' | 'Description' | 'Rules' | 'Datacenters'>): string =>
  hash([policy.Name, policy.Description, policy.Rules, ...policy.Datacenters])
