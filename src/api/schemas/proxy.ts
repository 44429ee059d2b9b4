import {
  bool,
  type Decoded,
  type Filled,
  int,
  list,
  map,
  omitEmpty,
  pointer,
  raw,
  type Schema,
  string,
  struct,
} from '../../go/decode.ts'
import type { Proxy } from '../../model/rows.ts'
import { decoderOf, meshGatewaySchema, snakeMember, STRICT } from './parts.ts'

/** The settings of a proxy and its parts. */

const CUSTOM = { unknown: 'reject', custom: true } as const
const anyMap = map(raw(), 'map[string]interface {}')

const upstreamStruct = struct(
  {
    DestinationType: string(),
    DestinationNamespace: omitEmpty(string()),
    DestinationPartition: omitEmpty(string()),
    DestinationPeer: omitEmpty(string()),
    DestinationName: string(),
    Datacenter: string(),
    LocalBindAddress: omitEmpty(string()),
    LocalBindPort: omitEmpty(int()),
    LocalBindSocketPath: omitEmpty(string()),
    LocalBindSocketMode: omitEmpty(string()),
    Config: omitEmpty(anyMap),
    MeshGateway: meshGatewaySchema,
    CentrallyConfigured: omitEmpty(bool()),
  },
  {
    ...CUSTOM,
    name: decoderOf(
      snakeMember('DestinationType', 'string', 'destination_type'),
      snakeMember('DestinationPartition', 'string', 'destination_partition'),
      snakeMember('DestinationNamespace', 'string', 'destination_namespace'),
      snakeMember('DestinationPeer', 'string', 'destination_peer'),
      snakeMember('DestinationName', 'string', 'destination_name'),
      snakeMember('LocalBindAddress', 'string', 'local_bind_address'),
      snakeMember('LocalBindPort', 'int', 'local_bind_port'),
      snakeMember('LocalBindSocketPath', 'string', 'local_bind_socket_path'),
      snakeMember('LocalBindSocketMode', 'string', 'local_bind_socket_mode'),
      snakeMember('MeshGateway', 'structs.MeshGatewayConfig', 'mesh_gateway'),
    ),
    aliases: {
      destination_type: 'DestinationType',
      destination_namespace: 'DestinationNamespace',
      destination_partition: 'DestinationPartition',
      destination_peer: 'DestinationPeer',
      destination_name: 'DestinationName',
      local_bind_address: 'LocalBindAddress',
      local_bind_port: 'LocalBindPort',
      local_bind_socket_path: 'LocalBindSocketPath',
      local_bind_socket_mode: 'LocalBindSocketMode',
      mesh_gateway: 'MeshGateway',
    },
  },
)

export interface UpstreamBody extends Decoded<typeof upstreamStruct> {}
export interface FilledUpstream extends Filled<typeof upstreamStruct> {}
export const upstreamSchema: Schema<UpstreamBody, FilledUpstream> = upstreamStruct

const exposedPath = struct(
  {
    ListenerPort: omitEmpty(int()),
    Path: omitEmpty(string()),
    LocalPathPort: omitEmpty(int()),
    Protocol: omitEmpty(string()),
    ParsedFromCheck: omitEmpty(bool()),
  },
  {
    ...CUSTOM,
    name: decoderOf(
      snakeMember('ListenerPort', 'int', 'listener_port'),
      snakeMember('LocalPathPort', 'int', 'local_path_port'),
      snakeMember('ParsedFromCheck', 'bool', 'parsed_from_check'),
    ),
    aliases: {
      listener_port: 'ListenerPort',
      local_path_port: 'LocalPathPort',
      parsed_from_check: 'ParsedFromCheck',
    },
  },
)

const transparentProxy = struct(
  { OutboundListenerPort: omitEmpty(int()), DialedDirectly: omitEmpty(bool()) },
  { ...STRICT, name: 'structs.TransparentProxyConfig' },
)

const accessLogs = struct(
  {
    Enabled: omitEmpty(bool()),
    DisableListenerLogs: omitEmpty(bool()),
    Type: omitEmpty(string('structs.LogSinkType')),
    Path: omitEmpty(string()),
    JSONFormat: omitEmpty(string()),
    TextFormat: omitEmpty(string()),
  },
  { ...STRICT, name: 'structs.AccessLogsConfig' },
)

const envoyExtension = struct(
  { Name: string(), Required: bool(), Arguments: anyMap, ConsulVersion: string(), EnvoyVersion: string() },
  { ...STRICT, name: 'structs.EnvoyExtension' },
)

const proxyStruct = struct(
  {
    TransparentProxy: omitEmpty(orAbsent(transparentProxy)),
    AccessLogs: omitEmpty(orAbsent(accessLogs)),
    EnvoyExtensions: omitEmpty(list(envoyExtension)),
    DestinationServiceName: omitEmpty(string()),
    DestinationServiceID: omitEmpty(string()),
    LocalServiceAddress: omitEmpty(string()),
    LocalServicePort: omitEmpty(int()),
    LocalServiceSocketPath: omitEmpty(string()),
    Mode: string('structs.ProxyMode'),
    Config: omitEmpty(anyMap),
    Upstreams: omitEmpty(list(upstreamSchema, 'structs.Upstreams')),
    MeshGateway: meshGatewaySchema,
    Expose: struct(
      { Checks: omitEmpty(bool()), Paths: omitEmpty(list(exposedPath, '[]structs.ExposePath')) },
      { ...STRICT, name: 'structs.ExposeConfig' },
    ),
  },
  {
    ...CUSTOM,
    name: decoderOf(
      snakeMember('DestinationServiceName', 'string', 'destination_service_name'),
      snakeMember('DestinationServiceID', 'string', 'destination_service_id'),
      snakeMember('LocalServiceAddress', 'string', 'local_service_address'),
      snakeMember('LocalServicePort', 'int', 'local_service_port'),
      snakeMember('LocalServiceSocketPath', 'string', 'local_service_socket_path'),
      snakeMember('MeshGateway', 'structs.MeshGatewayConfig', 'mesh_gateway'),
      snakeMember('TransparentProxy', 'structs.TransparentProxyConfig', 'transparent_proxy'),
      snakeMember('AccessLogs', 'structs.AccessLogsConfig', 'access_logs'),
    ),
    aliases: {
      destination_service_name: 'DestinationServiceName',
      destination_service_id: 'DestinationServiceID',
      local_service_address: 'LocalServiceAddress',
      local_service_port: 'LocalServicePort',
      local_service_socket_path: 'LocalServiceSocketPath',
      mesh_gateway: 'MeshGateway',
      transparent_proxy: 'TransparentProxy',
      access_logs: 'AccessLogs',
    },
  },
)

export interface ProxyBody extends Decoded<typeof proxyStruct> {}
export interface FilledProxy extends Filled<typeof proxyStruct> {}
export const proxySchema: Schema<ProxyBody, FilledProxy> = proxyStruct

/** A structure that is shown only where it says something. */
function orAbsent<T, G extends object>(of: Parameters<typeof pointer<T, G>>[0]): ReturnType<typeof pointer<T, G>> {
  return { ...pointer(of), isEmpty: value => value === null || Object.keys(value).length === 0 }
}

/** The proxy of a definition, whose upstreams are services unless they say otherwise. */
export function toProxy(body: ProxyBody | undefined): Proxy {
  const filled = proxySchema.fill(body)
  const { Upstreams } = filled
  if (!Upstreams) return filled
  return {
    ...filled,
    Upstreams: Upstreams.map(upstream => ({ ...upstream, DestinationType: upstream.DestinationType || 'service' })),
  }
}
