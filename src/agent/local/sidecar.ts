import type { CheckDefinition } from '../checks/index.ts'
import { defineCheck } from '../checks/index.ts'
import type { Settings } from '../../model/settings.ts'
import { refuse } from './errors.ts'
import type { LocalState } from './state.ts'
import type { ServiceDefinition } from './service-definition.ts'

const HERE = '127.0.0.1'

/**
 * The proxy that a service brings along, with all that its own definition leaves open filled in from the service. Throws where no port is left
 * for it.
 */
export function sidecarOf(
  service: ServiceDefinition,
  state: LocalState,
  ports: Settings['sidecarPorts'],
): ServiceDefinition | undefined {
  const { sidecar } = service
  if (!sidecar) return undefined
  const serviceId = service.id || service.name
  const id = sidecarId(serviceId)
  const port = sidecar.port || freePort(state, id, ports)
  const address = sidecar.address || service.address
  return {
    ...sidecar,
    kind: sidecar.kind || 'connect-proxy',
    id,
    name: sidecar.name || `${service.name}-sidecar-proxy`,
    tags: sidecar.tags ?? service.tags,
    meta: sidecar.meta ?? service.meta,
    address,
    port,
    checks: sidecar.checks.length > 0 ? sidecar.checks : usualChecks(serviceId, `${address || HERE}:${port}`),
    proxy: proxyOf(sidecar, service, serviceId),
  }
}

export const sidecarId = (serviceId: string): string => `${serviceId}-sidecar-proxy`

function proxyOf(sidecar: ServiceDefinition, service: ServiceDefinition, id: string): ServiceDefinition['proxy'] {
  const { DestinationServiceName, DestinationServiceID, Config, Upstreams, ...rest } = sidecar.proxy
  const bySocket = service.socketPath !== '' && rest['LocalServicePort'] === undefined
  return {
    DestinationServiceName: DestinationServiceName ?? service.name,
    DestinationServiceID: DestinationServiceID ?? id,
    ...(bySocket
      ? { LocalServiceSocketPath: service.socketPath }
      : { LocalServiceAddress: HERE, ...(service.port !== 0 && { LocalServicePort: service.port }) }),
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
