import type { Link, NodeIdentity, ServiceIdentity } from './objects.ts'

/** What is there, and what comes to it, as the official command puts both together. */

/** A policy or role that is there under the same name or ID is not linked again. */
export const withLinks = (current: readonly Link[] = [], added: readonly Link[]): Link[] => [
  ...current,
  ...added.filter(({ ID, Name }) => !current.some(link => (ID === undefined ? link.Name === Name : link.ID === ID))),
]

/** A service of the same name is replaced. */
export function withServices(
  current: readonly ServiceIdentity[] = [],
  added: readonly ServiceIdentity[],
): ServiceIdentity[] {
  const byName = new Map([...current, ...added].map(identity => [identity.ServiceName, identity]))
  return [...byName.values()]
}

/** A node of the same name stays as it is. */
export const withNodes = (current: readonly NodeIdentity[] = [], added: readonly NodeIdentity[]): NodeIdentity[] =>
  added.reduce<NodeIdentity[]>(
    (nodes, node) => (nodes.some(({ NodeName }) => NodeName === node.NodeName) ? nodes : [...nodes, node]),
    [...current],
  )
