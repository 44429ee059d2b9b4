import { type Flag, flag, parseFlags } from '../../go/flag.ts'
import { type Command, CommandError } from '../command.ts'
import { agentClientFlags } from '../client-flags.ts'
import { usageOf } from '../usage.ts'

const flags: readonly Flag[] = [
  ...agentClientFlags,
  flag('consul-dns-ip', 'string', 'IP address of the DNS server.'),
  flag('consul-dns-port', 'integer', 'Port of the DNS server.'),
  flag('exclude-inbound-port', 'list', 'Inbound port that is left alone.'),
  flag('exclude-outbound-cidr', 'list', 'Outbound addresses that are left alone.'),
  flag('exclude-outbound-port', 'list', 'Outbound port that is left alone.'),
  flag('exclude-uid', 'list', 'User whose traffic is left alone.'),
  flag('netns', 'string', 'Network namespace to work in.'),
  flag('proxy-id', 'string', 'ID of the proxy.'),
  flag('proxy-inbound-port', 'integer', 'Inbound port of the proxy.'),
  flag('proxy-outbound-port', 'integer', 'Outbound port of the proxy.'),
  flag('proxy-uid', 'string', 'User that the proxy runs as.'),
]

const BOTH =
  '==> -proxy-inbound-port or -proxy-outbound-port cannot be provided together with -proxy-id. ' +
  "Proxy's inbound and outbound ports are retrieved from the proxy's configuration instead."

/** `miniconsul connect redirect-traffic`. */
export const command: Command = {
  usage: usageOf('connect redirect-traffic [options]', 'Checks its flags. Rules of a firewall are not set.', flags),
  async run(argv) {
    const given = parseFlags(flags, argv)
    const [id, inbound, outbound] = [
      given.string('proxy-id') ?? '',
      given.int('proxy-inbound-port') ?? 0,
      given.int('proxy-outbound-port') ?? 0,
    ]
    if (!given.string('proxy-uid')) throw new CommandError('==> -proxy-uid is required')
    if (id === '' && inbound === 0) throw new CommandError('==> either -proxy-id or -proxy-inbound-port are required')
    if (id !== '' && (inbound !== 0 || outbound !== 0)) throw new CommandError(BOTH)
    throw new CommandError('Error: miniconsul sets no rules of a firewall: use the official command for that.')
  },
}
