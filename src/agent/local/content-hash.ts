import { isObject } from '../../lib/equal.ts'
import {
  hashAny,
  hashBool,
  hashInt,
  hashList,
  hashMap,
  hashString,
  hashStruct,
  NIL,
  hashScalar,
} from '../../go/hashstructure.ts'
import type { NewService } from '../../state/service.ts'
import { SERVICE_SCALARS } from '../../model/rows.ts'

/**
 * Sixteen hexadecimal digits that stand for the content of a service: the hash of the structure that Consul's own client has
 * for it, field by field, whose constants stand in tests of clients.
 */
export function contentHash(service: NewService): string {
  const hash = hashStruct('AgentService', {
    ...hashScalars(service),
    Tags: hashList(service.Tags, hashString),
    Meta: hashMap(service.Meta, hashString),
    TaggedAddresses: hashMap(service.TaggedAddresses, ({ Address, Port }) =>
      hashStruct('ServiceAddress', { Address: hashString(Address), Port: hashInt(Port) }),
    ),
    Weights: hashStruct('AgentWeights', {
      Passing: hashInt(service.Weights.Passing),
      Warning: hashInt(service.Weights.Warning),
    }),
    CreateIndex: hashInt(0),
    ModifyIndex: hashInt(0),
    ContentHash: hashString(''),
    Proxy: service.Kind === '' ? NIL : hashProxy(new Fields(service.Proxy)),
    Connect:
      service.Connect['Native'] === true
        ? hashStruct('AgentServiceConnect', { Native: hashBool(true), SidecarService: NIL })
        : NIL,
    PeerName: hashString(''),
  })
  return hash.toString(16)
}

function hashScalars(service: NewService): Readonly<Record<string, bigint>> {
  const names = Object.keys(SERVICE_SCALARS) as (keyof typeof SERVICE_SCALARS)[]
  return Object.fromEntries(names.map(name => [name, hashScalar(service[name])]))
}

function hashProxy(proxy: Fields): bigint {
  return hashStruct('AgentServiceConnectProxyConfig', {
    // an agent tells its clients of none
    EnvoyExtensions: hashList([], hashString),
    DestinationServiceName: proxy.string('DestinationServiceName'),
    DestinationServiceID: proxy.string('DestinationServiceID'),
    LocalServiceAddress: proxy.string('LocalServiceAddress'),
    LocalServicePort: proxy.int('LocalServicePort'),
    LocalServiceSocketPath: proxy.string('LocalServiceSocketPath'),
    Mode: proxy.string('Mode'),
    TransparentProxy: proxy.pointer('TransparentProxy', transparent =>
      hashStruct('TransparentProxyConfig', {
        OutboundListenerPort: transparent.int('OutboundListenerPort'),
        DialedDirectly: transparent.bool('DialedDirectly'),
      }),
    ),
    Config: proxy.any('Config'),
    Upstreams: proxy.list('Upstreams', hashUpstream),
    MeshGateway: hashMeshGateway(proxy),
    Expose: hashExpose(proxy.struct('Expose')),
    AccessLogs: proxy.pointer('AccessLogs', logs =>
      hashStruct('AccessLogsConfig', {
        Enabled: logs.bool('Enabled'),
        DisableListenerLogs: logs.bool('DisableListenerLogs'),
        Type: logs.string('Type'),
        Path: logs.string('Path'),
        JSONFormat: logs.string('JSONFormat'),
        TextFormat: logs.string('TextFormat'),
      }),
    ),
  })
}

function hashUpstream(upstream: Fields): bigint {
  return hashStruct('Upstream', {
    DestinationType: upstream.string('DestinationType'),
    DestinationPartition: upstream.string('DestinationPartition'),
    DestinationNamespace: upstream.string('DestinationNamespace'),
    DestinationPeer: upstream.string('DestinationPeer'),
    DestinationName: upstream.string('DestinationName'),
    Datacenter: upstream.string('Datacenter'),
    LocalBindAddress: upstream.string('LocalBindAddress'),
    LocalBindPort: upstream.int('LocalBindPort'),
    LocalBindSocketPath: upstream.string('LocalBindSocketPath'),
    LocalBindSocketMode: upstream.string('LocalBindSocketMode'),
    Config: upstream.any('Config'),
    MeshGateway: hashMeshGateway(upstream),
    CentrallyConfigured: upstream.bool('CentrallyConfigured'),
  })
}

const hashMeshGateway = (owner: Fields): bigint =>
  hashStruct('MeshGatewayConfig', { Mode: owner.struct('MeshGateway').string('Mode') })

function hashExpose(expose: Fields): bigint {
  return hashStruct('ExposeConfig', {
    Checks: expose.bool('Checks'),
    Paths: expose.list('Paths', path =>
      hashStruct('ExposePath', {
        ListenerPort: path.int('ListenerPort'),
        Path: path.string('Path'),
        LocalPathPort: path.int('LocalPathPort'),
        Protocol: path.string('Protocol'),
        ParsedFromCheck: path.bool('ParsedFromCheck'),
      }),
    ),
  })
}

/** Hashes of the fields of a structure as it is stored: those that are missing are zero. */
class Fields {
  readonly #of: Readonly<Record<string, unknown>>

  constructor(of: unknown) {
    this.#of = isObject(of) ? of : {}
  }

  string(name: string): bigint {
    const value = this.#of[name]
    return hashString(typeof value === 'string' ? value : '')
  }

  int(name: string): bigint {
    return hashInt(Number(this.#of[name] ?? 0))
  }

  bool(name: string): bigint {
    return hashBool(this.#of[name] === true)
  }

  any(name: string): bigint {
    const value = this.#of[name]
    return isObject(value) ? hashAny(value) : 0n
  }

  list(name: string, of: (item: Fields) => bigint): bigint {
    const value = this.#of[name]
    return hashList(Array.isArray(value) ? value : [], item => of(new Fields(item)))
  }

  struct(name: string): Fields {
    return new Fields(this.#of[name])
  }

  pointer(name: string, of: (item: Fields) => bigint): bigint {
    return isObject(this.#of[name]) ? of(this.struct(name)) : NIL
  }
}
