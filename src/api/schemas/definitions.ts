import {
  bool,
  duration,
  int,
  list,
  map,
  raw,
  type Schema,
  string,
  stringList,
  stringMap,
  struct,
} from '../../go/decode.ts'

/** The bodies that describe services and checks to the agent. They take some names in snake case, and others not. */

const STRICT = { unknown: 'reject' } as const
const CUSTOM = { unknown: 'reject', custom: true } as const

/** What Go calls a struct with its own decoder around it: its other names stand in its type. */
const decoderOf = (...members: readonly string[]): string => `struct { ${members.join('; ')}; *structs.Alias }`
const snake = (field: string, type: string, name: string): string => `${field}Snake ${type} ${tag(name)}`
const tag = (name: string): string => JSON.stringify(`json:${JSON.stringify(name)}`)

const checkFields = {
  Name: string(),
  Status: string(),
  Notes: string(),
  ServiceID: string(),
  HTTP: string(),
  Header: map(stringList()),
  Method: string(),
  Body: string(),
  DisableRedirects: bool(),
  TCP: string(),
  TCPUseTLS: bool(),
  UDP: string(),
  Interval: duration(),
  Timeout: duration(),
  TTL: duration(),
  DeregisterCriticalServiceAfter: duration(),
  ScriptArgs: stringList(),
  DockerContainerID: string(),
  Shell: string(),
  GRPC: string(),
  GRPCUseTLS: bool(),
  H2PING: string(),
  H2PingUseTLS: bool(),
  OSService: string(),
  TLSServerName: string(),
  TLSSkipVerify: bool(),
  AliasNode: string(),
  AliasService: string(),
  SuccessBeforePassing: int(),
  FailuresBeforeWarning: int(),
  FailuresBeforeCritical: int(),
  OutputMaxSize: int(),
}

const checkAliases = {
  args: 'ScriptArgs',
  script_args: 'ScriptArgs',
  deregister_critical_service_after: 'DeregisterCriticalServiceAfter',
  docker_container_id: 'DockerContainerID',
  tls_server_name: 'TLSServerName',
  tls_skip_verify: 'TLSSkipVerify',
  tcp_use_tls: 'TCPUseTLS',
  grpc_use_tls: 'GRPCUseTLS',
  h2ping_use_tls: 'H2PingUseTLS',
  service_id: 'ServiceID',
} as const

const DURATIONS = ['Interval', 'Timeout', 'TTL', 'DeregisterCriticalServiceAfter'].map(name => `${name} interface {}`)
const COMMON_SNAKES = [
  `Args []string ${tag('args')}`,
  snake('ScriptArgs', '[]string', 'script_args'),
  snake('DeregisterCriticalServiceAfter', 'interface {}', 'deregister_critical_service_after'),
  snake('DockerContainerID', 'string', 'docker_container_id'),
  snake('TLSServerName', 'string', 'tls_server_name'),
  snake('TLSSkipVerify', 'bool', 'tls_skip_verify'),
  snake('TCPUseTLS', 'bool', 'tcp_use_tls'),
  snake('GRPCUseTLS', 'bool', 'grpc_use_tls'),
]
const H2PING_SNAKE = snake('H2PingUseTLS', 'bool', 'h2ping_use_tls')
const SERVICE_ID_SNAKE = snake('ServiceID', 'string', 'service_id')

/** A check on its own. */
export const checkBody = struct(
  { ID: string(), ...checkFields, Token: string() },
  {
    ...CUSTOM,
    name: decoderOf(
      ...DURATIONS,
      ...COMMON_SNAKES,
      SERVICE_ID_SNAKE,
      H2PING_SNAKE,
      snake('DisableRedirects', 'bool', 'disable_redirects'),
    ),
    aliases: { ...checkAliases, disable_redirects: 'DisableRedirects' },
  },
)

/** A check as part of a service. */
const serviceCheck = struct(
  { CheckID: string(), ...checkFields, ProxyHTTP: string(), ProxyGRPC: string() },
  {
    ...CUSTOM,
    name: decoderOf(
      ...DURATIONS,
      ...COMMON_SNAKES,
      H2PING_SNAKE,
      `ServiceID string ${tag('ServiceID')}`,
      SERVICE_ID_SNAKE,
    ),
    aliases: checkAliases,
  },
)

const meshGateway = struct({ Mode: string() }, { ...STRICT, name: 'structs.MeshGatewayConfig' })
const anyMap = map(raw(), 'map[string]interface {}')

