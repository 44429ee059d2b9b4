import { clientCommand, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'

/** `miniconsul logout`. */
export const command = clientCommand({
  call: 'logout [options]',
  about: 'Deletes the token that the command uses, when it came of a login.',
  flags: clientFlags,
  async run({ args, client }) {
    if (args.length > 0) throw new CommandError('Should have no non-flag arguments.')
    const asking = client().request('POST', '/v1/acl/logout')
    await explain(
      'Error destroying token',
      asking.then(answer => answer.expectOk()),
    )
  },
})
