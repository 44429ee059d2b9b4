import { type Flag, flag } from '../../go/flag.ts'
import { problemOfInteger } from '../../go/strconv.ts'
import { clientCommand } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { levelOf } from '../../logging/levels.ts'
import { quoteGo } from '../../go/quote.ts'

const flags: readonly Flag[] = [
  ...clientFlags,
  flag('listen', 'string', 'Address for inbound connections; with -service and -service-addr.'),
  flag('log-json', 'switch', 'Write the log as JSON.'),
  flag('log-level', 'string', 'Severity of what is logged.'),
  flag('pprof-addr', 'string', 'Address to serve profiles on.'),
  flag('proxy-id', 'string', 'ID of the proxy.'),
  flag('register', 'switch', 'Register the proxy with the agent; with -listen.'),
  flag('register-id', 'string', 'End of the ID that it is registered with.'),
  flag('service', 'string', 'Name of the service that the proxy stands for.'),
  flag('service-addr', 'string', 'Address of that service; with -listen.'),
  flag('sidecar-for', 'string', 'ID of the service whose sidecar the proxy is.'),
  {
    ...flag('upstream', 'list', 'Upstream and where it is to be reached, as name:port.'),
    refuses: problemOfUpstream,
  },
]

/** `miniconsul connect proxy`. */
export const command = clientCommand({
  call: 'connect proxy [options]',
  about: 'Checks its flags. No proxy is run.',
  flags,
  async run({ args, flags: given, client, print }) {
    if (args.length > 0) throw new CommandError('==> Should have no non-flag arguments.')
    const level = given.string('log-level') ?? 'INFO'
    if (levelOf(level) === undefined) {
      throw new CommandError(`==> Invalid log level: ${level}. Valid log levels are: [TRACE DEBUG INFO WARN ERR ERROR]`)
    }
    client('==> Error connecting to Consul agent')
    print('==> Consul Connect proxy starting...')
    const problem = problemOf(name => given.string(name) ?? '')
    if (problem !== undefined) throw new CommandError(`==> Error preparing configuration: ${problem}`)
    throw new CommandError('Error: miniconsul runs no proxies: use the official command for that.')
  },
})

function problemOf(given: (name: string) => string): string | undefined {
  if (given('proxy-id') || given('sidecar-for')) return undefined
  if (!given('service')) return '-service or -proxy-id must be specified so that proxy can configure itself.'
  if (!given('listen') || given('service-addr')) return undefined
  return '-service-addr must be specified with -listen so the proxy knows the backend service address.'
}

/** Why a text is no upstream, which is written as `name[.type]:[host:]port`. */
function problemOfUpstream(text: string): string | undefined {
  const [, name, address] = /^([^:]*):(.*)$/.exec(text) ?? []
  if (name === undefined || address === undefined) return `Upstream value should be name:addr in ${quoteGo(text)}`
  const [, type = ''] = /\.(.*)$/.exec(name) ?? []
  if (!['', 'service', 'query'].includes(type)) {
    return `Upstream type must be blank, 'service', or 'query'. Got: ${quoteGo(type)}`
  }
  return problemOfInteger(address.slice(address.indexOf(':') + 1))
}
