import { loadBlake2 } from '../../lib/load-blake2.ts'
import { StateError } from '../errors.ts'
import type { AclLinks, AclPolicy, AclRole, AclToken } from '../../model/acl-rows.ts'

const NONE: readonly string[] = []

/** Bytes that are hashed: in JavaScript a mebibyte takes 30 ms, in which nothing else is served. */
const MAX = 2 * 1024 * 1024

/** BLAKE2b with 256 bits, which Node does not know, of texts that stand behind each other without anything between them. */
function hash(parts: readonly string[]): string {
  const bytes = Buffer.from(parts.join(''))
  if (bytes.length > MAX) {
    throw new StateError(
      `Failed to hash the object: ${bytes.length} bytes of names, descriptions and rules, more than the limit of ${MAX}`,
    )
  }
  return Buffer.from(loadBlake2().blake2b(bytes, { dkLen: 32 })).toString('base64')
}

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
