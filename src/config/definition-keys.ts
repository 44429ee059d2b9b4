import { listOf, mapOf, one, type Section, section } from './keys.ts'

/** A check in a configuration file. */
export const checkKeys: Section = section({
  string: `id name notes service_id token status http method body tcp udp grpc h2ping os_service alias_node alias_service
    docker_container_id shell tls_server_name`,
  duration: 'interval timeout ttl deregister_critical_service_after',
  strings: 'args',
  'strings map': 'header',
  bool: 'disable_redirects tcp_use_tls grpc_use_tls h2ping_use_tls tls_skip_verify',
  int: 'output_max_size success_before_passing failures_before_warning failures_before_critical',
  aliases: `scriptargs=args serviceid=service_id tlsskipverify=tls_skip_verify dockercontainerid=docker_container_id
    deregistercriticalserviceafter=deregister_critical_service_after`,
})

const address = section({ string: 'address', int: 'port' })
const weights = section({ int: 'passing warning' })
const locality = section({ string: 'region zone' })
const meshGateway = section({ string: 'mode' })

const upstream = section(
  {
    string: `destination_type destination_name destination_namespace destination_partition destination_peer datacenter
      local_bind_address local_bind_socket_path local_bind_socket_mode`,
    int: 'local_bind_port',
    'any map': 'config',
  },
  { mesh_gateway: one(meshGateway) },
)

const proxy = section(
  {
    string: 'destination_service_name destination_service_id local_service_address local_service_socket_path mode',
    int: 'local_service_port',
    'any map': 'config',
  },
  {
    upstreams: listOf(upstream),
    mesh_gateway: one(meshGateway),
    transparent_proxy: one(section({ int: 'outbound_listener_port', bool: 'dialed_directly' })),
    expose: one(
      section(
        { bool: 'checks', int: 'port' },
        { paths: listOf(section({ string: 'path protocol', int: 'local_path_port listener_port' })) },
      ),
    ),
  },
)

const service = {
  leaves: {
    string: 'id name address socket_path token kind',
    strings: 'tags',
    'string map': 'meta',
    int: 'port',
    bool: 'enable_tag_override',
  },
  blocks: {
    check: one(checkKeys),
    checks: listOf(checkKeys),
    weights: one(weights),
    tagged_addresses: mapOf(address),
    proxy: one(proxy),
    locality: one(locality),
  },
} as const

/** The sidecar of a service; a sidecar of a sidecar is refused later, by what it means. */
const sidecar = section(service.leaves, {
  ...service.blocks,
  connect: one(section({ bool: 'native', any: 'sidecar_service' })),
})

/** A service in a configuration file. */
export const serviceKeys: Section = section(service.leaves, {
  ...service.blocks,
  connect: one(section({ bool: 'native' }, { sidecar_service: one(sidecar) })),
})
