import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { authMethodNamed } from './ids.ts'
import { authMethodJson } from './objects.ts'
import { prettyAuthMethod } from './pretty.ts'

/** `miniconsul acl auth-method read`. */
export const command = clientCommand({
  call: 'acl auth-method read -name NAME [options]',
  about: 'Prints an auth method.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    formatFlag,
    metaFlag,
    { name: 'name', kind: 'string', usage: 'Name of the auth method.' },
  ],
  async run(context) {
    const name = context.flags.string('name')
    if (!name) throw new CommandError('Must specify the -name parameter')
    const method = await explain(`Error reading auth method "${name}"`, authMethodNamed(context.client(), name))
    if (!method) throw new CommandError(`Auth method not found with name "${name}"`)
    printAs(context, { pretty: meta => prettyAuthMethod(method, meta), json: () => authMethodJson(method) })
  },
})
