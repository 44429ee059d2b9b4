import type { Settings } from '../model/settings.ts'
import { CONSUL_VERSION, VERSION } from '../version.ts'

/** What an agent prints about itself before its log begins. */
export function banner(settings: Settings): string {
  const { ports } = settings
  const rows: readonly (readonly [string, string])[] = [
    ['Version', `'${CONSUL_VERSION}' (miniconsul ${VERSION})`],
    ['Node ID', `'${settings.nodeId}'`],
    ['Node name', `'${settings.nodeName}'`],
    ['Datacenter', `'${settings.datacenter}'`],
    ['Server', String(settings.server)],
    ['Client Addr', `[${settings.clientAddresses.join(' ')}] (HTTP: ${ports.http}, DNS: ${ports.dns})`],
    ['Cluster Addr', `${settings.advertiseAddress} (LAN: ${ports.serfLan}, WAN: ${ports.serfWan})`],
  ]
  const lines = rows.map(([name, value]) => `${name.padStart(19)}: ${value}\n`)
  return `==> Starting Consul agent...\n${lines.join('')}\n==> Log data will now stream in as it occurs:\n\n`
}
