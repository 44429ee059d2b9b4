import type { LocalCheck, LocalService } from './state.ts'

export const NODE_MAINTENANCE = '_node_maintenance'
const SERVICE_MAINTENANCE = '_service_maintenance:'

export const serviceMaintenance = (serviceId: string): string => SERVICE_MAINTENANCE + serviceId

/** Whether a check only marks maintenance mode. */
export const isMaintenance = (checkId: string): boolean =>
  checkId === NODE_MAINTENANCE || checkId.startsWith(SERVICE_MAINTENANCE)

const noReason = (what: string): string =>
  `Maintenance mode is enabled for this ${what}, but no reason was provided. This is a default message.`

/** The check that takes a service, or else the whole node, out of service. */
export function maintenanceCheck(service: LocalService | undefined, reason: string, node: string): LocalCheck {
  return {
    origin: 'api',
    definition: undefined,
    row: {
      Node: node,
      CheckID: service ? serviceMaintenance(service.row.ID) : NODE_MAINTENANCE,
      Name: service ? 'Service Maintenance Mode' : 'Node Maintenance Mode',
      Status: 'critical',
      Notes: reason || noReason(service ? 'service' : 'node'),
      Output: '',
      ServiceID: service?.row.ID ?? '',
      ServiceName: service?.row.Service ?? '',
      ServiceTags: service?.row.Tags ?? null,
      Type: 'maintenance',
      Interval: '',
      Timeout: '',
      ExposedPort: 0,
      Definition: {},
    },
  }
}
