import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { policyIdOf, requireIdOrName } from './policy-id.ts'

/** `miniconsul acl policy delete`. */
export const command = clientCommand({
  call: 'acl policy delete [options]',
  about: 'Deletes a policy, which is named by its ID or its name.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'id', kind: 'string', usage: 'ID of the policy, or the beginning of it.' },
    { name: 'name', kind: 'string', usage: 'Name of the policy.' },
  ],
  async run({ flags, client, print }) {
    requireIdOrName(flags)
    const asked = client()
    const id = await policyIdOf(flags, asked)
    const failed = `Error deleting policy "${id}"`
    const { status } = await explain(failed, asked.request('DELETE', `/v1/acl/policy/${id}`))
    // the official client does not read why it was refused
    if (status !== 200) throw new CommandError(`${failed}: Unexpected response code: ${status} ()`)
    print(`Policy "${id}" deleted successfully`)
  },
})
