import { renderCheck } from './rows.ts'
import type { LocalCheckRow } from '../../agent/local/state.ts'
import { isObject } from '../../lib/equal.ts'
import { takesCentralConfig } from '../../state/central-config/merge.ts'
import type { NewService } from '../../state/service.ts'
import type { Proxy } from '../../model/rows.ts'

/** The agent's own services and checks as its endpoints show them, which is not as the catalog does. */

export function renderLocalService(service: NewService, datacenter: string, hash?: string): object {
  return {
    ...(service.Kind !== '' && { Kind: service.Kind }),
    ID: service.ID,
    Service: service.Service,
    Tags: service.Tags ?? [],
    Meta: service.Meta ?? {},
    Port: service.Port,
    Address: service.Address,
    ...(service.SocketPath !== '' && { SocketPath: service.SocketPath }),
    ...(service.TaggedAddresses && { TaggedAddresses: service.TaggedAddresses }),
    Weights: service.Weights,
    EnableTagOverride: service.EnableTagOverride,
    ...(hash !== undefined && { ContentHash: hash }),
    ...(takesCentralConfig(service) && { Proxy: renderProxy(service.Proxy) }),
    ...(service.Connect['Native'] === true && { Connect: { Native: true } }),
    Datacenter: datacenter,
    ...(service.Locality && { Locality: { Region: '', Zone: '', ...service.Locality } }),
  }
}

function renderProxy(proxy: Proxy): object {
  const {
    TransparentProxy,
    AccessLogs,
    EnvoyExtensions: _hidden,
    Mode,
    Config,
    Upstreams,
    MeshGateway,
    Expose,
    ...rest
  } = proxy
  return {
    ...rest,
    ...(Mode !== '' && { Mode }),
    ...(TransparentProxy !== undefined && { TransparentProxy }),
    ...(Config !== undefined && { Config }),
    ...(Array.isArray(Upstreams) && { Upstreams: Upstreams.filter(isObject).map(renderUpstream) }),
    MeshGateway,
    Expose: renderExpose(Expose),
    ...(AccessLogs !== undefined && { AccessLogs }),
  }
}

/** With its members in the order of the client's structure, which is not that of the catalog's. */
function renderUpstream(upstream: Record<string, unknown>): object {
  const {
    DestinationType,
    DestinationPartition,
    DestinationNamespace,
    DestinationPeer,
    DestinationName,
    Datacenter,
    CentrallyConfigured: _hidden,
    ...rest
  } = upstream
  return {
    ...(DestinationType !== '' && { DestinationType }),
    ...(DestinationPartition !== undefined && { DestinationPartition }),
    ...(DestinationNamespace !== undefined && { DestinationNamespace }),
    ...(DestinationPeer !== undefined && { DestinationPeer }),
    DestinationName,
    ...(Datacenter !== '' && { Datacenter }),
    ...rest,
  }
}

function renderExpose(expose: unknown): unknown {
  if (!isObject(expose) || !Array.isArray(expose['Paths'])) return expose
  return {
    ...expose,
    Paths: expose['Paths'].filter(isObject).map(path => ({
      ...path,
      ParsedFromCheck: path['ParsedFromCheck'] === true,
    })),
  }
}

/** As `/v1/agent/checks` shows it. */
export function renderLocalCheck(check: LocalCheckRow): object {
  return renderCheck({ ...check, CreateIndex: 0, ModifyIndex: 0 })
}

const NO_DEFINITION = {
  Interval: '0s',
  Timeout: '0s',
  DeregisterCriticalServiceAfter: '0s',
  HTTP: '',
  Header: null,
  Method: '',
  Body: '',
  TLSServerName: '',
  TLSSkipVerify: false,
  TCP: '',
  TCPUseTLS: false,
  UDP: '',
  GRPC: '',
  OSService: '',
  GRPCUseTLS: false,
} as const

/** As `/v1/agent/health` shows it: an empty definition written out, and no type. */
export function renderHealthCheck(check: LocalCheckRow): object {
  return {
    ...renderCheck({ ...check, CreateIndex: 0, ModifyIndex: 0 }, true),
    Type: '',
    Interval: undefined,
    Timeout: undefined,
    ExposedPort: 0,
    Definition: NO_DEFINITION,
  }
}
