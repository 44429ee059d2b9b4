import type { Resource } from './authorizer.ts'

/** A kind of rule that has a name: the block of a policy, and how Go prints its struct. */
export interface NamedKind {
  readonly block: string
  readonly resource: Resource
  /** Stands for all names that begin with its own. */
  readonly prefix: boolean
  readonly struct: string
  readonly nameField: string
  readonly intentions: boolean
  /** Community edition prints the empty struct of Enterprise. */
  readonly enterprise: boolean
  readonly list: boolean
}

const named = (resource: Resource, struct: string, nameField: string, options: Partial<NamedKind> = {}): NamedKind[] =>
  [false, true].map(prefix => ({
    block: prefix ? `${resource}_prefix` : resource,
    resource,
    prefix,
    struct,
    nameField,
    intentions: false,
    enterprise: false,
    list: false,
    ...options,
  }))

/** In the order in which Consul looks at them. */
export const NAMED_KINDS: readonly NamedKind[] = [
  ...named('agent', 'AgentRule', 'Node'),
  ...named('key', 'KeyRule', 'Prefix', { enterprise: true, list: true }),
  ...named('node', 'NodeRule', 'Name', { enterprise: true }),
  ...named('service', 'ServiceRule', 'Name', { enterprise: true, intentions: true }),
  ...named('session', 'SessionRule', 'Node'),
  ...named('event', 'EventRule', 'Event'),
  ...named('query', 'PreparedQueryRule', 'Prefix'),
]

/** Rules without a name: `acl` is looked at before those with one, the others behind. */
export const GLOBAL_KINDS = ['acl', 'keyring', 'operator', 'mesh', 'peering'] as const
export type GlobalKind = (typeof GLOBAL_KINDS)[number]
