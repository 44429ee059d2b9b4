import type { CommandEntry } from '../../command.ts'

const METHODS = 'Types `kubernetes` and `aws-iam`: a wrong configuration is refused as in Consul, a right one with 501.'

/** The commands of `acl`, in order of names. */
export const aclCommands: readonly CommandEntry[] = [
  {
    name: 'acl auth-method create',
    note: METHODS,
    synopsis: 'Makes an auth method',
    load: () => import('./auth-method-create.ts'),
  },
  { name: 'acl auth-method delete', synopsis: 'Deletes an auth method', load: () => import('./auth-method-delete.ts') },
  { name: 'acl auth-method list', synopsis: 'Lists auth methods', load: () => import('./auth-method-list.ts') },
  { name: 'acl auth-method read', synopsis: 'Prints an auth method', load: () => import('./auth-method-read.ts') },
  {
    name: 'acl auth-method update',
    note: METHODS,
    synopsis: 'Changes an auth method',
    load: () => import('./auth-method-update.ts'),
  },
  { name: 'acl binding-rule create', synopsis: 'Makes a binding rule', load: () => import('./binding-rule-create.ts') },
  {
    name: 'acl binding-rule delete',
    synopsis: 'Deletes a binding rule',
    load: () => import('./binding-rule-delete.ts'),
  },
  { name: 'acl binding-rule list', synopsis: 'Lists binding rules', load: () => import('./binding-rule-list.ts') },
  { name: 'acl binding-rule read', synopsis: 'Prints a binding rule', load: () => import('./binding-rule-read.ts') },
  {
    name: 'acl binding-rule update',
    synopsis: 'Changes a binding rule',
    load: () => import('./binding-rule-update.ts'),
  },
  { name: 'acl bootstrap', synopsis: 'Makes the first token', load: () => import('./bootstrap.ts') },
  { name: 'acl policy create', synopsis: 'Makes a policy', load: () => import('./policy-create.ts') },
  { name: 'acl policy delete', synopsis: 'Deletes a policy', load: () => import('./policy-delete.ts') },
  { name: 'acl policy list', synopsis: 'Lists policies', load: () => import('./policy-list.ts') },
  { name: 'acl policy read', synopsis: 'Prints a policy', load: () => import('./policy-read.ts') },
  { name: 'acl policy update', synopsis: 'Changes a policy', load: () => import('./policy-update.ts') },
  { name: 'acl role create', synopsis: 'Makes a role', load: () => import('./role-create.ts') },
  { name: 'acl role delete', synopsis: 'Deletes a role', load: () => import('./role-delete.ts') },
  { name: 'acl role list', synopsis: 'Lists roles', load: () => import('./role-list.ts') },
  { name: 'acl role read', synopsis: 'Prints a role', load: () => import('./role-read.ts') },
  { name: 'acl role update', synopsis: 'Changes a role', load: () => import('./role-update.ts') },
  {
    name: 'acl set-agent-token',
    note: 'The one for replication is kept, and not used: datacenters replicate no ACLs.',
    synopsis: 'Gives the agent a token',
    load: () => import('./set-agent-token.ts'),
  },
  {
    name: 'acl templated-policy list',
    synopsis: 'Lists templated policies',
    load: () => import('./templated-policy-list.ts'),
  },
  {
    name: 'acl templated-policy preview',
    note: 'Templated policies of one file keep its order.',
    synopsis: 'Prints the policy that a templated policy becomes',
    load: () => import('./templated-policy-preview.ts'),
  },
  {
    name: 'acl templated-policy read',
    synopsis: 'Prints a templated policy',
    load: () => import('./templated-policy-read.ts'),
  },
  { name: 'acl token clone', synopsis: 'Makes a token like another', load: () => import('./token-clone.ts') },
  { name: 'acl token create', synopsis: 'Makes a token', load: () => import('./token-create.ts') },
  { name: 'acl token delete', synopsis: 'Deletes a token', load: () => import('./token-delete.ts') },
  { name: 'acl token list', synopsis: 'Lists tokens', load: () => import('./token-list.ts') },
  { name: 'acl token read', synopsis: 'Prints a token', load: () => import('./token-read.ts') },
  { name: 'acl token update', synopsis: 'Changes a token', load: () => import('./token-update.ts') },
]
