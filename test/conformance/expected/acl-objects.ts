import { failures } from './failures.ts'

export const aclObjects = failures('ACLs are not built', [
  'acl/auth-methods',
  'acl/authorize',
  'acl/binding-rules',
  'acl/login',
  'acl/login-bindings',
  'acl/login-errors',
  'acl/policies-builtin',
  'acl/policies-crud',
  'acl/policies-datacenters',
  'acl/policies-linked',
  'acl/policies-names',
  'acl/policies-rules-errors',
  'acl/policies-rules-forms',
  'acl/replication-and-legacy',
  'acl/roles-crud',
  'acl/roles-linked',
  'acl/templated-policies',
  'acl/tokens-expire',
  'acl/tokens-expiry',
  'acl/tokens-list',
])
