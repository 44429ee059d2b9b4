import type { ConsulClient } from '../../client/client.ts'
import { type Flag, flag } from '../../go/flag.ts'
import { quoteGo } from '../../go/quote.ts'
import { isInPath } from '../../lib/executables.ts'
import { clientCommand, explain } from '../client-command.ts'
import { agentClientFlags, namespaceFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'

const flags: readonly Flag[] = [
  ...agentClientFlags,
  ...namespaceFlags,
  flag('consul-dns-ip', 'string', 'IP address of the DNS server.'),
  flag('consul-dns-port', 'integer', 'Port of the DNS server.'),
  flag('exclude-inbound-port', 'list', 'Inbound port that is left alone.'),
  flag('exclude-outbound-cidr', 'list', 'Outbound addresses that are left alone.'),
  flag('exclude-outbound-port', 'list', 'Outbound port that is left alone.'),
  flag('exclude-uid', 'list', 'User whose traffic is left alone.'),
  flag('netns', 'string', 'Network namespace to work in.'),
  flag('node-name', 'string', 'Node of the proxy, where that is not the one of the agent; with -proxy-id.'),
  flag('proxy-id', 'string', 'ID of the proxy.'),
  flag('proxy-inbound-port', 'integer', 'Inbound port of the proxy.'),
  flag('proxy-outbound-port', 'integer', 'Outbound port of the proxy. Default: 15001.'),
  flag('proxy-uid', 'string', 'User that the proxy runs as.'),
]

const DEFAULT_OUTBOUND = 15_001
const BOTH =
  '==> -proxy-inbound-port or -proxy-outbound-port cannot be provided together with -proxy-id. ' +
  "Proxy's inbound and outbound ports are retrieved from the proxy's configuration instead."
const FAILED = '==> Failed to create configuration to apply traffic redirection rules'

/** `miniconsul connect redirect-traffic`. */
export const command = clientCommand({
  call: 'connect redirect-traffic [options]',
  about: 'Checks its flags, and looks for the proxy. Rules of a firewall are not set.',
  flags,
  async run({ flags: given, io, client }) {
    const id = given.string('proxy-id') ?? ''
    const inbound = given.int('proxy-inbound-port') ?? 0
    const outbound = given.int('proxy-outbound-port') ?? DEFAULT_OUTBOUND
    if (!given.string('proxy-uid')) throw new CommandError('==> -proxy-uid is required')
    if (id === '' && inbound === 0) throw new CommandError('==> either -proxy-id or -proxy-inbound-port are required')
    if (id !== '' && (inbound !== 0 || outbound !== DEFAULT_OUTBOUND)) throw new CommandError(BOTH)
    if (id !== '') {
      const asked = client(`${FAILED}: error creating Consul API client`)
      const node = given.string('node-name')
      await (node ? lookForProxy(asked, id, node) : lookForLocalProxy(asked, id))
    }
    throw new CommandError(
      isInPath('iptables', io.env)
        ? 'Error: miniconsul sets no rules of a firewall: use the official command for that.'
        : '==> Error setting up traffic redirection rules: exec: "iptables": executable file not found in $PATH',
    )
  },
})

async function lookForLocalProxy(client: ConsulClient, id: string): Promise<void> {
  const asked = client.get(`/v1/agent/service/${id}`)
  const found = await explain(`${FAILED}: failed to fetch proxy service from Consul Agent`, asked)
  if (found.json<{ Kind?: string }>().Kind === 'connect-proxy') return
  throw new CommandError(`${FAILED}: service ${id} is not a proxy service`)
}

/** Of the catalog a service of any kind will do. */
async function lookForProxy(client: ConsulClient, id: string, node: string): Promise<void> {
  const query = { filter: `ID == ${quoteGo(id)}`, 'merge-central-config': '' }
  const asked = client.get(`/v1/catalog/node-services/${node}`, query)
  const found = await explain(`${FAILED}: failed to fetch proxy service from Consul`, asked)
  if (found.json<{ Services: readonly unknown[] | null } | null>()?.Services?.length) return
  throw new CommandError(`${FAILED}: proxy service with ID "${id}" not found`)
}
