import { loadBlake2 } from '../../lib/load-blake2.ts'
import type { AclLinks, AclPolicy, AclRole, AclToken } from '../../model/acl-rows.ts'

const NONE: readonly string[] = []

/** BLAKE2b with 256 bits, which Node does not know, of texts that stand behind each other without anything between them. */
const hash = (parts: readonly string[]): string =>
  Buffer.from(loadBlake2().blake2b(Buffer.from(parts.join('')), { dkLen: 32 })).toString('base64')

const linkParts = (
  { Policies, ServiceIdentities, NodeIdentities, TemplatedPolicies }: AclLinks,
  roles = NONE,
): readonly string[] => [
  ...Policies,
  ...roles,
  ...ServiceIdentities.flatMap(({ ServiceName, Datacenters }) => [ServiceName, ...Datacenters]),
  ...NodeIdentities.flatMap(({ NodeName, Datacenter }) => [NodeName, Datacenter]),
  ...TemplatedPolicies.flatMap(({ TemplateID, TemplateName, Name = '', Datacenters }) => [
    TemplateID,
    TemplateName,
    Name,
    ...Datacenters,
  ]),
]

export const tokenHash = (token: Omit<AclToken, 'Hash' | 'CreateIndex' | 'ModifyIndex'>): string =>
  hash([token.Description, token.Local ? 'local' : 'global', ...linkParts(token, token.Roles)])

export const roleHash = (role: Omit<AclRole, 'Hash' | 'CreateIndex' | 'ModifyIndex'>): string =>
  hash([role.Name, role.Description, ...linkParts(role)])

export const policyHash = (policy: Pick<AclPolicy, 'Name' | 'Description' | 'Rules' | 'Datacenters'>): string =>
  hash([policy.Name, policy.Description, policy.Rules, ...policy.Datacenters])
