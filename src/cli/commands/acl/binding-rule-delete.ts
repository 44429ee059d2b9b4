import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { idOf } from './ids.ts'

/** `miniconsul acl binding-rule delete`. */
export const command = clientCommand({
  call: 'acl binding-rule delete -id ID [options]',
  about: 'Deletes a binding rule.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'id', kind: 'string', usage: 'ID of the binding rule, or the beginning of it.' },
  ],
  async run({ flags, client, print }) {
    const prefix = flags.string('id')
    if (!prefix) throw new CommandError('Must specify the -id parameter')
    const asked = client()
    const id = await explain('Error determining binding rule ID', idOf(asked, 'rule', prefix))
    await explain(`Error deleting binding rule "${id}"`, asked.delete(`/v1/acl/binding-rule/${id}`))
    print(`Binding rule "${id}" deleted successfully`)
  },
})
