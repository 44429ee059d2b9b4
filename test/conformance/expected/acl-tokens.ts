import { failures } from './failures.ts'

export const aclTokens = failures('ACLs are not built', [
  'acl/bootstrap-allow',
  'acl/bootstrap-deny',
  'acl/bootstrap-given-secret',
  'acl/bootstrap-initial-management',
  'acl/bootstrap-reset',
  'acl/tokens-clone-delete',
  'acl/tokens-create',
  'acl/tokens-identities',
  'acl/tokens-links',
  'acl/tokens-read',
  'acl/tokens-templated',
  'acl/tokens-update',
])
