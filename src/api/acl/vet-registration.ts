import { equal } from '../../lib/equal.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import type { Deregistration, Registration } from '../../state/catalog.ts'
import { refuse, StateError } from '../../state/errors.ts'
import type { NewNode } from '../../state/node.ts'
import { findCheck, findService } from '../../state/peering/of-peer.ts'
import { keyOf } from '../../state/schema.ts'
import type { View } from '../../state/view.ts'
import { demand } from './permission.ts'

/** Refuses a registration in the catalog that the token has no right to: a node only where it would change. */
export function vetRegistration(
  authorizer: Authorizer,
  view: View,
  { node, skipNodeUpdate = false, service, checks = [] }: Registration,
): void {
  if (authorizer.allowsAll) return
  // the service is looked at first, but for that of the servers
  if (service && service.Service !== 'consul') demand(authorizer, 'service', 'write', service.Service)
  if (changesNode(view, node, skipNodeUpdate)) demand(authorizer, 'node', 'write', node.Node)
  const known = service && view.get('services', keyOf(node.Node, service.ID))
  if (service) {
    demand(authorizer, 'service', 'write', service.Service)
    if (known && known.Service !== service.Service) demand(authorizer, 'service', 'write', known.Service)
  }
  for (const { ServiceID, CheckID } of checks) {
    if (ServiceID === '') {
      demand(authorizer, 'node', 'write', node.Node)
      continue
    }
    const name =
      service?.ID === ServiceID ? service.Service : view.get('services', keyOf(node.Node, ServiceID))?.Service
    if (name === undefined) throw refuse.unknownServiceOfCheck(ServiceID, CheckID)
    demand(authorizer, 'service', 'write', name)
  }
}

function changesNode(view: View, node: NewNode, skip: boolean): boolean {
  const known = view.node(node.Node)
  if (!known) return true
  if (skip) return false
  const differs = (a: unknown, b: unknown): boolean => !equal(a ?? null, b ?? null)
  return (
    (node.ID !== '' && known.ID !== node.ID) ||
    known.Address !== node.Address ||
    differs(known.TaggedAddresses, node.TaggedAddresses) ||
    differs(known.Meta, node.Meta)
  )
}

/** Refuses to take something out of the catalog that the token has no right to; with a right to the node all may go. */
export function vetDeregistration(
  authorizer: Authorizer,
  view: View,
  { node, serviceId, checkId, peer }: Required<Deregistration>,
): void {
  if (authorizer.allows('node', 'write', node)) return
  if (serviceId !== '') {
    const service = findService(view, peer, node, serviceId)
    if (!service) throw new StateError(`Unknown service ID '${serviceId}'`)
    return demand(authorizer, 'service', 'write', service.Service)
  }
  const check = checkId === '' ? undefined : findCheck(view, peer, node, checkId)
  if (checkId !== '' && !check) throw new StateError(`Unknown check ID '${checkId}'`)
  if (check && check.ServiceID !== '') return demand(authorizer, 'service', 'write', check.ServiceName)
  demand(authorizer, 'node', 'write', node)
}
