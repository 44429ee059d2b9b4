import type { NewService } from '../../state/service.ts'
import type { ServiceDefinition } from './service-definition.ts'

const USUAL_WEIGHTS = { Passing: 1, Warning: 1 } as const

/** The row that a definition makes on this node, its tagged addresses as given. Without an ID it goes by its name. */
export function serviceRow(service: ServiceDefinition, node: string): NewService {
  return {
    Node: node,
    Kind: service.kind,
    ID: service.id || service.name,
    Service: service.name,
    Tags: service.tags,
    Address: service.address,
    TaggedAddresses: service.taggedAddresses,
    Meta: service.meta,
    Port: service.port,
    SocketPath: service.socketPath,
    Weights: service.weights ?? USUAL_WEIGHTS,
    EnableTagOverride: service.enableTagOverride,
    Proxy: service.proxy,
    Connect: service.native ? { Native: true } : {},
    Locality: service.locality,
  }
}
