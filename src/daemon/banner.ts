import { joinHostPort } from '../go/host-port.ts'
import { pagePath } from '../http/page-path.ts'
import type { Settings, TlsSettings } from '../model/settings.ts'
import { CONSUL_VERSION, VERSION } from '../version.ts'

/** What an agent prints about itself before its log begins: as Consul does, and where the page is. */
export function banner(settings: Settings): string {
  const { ports, acl, tls } = settings
  const client = `HTTP: ${ports.http}, HTTPS: ${ports.https}, gRPC: ${ports.grpc}, gRPC-TLS: ${ports.grpcTls}, DNS: ${ports.dns}`
  const rows: readonly (readonly [string, string | boolean])[] = [
    ['Version', `'${CONSUL_VERSION}' (miniconsul ${VERSION})`],
    ['Build Date', "'1970-01-01 00:00:01 +0000 UTC'"],
    ['Node ID', `'${settings.nodeId}'`],
    ['Node name', `'${settings.nodeName}'`],
    ['Datacenter', `'${settings.datacenter}' (Segment: '${settings.server ? '<all>' : ''}')`],
    ['Server', `${settings.server} (Bootstrap: ${settings.bootstrap})`],
    ['Client Addr', `[${settings.clientAddresses.join(' ')}] (${client})`],
    ['Cluster Addr', `${settings.advertiseAddress} (LAN: ${ports.serfLan}, WAN: ${ports.serfWan})`],
    ['Gossip Encryption', settings.encryptKey !== undefined],
    ['Auto-Encrypt-TLS', false],
    ['ACL Enabled', acl.enabled],
    ['Reporting Enabled', false],
    ['ACL Default Policy', acl.defaultPolicy],
    ['HTTPS TLS', `${verifies(tls.https)}, ${version(tls.https)}`],
    ['gRPC TLS', `Verify Incoming: ${tls.grpc.verifyIncoming}, ${version(tls.grpc)}`],
    [
      'Internal RPC TLS',
      `${verifies(tls.internalRpc)} (Verify Hostname: ${tls.internalRpc.verifyServerHostname}), ${version(tls.internalRpc)}`,
    ],
    ...pageRow(settings),
  ]
  const lines = rows.map(([name, value]) => `${name.padStart(22)}: ${value}\n`)
  return `==> Starting Consul agent...\n${lines.join('')}\n==> Log data will now stream in as it occurs:\n\n`
}

const verifies = ({ verifyIncoming, verifyOutgoing }: TlsSettings): string =>
  `Verify Incoming: ${verifyIncoming}, Verify Outgoing: ${verifyOutgoing}`
const version = ({ minVersion }: TlsSettings): string => `Min Version: ${minVersion}`

/** Nothing where the page is not served, or where the port is known only later. */
function pageRow({ ui, ports, addresses, clientAddresses }: Settings): [string, string][] {
  const host = (addresses.http ?? clientAddresses).find(address => !address.startsWith('unix://'))
  if ((!ui.enabled && ui.dir === undefined) || ports.http <= 0 || host === undefined) return []
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return [['Web UI', `http://${joinHostPort(near, ports.http)}${pagePath(ui)}`]]
}
