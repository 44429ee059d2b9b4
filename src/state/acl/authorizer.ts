/** What rules are about. */
export type Resource =
  | 'acl'
  | 'agent'
  | 'event'
  | 'intention'
  | 'key'
  | 'keyring'
  | 'mesh'
  | 'node'
  | 'operator'
  | 'peering'
  | 'query'
  | 'service'
  | 'session'

export type Access = 'read' | 'list' | 'write'

/** What the owner of a token may do. It never changes: other rights are another authorizer. */
export interface Authorizer {
  /** The AccessorID of the token, which refusals name. */
  readonly accessor: string
  /** Stands for these rights in the keys of cached answers; '' where everything is allowed. */
  readonly id: string
  /** Nothing is refused, so that lists need not be filtered. */
  readonly allowsAll: boolean
  /** `name` of a key holds one byte a unit, as the names of rows do. */
  allows(resource: Resource, access: Access, name?: string): boolean
  /** Whether every key that begins with `prefix` may be written, those that are not there included. */
  allowsTree(prefix: string): boolean
  /** Whether it is allowed whatever the name. */
  allowsEvery(resource: Resource, access: Access): boolean
  /** Whether it is allowed for some name. */
  allowsSome(resource: Resource, access: Access): boolean
}

/** The rights of every request while ACLs are off. */
export const allowAll: Authorizer = {
  accessor: '',
  id: '',
  allowsAll: true,
  allows: () => true,
  allowsTree: () => true,
  allowsEvery: () => true,
  allowsSome: () => true,
}

/** No rights at all. */
export const denyAll: Authorizer = {
  accessor: '',
  id: 'deny',
  allowsAll: false,
  allows: () => false,
  allowsTree: () => false,
  allowsEvery: () => false,
  allowsSome: () => false,
}
