import { direct, type Route } from '../../route.ts'
import { authMethodRoutes } from './auth-methods.ts'
import { authorizeRoutes } from './authorize.ts'
import { bindingRuleRoutes } from './binding-rules.ts'
import { bootstrapRoutes } from './bootstrap.ts'
import { whereAclsAreOn } from './guard.ts'
import { loginRoutes } from './login.ts'
import { policyRoutes } from './policies.ts'
import { replicationRoutes } from './replication.ts'
import { roleRoutes } from './roles.ts'
import { templatedPolicyRoutes } from './templated-policies.ts'
import { tokenRoutes } from './tokens.ts'

/** https://developer.hashicorp.com/consul/api-docs/acl */
export const aclRoutes: readonly Route[] = whereAclsAreOn([
  ...bootstrapRoutes,
  ...tokenRoutes,
  ...policyRoutes,
  ...roleRoutes,
  ...direct(templatedPolicyRoutes),
  ...authMethodRoutes,
  ...bindingRuleRoutes,
  ...loginRoutes,
  ...replicationRoutes,
  ...direct(authorizeRoutes),
])
