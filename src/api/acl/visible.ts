import type { Check, Node, Service, Session } from '../../model/rows.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { Instance } from '../../state/catalog.ts'
import type { Health } from '../../state/health.ts'

/** What of a list a token may see, and whether there was more. */
export interface Visible<T> {
  readonly rows: readonly T[]
  readonly filtered: boolean
}

/** Whether one row may be seen. Lists are filtered by the very rules by which single reads are refused. */
export type Sees<T> = (authorizer: Authorizer, row: T) => boolean

export const seesNode: Sees<Pick<Node, 'Node'>> = (authorizer, { Node }) => authorizer.allows('node', 'read', Node)
export const seesService: Sees<Pick<Service, 'Service'>> = (authorizer, { Service }) =>
  authorizer.allows('service', 'read', Service)
/** An instance needs both: its service and the node that it is on. */
export const seesInstance: Sees<Instance> = (authorizer, { node, service }) =>
  seesNode(authorizer, node) && seesService(authorizer, service)
export const seesHealth: Sees<Health> = (authorizer, row) => seesInstance(authorizer, row)
/** The same of an instance's row, which names its node. */
export const instanceSeenBy =
  (authorizer: Authorizer) =>
  (row: Pick<Service, 'Node' | 'Service'>): boolean =>
    seesNode(authorizer, row) && seesService(authorizer, row)
export const seesCheck: Sees<Pick<Check, 'Node' | 'ServiceName'>> = (authorizer, { Node, ServiceName }) =>
  authorizer.allows('node', 'read', Node) && (ServiceName === '' || authorizer.allows('service', 'read', ServiceName))
export const seesSession: Sees<Session> = (authorizer, { Node }) => authorizer.allows('session', 'read', Node)
/** A key, one unit a byte. */
export const seesKey: Sees<string> = (authorizer, key) => authorizer.allows('key', 'read', key)

/** Leaves out what the token may not see. With all rights that costs nothing. */
export function visible<T>(authorizer: Authorizer, rows: readonly T[], sees: Sees<T>): Visible<T> {
  if (authorizer.allowsAll) return { rows, filtered: false }
  const seen = rows.filter(row => sees(authorizer, row))
  return { rows: seen, filtered: seen.length < rows.length }
}
