import type { CheckDefinition, ServiceFields, ServiceRegistration } from '../../model/registration.ts'
import type { Proxy } from '../../model/rows.ts'
import { defineCheck } from '../checks/index.ts'
import type { Settings } from '../../model/settings.ts'
import { refuse } from './errors.ts'
import type { LocalState } from './state.ts'

const HERE = '127.0.0.1'

/**
 * The proxy that a service brings along, with all that its own definition leaves open filled in from the service. Throws where no port is left
 * for it.
 */
export function sidecarOf(
  { row: service, sidecar }: ServiceRegistration,
  state: LocalState,
  ports: Settings['sidecarPorts'],
): ServiceRegistration | undefined {
  if (!sidecar) return undefined
  const { row } = sidecar
  const serviceId = service.ID || service.Service
  const id = sidecarId(serviceId)
  const port = row.Port || freePort(state, id, ports)
  const address = row.Address || service.Address
  return {
    ...sidecar,
    row: {
      ...row,
      Kind: row.Kind || 'connect-proxy',
      ID: id,
      Service: row.Service || `${service.Service}-sidecar-proxy`,
      Tags: row.Tags ?? service.Tags,
      Meta: row.Meta ?? service.Meta,
      Address: address,
      Port: port,
      Proxy: proxyOf(row, service, serviceId),
    },
    checks: sidecar.checks.length > 0 ? sidecar.checks : usualChecks(serviceId, `${address || HERE}:${port}`),
  }
}

export const sidecarId = (serviceId: string): string => `${serviceId}-sidecar-proxy`

function proxyOf(sidecar: ServiceFields, service: ServiceFields, id: string): Proxy {
  const { DestinationServiceName, DestinationServiceID, Config, Upstreams, ...rest } = sidecar.Proxy
  const bySocket = service.SocketPath !== '' && rest['LocalServicePort'] === undefined
  return {
    DestinationServiceName: DestinationServiceName ?? service.Service,
    DestinationServiceID: DestinationServiceID ?? id,
    ...(bySocket
      ? { LocalServiceSocketPath: service.SocketPath }
      : { LocalServiceAddress: HERE, ...(service.Port !== 0 && { LocalServicePort: service.Port }) }),
    ...rest,
    ...(Config !== undefined && { Config }),
    ...(Upstreams !== undefined && { Upstreams }),
  }
}

/** The port that it has already, or else the first that no service here has. */
function freePort(state: LocalState, id: string, { first, last }: Settings['sidecarPorts']): number {
  const known = state.service(id)?.row.Port
  if (known) return known
  const taken = new Set(Array.from(state.services(), ({ row }) => row.Port))
  for (let port = first; port <= last; port++) if (!taken.has(port)) return port
  throw refuse.noSidecarPort(first, last)
}

function usualChecks(service: string, address: string): readonly CheckDefinition[] {
  return [
    defineCheck({ name: 'Connect Sidecar Listening', tcp: address, interval: 10_000 }),
    defineCheck({ name: `Connect Sidecar Aliasing ${service}`, aliasService: service }),
  ]
}
