import type { CheckDefinition, ServiceFields, ServiceRegistration } from '../../model/registration.ts'
import type { Proxy } from '../../model/rows.ts'
import { defineCheck } from '../checks/index.ts'
import type { Settings } from '../../model/settings.ts'
import { refuse } from './errors.ts'
import type { LocalState } from './state.ts'

const HERE = '127.0.0.1'

/** The proxy that a service brings along, with all that its own definition leaves open filled in from the service, but for its port. */
export function sidecarOf({ row: service, sidecar }: ServiceRegistration): ServiceRegistration | undefined {
  if (!sidecar) return undefined
  const { row } = sidecar
  const serviceId = service.ID || service.Service
  return {
    ...sidecar,
    row: {
      ...row,
      Kind: row.Kind || 'connect-proxy',
      ID: sidecarId(serviceId),
      Service: row.Service || `${service.Service}-sidecar-proxy`,
      Tags: row.Tags ?? service.Tags,
      Meta: row.Meta ?? service.Meta,
      Address: row.Address || service.Address,
      Locality: row.Locality ?? service.Locality,
      Proxy: proxyOf(row, service, serviceId),
    },
  }
}

/** The same with a port, and with the usual checks where it names none. Throws where no port is left. */
export function withPort(
  sidecar: ServiceRegistration,
  serviceId: string,
  state: LocalState,
  ports: Settings['sidecarPorts'],
): ServiceRegistration {
  const { row, checks } = sidecar
  const port = row.Port > 0 ? row.Port : freePort(state, row.ID ?? '', ports)
  return {
    ...sidecar,
    row: { ...row, Port: port },
    checks: checks.length > 0 ? checks : usualChecks(serviceId, `${row.Address || HERE}:${port}`),
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

/** The port that it has already if that is one of these, or else the first that no service here has. */
function freePort(state: LocalState, id: string, { first, last }: Settings['sidecarPorts']): number {
  if (first <= 0 || last <= 0) throw refuse.noSidecarPorts()
  const known = state.service(id)?.row.Port ?? 0
  if (known >= first && known <= last) return known
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
