import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'

/** `miniconsul acl auth-method delete`. */
export const command = clientCommand({
  call: 'acl auth-method delete -name NAME [options]',
  about: 'Deletes an auth method, and the tokens that came of it.',
  flags: [...clientFlags, ...namespaceFlags, { name: 'name', kind: 'string', usage: 'Name of the auth method.' }],
  async run({ flags, client, print }) {
    const name = flags.string('name')
    if (!name) throw new CommandError('Must specify the -name parameter')
    await explain(`Error deleting auth method "${name}"`, client().delete(`/v1/acl/auth-method/${name}`))
    print(`Auth method "${name}" deleted successfully`)
  },
})
