import { send } from './http.ts'
import { deregisterCheck, registerCheck } from './service-save.ts'
import type { Check } from './types.ts'

/** What is put into maintenance: a node, or an instance of a service on it. */
export interface Maintained {
  readonly node: string
  readonly serviceId?: string
}

const checkId = ({ serviceId }: Maintained): string =>
  serviceId === undefined ? '_node_maintenance' : `_service_maintenance:${serviceId}`

/** Whether a check stands for maintenance. */
export const isMaintenance = ({ CheckID }: Pick<Check, 'CheckID'>): boolean =>
  /^_(node|service)_maintenance/.test(CheckID)

/** The check that stands for the maintenance; undefined while there is none. */
export const maintenanceOf = (what: Maintained, checks: readonly Check[]): Check | undefined =>
  checks.find(({ CheckID, Node }) => CheckID === checkId(what) && Node === what.node)

/** Starts it: by the agent on its own node, else by the check that another agent would register. */
export async function startMaintenance(what: Maintained, reason: string, ownNode: string): Promise<void> {
  const { node, serviceId } = what
  if (node === ownNode) {
    const path = serviceId === undefined ? 'maintenance' : `service/maintenance/${encodeURIComponent(serviceId)}`
    return void (await send('PUT', `/v1/agent/${path}?enable=true&reason=${encodeURIComponent(reason)}`))
  }
  const Name = serviceId === undefined ? 'Node Maintenance Mode' : 'Service Maintenance Mode'
  const check = { CheckID: checkId(what), Name, Notes: reason, Status: 'critical' }
  await registerCheck({ node, ownNode }, { ...check, ...(serviceId !== undefined && { ServiceID: serviceId }) })
}

export async function endMaintenance(check: Check, ownNode: string): Promise<void> {
  if (check.Node !== ownNode) return deregisterCheck(check, ownNode)
  const id = check.CheckID.split(':').slice(1).join(':')
  const path = id === '' ? 'maintenance' : `service/maintenance/${encodeURIComponent(id)}`
  await send('PUT', `/v1/agent/${path}?enable=false`)
}
