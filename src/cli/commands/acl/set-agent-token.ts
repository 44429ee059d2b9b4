import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'

/** Those whose lack of a token the official command does not tell: it says that the type is missing. */
const UNTOLD: ReadonlySet<string> = new Set(['config_file_service_registration', 'dns'])

/** What the agent keeps a token for, and what the API calls it. */
const TYPES: Readonly<Record<string, string>> = {
  default: 'default',
  agent: 'agent',
  recovery: 'agent_recovery',
  replication: 'replication',
  config_file_service_registration: 'config_file_service_registration',
  dns: 'dns',
}

/** `miniconsul acl set-agent-token`. */
export const command = clientCommand({
  call: 'acl set-agent-token [options] TYPE TOKEN',
  about: `Gives the agent a token of its own. Types: ${Object.keys(TYPES).join(', ')}.`,
  flags: clientFlags,
  async run({ args, client, print }) {
    const [type, token] = args
    if (type === undefined) throw new CommandError('Error! Missing TYPE and TOKEN arguments')
    const target = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
    if (token === undefined) {
      throw new CommandError(
        target === undefined || UNTOLD.has(type) ? 'Error! MISSING TYPE argument' : 'Error! Missing TOKEN argument',
      )
    }
    if (args.length > 2) throw new CommandError(`Error! Too many arguments: expected 2 got ${args.length}`)
    const asked = client('Error connecting to Consul Agent')
    if (target === undefined) throw new CommandError('Unknown token type')
    const failed = `Failed to set ACL token "${type}"`
    await explain(failed, asked.put(`/v1/agent/token/${target}`, toJson({ Token: token })))
    print(`ACL token "${type}" set successfully`)
  },
})
