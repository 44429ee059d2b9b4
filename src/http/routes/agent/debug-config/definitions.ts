import { isObject } from '../../../../lib/equal.ts'
import type { RawEntry } from '../../../../model/settings.ts'
import { showTable } from './table.ts'

/** Services and checks as configuration files define them, under the names of the agent's own structures. */

const blocksOf = (value: unknown): readonly RawEntry[] => (Array.isArray(value) ? (value as RawEntry[]) : [])

const EVERY_CHECK = `
AliasNode alias_node ""
AliasService alias_service ""
Body body ""
DeregisterCriticalServiceAfter deregister_critical_service_after 0s
DisableRedirects disable_redirects false
DockerContainerID docker_container_id ""
FailuresBeforeCritical failures_before_critical 0
FailuresBeforeWarning failures_before_warning|failures_before_critical 0
GRPC grpc ""
GRPCUseTLS grpc_use_tls false
H2PING h2ping ""
H2PingUseTLS h2ping_use_tls false
HTTP http ""
Header header {}
Interval interval 0s
Method method ""
Name name ""
Notes notes ""
OSService os_service ""
OutputMaxSize output_max_size 4096
ScriptArgs args []
Shell shell ""
Status status ""
SuccessBeforePassing success_before_passing 0
TCP tcp ""
TCPUseTLS tcp_use_tls false
TLSServerName tls_server_name ""
TLSSkipVerify tls_skip_verify false
TTL ttl 0s
Timeout timeout 0s
UDP udp ""`

const CHECK_OF_AGENT = `${EVERY_CHECK}
EnterpriseMeta - {}
ID id ""
ServiceID service_id ""
Token - "hidden"`

const CHECK_OF_SERVICE = `${EVERY_CHECK}
CheckID id ""
ProxyGRPC - ""
ProxyHTTP - ""`

const SERVICE = `
Address address ""
Check - null
Checks - []
Connect - null
EnableTagOverride enable_tag_override false
EnterpriseMeta - {}
ID id ""
Kind kind ""
Locality - null
Meta meta {}
Name name ""
Port port 0
Proxy - null
SocketPath socket_path ""
TaggedAddresses - {}
Tags tags []
Token - "hidden"
Weights.Passing weights.passing 1
Weights.Warning weights.warning 1`

const PROXY = `
AccessLogs.DisableListenerLogs - false
AccessLogs.Enabled - false
AccessLogs.JSONFormat - ""
AccessLogs.Path - ""
AccessLogs.TextFormat - ""
AccessLogs.Type - ""
Config config {}
DestinationServiceID destination_service_id ""
DestinationServiceName destination_service_name ""
EnvoyExtensions - []
Expose.Checks expose.checks false
Expose.Paths - []
LocalServiceAddress local_service_address ""
LocalServicePort local_service_port 0
LocalServiceSocketPath local_service_socket_path ""
MeshGateway.Mode mesh_gateway.mode ""
Mode mode ""
MutualTLSMode - ""
TransparentProxy.DialedDirectly transparent_proxy.dialed_directly false
TransparentProxy.OutboundListenerPort transparent_proxy.outbound_listener_port 0
Upstreams - []`

const EXPOSED_PATH = `
ListenerPort listener_port 0
LocalPathPort local_path_port 0
ParsedFromCheck - false
Path path ""
Protocol protocol ""`

const UPSTREAM = `
CentrallyConfigured - false
Config config {}
Datacenter datacenter ""
DestinationName destination_name ""
DestinationNamespace destination_namespace ""
DestinationPartition destination_partition ""
DestinationPeer destination_peer ""
DestinationType destination_type "service"
IngressHosts - []
LocalBindAddress local_bind_address ""
LocalBindPort local_bind_port 0
LocalBindSocketMode local_bind_socket_mode ""
LocalBindSocketPath local_bind_socket_path ""
MeshGateway.Mode mesh_gateway.mode ""`

export const showChecks = (checks: unknown): object[] => blocksOf(checks).map(check => showTable(CHECK_OF_AGENT, check))

export const showServices = (services: unknown): object[] => blocksOf(services).map(showService)

const checkOfService = (check: RawEntry): RawEntry => showTable(CHECK_OF_SERVICE, check)

/** A check on its own stands behind those of the list. */
function showService(service: RawEntry): object {
  const { check, checks, connect, proxy, locality, tagged_addresses: addresses } = service
  return {
    ...showTable(SERVICE, service),
    Check: { ...checkOfService({}), OutputMaxSize: 0 },
    Checks: [...blocksOf(checks), ...(isObject(check) ? [check] : [])].map(checkOfService),
    Connect: isObject(connect) ? showConnect(connect) : null,
    Locality: showLocality(locality),
    Proxy: isObject(proxy) ? showProxy(proxy) : null,
    TaggedAddresses: showAddresses(addresses),
  }
}

export const showLocality = (locality: unknown): object | null =>
  isObject(locality) ? showTable('Region region ""\nZone zone ""', locality) : null

const showAddresses = (addresses: unknown): object =>
  Object.fromEntries(
    Object.entries(isObject(addresses) ? addresses : {}).map(([name, address]) => [
      name,
      showTable('Address address ""\nPort port 0', address as RawEntry),
    ]),
  )

const showConnect = ({ native, sidecar_service: sidecar }: RawEntry): object => ({
  Native: native === true,
  PeerMeta: null,
  SidecarService: isObject(sidecar) ? showService(sidecar) : null,
})

function showProxy(proxy: RawEntry): object {
  const shown = showTable(PROXY, proxy)
  const paths = isObject(proxy['expose']) ? blocksOf(proxy['expose']['paths']) : []
  return {
    ...shown,
    Expose: { ...(shown['Expose'] as object), Paths: paths.map(path => showTable(EXPOSED_PATH, path)) },
    Upstreams: blocksOf(proxy['upstreams']).map(upstream => showTable(UPSTREAM, upstream)),
  }
}
