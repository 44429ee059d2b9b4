import type { Agent } from '../../agent/agent.ts'
import type { LocalCheck } from '../../agent/local/state.ts'
import type { CheckDefinition, ServiceRegistration } from '../../model/registration.ts'
import type { Authorizer } from '../../state/acl/authorizer.ts'
import { demand } from './permission.ts'
import type { Sees } from './visible.ts'

/** Rights at one agent: to itself, its services and its checks. What does not exist is refused by the lookup. */

export function demandAgent(authorizer: Authorizer, { settings }: Agent, access: 'read' | 'write'): void {
  demand(authorizer, 'agent', access, settings.nodeName)
}

/** The agent's own checks go by their service, or by the node where they have none. */
export const seesLocalCheck: Sees<LocalCheck> = (authorizer, { row: { Node, ServiceName } }) =>
  ServiceName === '' ? authorizer.allows('node', 'read', Node) : authorizer.allows('service', 'read', ServiceName)

export function demandServiceWrite(authorizer: Authorizer, { local }: Agent, id: string): void {
  const service = local.state.service(id)
  if (service) demand(authorizer, 'service', 'write', service.row.Service)
}

/** A service of the same ID is overwritten, and a proxy speaks for what it stands before: both need rights of their own. */
export function demandNewService(authorizer: Authorizer, agent: Agent, { row }: ServiceRegistration): void {
  demand(authorizer, 'service', 'write', row.Service)
  demandServiceWrite(authorizer, agent, row.ID || row.Service)
  const destination = row.Proxy.DestinationServiceName
  if (row.Kind === 'connect-proxy' && typeof destination === 'string')
    demand(authorizer, 'service', 'write', destination)
}

export function demandNewCheck(authorizer: Authorizer, agent: Agent, { serviceId, checkId }: CheckDefinition): void {
  if (serviceId === '') demand(authorizer, 'node', 'write', agent.settings.nodeName)
  else demandServiceWrite(authorizer, agent, serviceId)
  if (checkId !== '') demandCheckWrite(authorizer, agent, checkId)
}

export function demandCheckWrite(authorizer: Authorizer, { local, settings }: Agent, id: string): void {
  const check = local.state.check(id)
  if (!check) return
  const { ServiceName } = check.row
  if (ServiceName === '') demand(authorizer, 'node', 'write', settings.nodeName)
  else demand(authorizer, 'service', 'write', ServiceName)
}
