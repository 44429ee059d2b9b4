import type { Proxy } from '../../model/rows.ts'
import { FieldReader } from './field-reader.ts'

/** The settings of a proxy as a definition describes them, in the form of the catalog. */
export function readProxy(raw: unknown): Proxy {
  const m = new FieldReader(raw)
  const transparent = m.members('transparent_proxy')
  const logs = m.members('access_logs')
  const upstreams = m.list('upstreams')
  return {
    ...given({
      TransparentProxy: orNothing({
        OutboundListenerPort: transparent.number('outbound_listener_port'),
        DialedDirectly: transparent.flag('dialed_directly'),
      }),
      AccessLogs: orNothing({
        Enabled: logs.flag('enabled'),
        DisableListenerLogs: logs.flag('disable_listener_logs'),
        Type: logs.text('type'),
        Path: logs.text('path'),
        JSONFormat: logs.text('json_format'),
        TextFormat: logs.text('text_format'),
      }),
      DestinationServiceName: m.text('destination_service_name'),
      DestinationServiceID: m.text('destination_service_id'),
      LocalServiceAddress: m.text('local_service_address'),
      LocalServicePort: m.number('local_service_port'),
      LocalServiceSocketPath: m.text('local_service_socket_path'),
    }),
    Mode: m.text('mode'),
    ...given({ Config: orNothing(Object.fromEntries(m.entries('config'))) }),
    ...(upstreams.length > 0 && { Upstreams: upstreams.map(readUpstream) }),
    MeshGateway: readMeshGateway(m),
    Expose: readExpose(m.members('expose')),
  }
}

function readUpstream(raw: unknown): object {
  const m = new FieldReader(raw)
  return {
    DestinationType: m.text('destination_type') || 'service',
    ...given({
      DestinationNamespace: m.text('destination_namespace'),
      DestinationPartition: m.text('destination_partition'),
      DestinationPeer: m.text('destination_peer'),
    }),
    DestinationName: m.text('destination_name'),
    Datacenter: m.text('datacenter'),
    ...given({
      LocalBindAddress: m.text('local_bind_address'),
      LocalBindPort: m.number('local_bind_port'),
      LocalBindSocketPath: m.text('local_bind_socket_path'),
      LocalBindSocketMode: m.text('local_bind_socket_mode'),
      Config: orNothing(Object.fromEntries(m.entries('config'))),
    }),
    MeshGateway: readMeshGateway(m),
  }
}

const readMeshGateway = (m: FieldReader): object => given({ Mode: m.members('mesh_gateway').text('mode') })

function readExpose(m: FieldReader): object {
  const paths = m.list('paths').map(raw => {
    const path = new FieldReader(raw)
    return given({
      ListenerPort: path.number('listener_port'),
      Path: path.text('path'),
      LocalPathPort: path.number('local_path_port'),
      Protocol: path.text('protocol'),
    })
  })
  return given({ Checks: m.flag('checks'), Paths: paths.length > 0 ? paths : undefined })
}

/** Without what was not given: empty, zero, false. */
function given(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => Boolean(value)))
}

function orNothing(members: Readonly<Record<string, unknown>>): object | undefined {
  const rest = given(members)
  return Object.keys(rest).length > 0 ? rest : undefined
}