const upstream = struct(
  {
    DestinationType: string(),
    DestinationNamespace: string(),
    DestinationPartition: string(),
    DestinationPeer: string(),
    DestinationName: string(),
    Datacenter: string(),
    LocalBindAddress: string(),
    LocalBindPort: int(),
    LocalBindSocketPath: string(),
    LocalBindSocketMode: string(),
    Config: anyMap,
    MeshGateway: meshGateway,
    CentrallyConfigured: bool(),
  },
  {
    ...CUSTOM,
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

const exposedPath = struct(
  { ListenerPort: int(), Path: string(), LocalPathPort: int(), Protocol: string(), ParsedFromCheck: bool() },
  { ...CUSTOM, aliases: { listener_port: 'ListenerPort', local_path_port: 'LocalPathPort' } },
)

const proxy = struct(
  {
    DestinationServiceName: string(),
    DestinationServiceID: string(),
    LocalServiceAddress: string(),
    LocalServicePort: int(),
    LocalServiceSocketPath: string(),
    Mode: string(),
    Config: anyMap,
    Upstreams: list(upstream, 'structs.Upstreams'),
    MeshGateway: meshGateway,
    Expose: struct({ Checks: bool(), Paths: list(exposedPath) }, { ...STRICT, name: 'structs.ExposeConfig' }),
    TransparentProxy: struct(
      { OutboundListenerPort: int(), DialedDirectly: bool() },
      { ...STRICT, name: 'structs.TransparentProxyConfig' },
    ),
    AccessLogs: struct(
      {
        Enabled: bool(),
        DisableListenerLogs: bool(),
        Type: string(),
        Path: string(),
        JSONFormat: string(),
        TextFormat: string(),
      },
      { ...STRICT, name: 'structs.AccessLogsConfig' },
    ),
    EnvoyExtensions: list(
      struct(
        { Name: string(), Required: bool(), Arguments: anyMap, ConsulVersion: string(), EnvoyVersion: string() },
        { ...STRICT, name: 'structs.EnvoyExtension' },
      ),
    ),
  },
  {
    ...CUSTOM,
    name: decoderOf(
      snake('DestinationServiceName', 'string', 'destination_service_name'),
      snake('DestinationServiceID', 'string', 'destination_service_id'),
      snake('LocalServiceAddress', 'string', 'local_service_address'),
      snake('LocalServicePort', 'int', 'local_service_port'),
      snake('LocalServiceSocketPath', 'string', 'local_service_socket_path'),
      snake('MeshGateway', 'structs.MeshGatewayConfig', 'mesh_gateway'),
      snake('TransparentProxy', 'structs.TransparentProxyConfig', 'transparent_proxy'),
      snake('AccessLogs', 'structs.AccessLogsConfig', 'access_logs'),
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

const address = struct({ Address: string(), Port: int() }, { ...STRICT, name: 'structs.ServiceAddress' })

/** A service; `sidecar` reads the definition of its proxy. */
function serviceWith<T>(sidecar: Schema<T>) {
  return struct(
    {
      Kind: string(),
      ID: string(),
      Name: string(),
      Tags: stringList(),
      Address: string(),
      TaggedAddresses: map(address),
      Meta: stringMap(),
      Port: int(),
      SocketPath: string(),
      Check: serviceCheck,
      Checks: list(serviceCheck, 'structs.CheckTypes'),
      Weights: struct({ Passing: int(), Warning: int() }, { ...STRICT, name: 'structs.Weights' }),
      Token: string(),
      EnableTagOverride: bool(),
      Proxy: proxy,
      Connect: struct(
        { Native: bool(), SidecarService: sidecar, PeerMeta: raw(), Proxy: raw() },
        { ...CUSTOM, aliases: { sidecar_service: 'SidecarService' } },
      ),
      Locality: struct({ Region: string(), Zone: string() }, { ...STRICT, name: 'structs.Locality' }),
    },
    {
      ...CUSTOM,
      name: decoderOf(
        snake('EnableTagOverride', 'bool', 'enable_tag_override'),
        snake('TaggedAddresses', 'map[string]structs.ServiceAddress', 'tagged_addresses'),
      ),
      aliases: { enable_tag_override: 'EnableTagOverride', tagged_addresses: 'TaggedAddresses' },
    },
  )
}

/** A service, with a sidecar in it, which is not to have another one. */
export const serviceBody = serviceWith(serviceWith(raw()))
