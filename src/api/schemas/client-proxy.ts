import { bool, type Decoded, int, list, map, raw, type Schema, string, struct } from '../../go/decode.ts'
import { STRICT } from './parts.ts'

/** A proxy as Consul's Go client has it, which transactions read. */

const anyMap = map(raw(), 'map[string]interface {}')
const meshGateway = struct({ Mode: string('api.MeshGatewayMode') }, { ...STRICT, name: 'api.MeshGatewayConfig' })

const upstream = struct(
  {
    DestinationType: string('api.UpstreamDestType'),
    DestinationPartition: string(),
    DestinationNamespace: string(),
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
  { ...STRICT, name: 'api.Upstream' },
)

const proxyStruct = struct(
  {
    DestinationServiceName: string(),
    DestinationServiceID: string(),
    LocalServiceAddress: string(),
    LocalServicePort: int(),
    LocalServiceSocketPath: string(),
    Mode: string('api.ProxyMode'),
    TransparentProxy: struct(
      { OutboundListenerPort: int(), DialedDirectly: bool() },
      { ...STRICT, name: 'api.TransparentProxyConfig' },
    ),
    Config: anyMap,
    Upstreams: list(upstream),
    MeshGateway: meshGateway,
    Expose: struct(
      {
        Checks: bool(),
        Paths: list(
          struct(
            { ListenerPort: int(), Path: string(), LocalPathPort: int(), Protocol: string(), ParsedFromCheck: bool() },
            { ...STRICT, name: 'api.ExposePath' },
          ),
        ),
      },
      { ...STRICT, name: 'api.ExposeConfig' },
    ),
    AccessLogs: struct(
      {
        Enabled: bool(),
        DisableListenerLogs: bool(),
        Type: string('api.LogSinkType'),
        Path: string(),
        JSONFormat: string(),
        TextFormat: string(),
      },
      { ...STRICT, name: 'api.AccessLogsConfig' },
    ),
    EnvoyExtensions: list(
      struct(
        { Name: string(), Required: bool(), Arguments: anyMap, ConsulVersion: string(), EnvoyVersion: string() },
        { ...STRICT, name: 'api.EnvoyExtension' },
      ),
    ),
  },
  { ...STRICT, name: 'api.AgentServiceConnectProxyConfig' },
)

export interface ClientProxyBody extends Decoded<typeof proxyStruct> {}
export const clientProxySchema: Schema<ClientProxyBody, unknown> = proxyStruct
