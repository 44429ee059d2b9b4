import type { ConsulClient } from '../../../client/client.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { idOf, roleNamed } from './ids.ts'

/** `miniconsul acl role delete`. */
export const command = clientCommand({
  call: 'acl role delete [options]',
  about: 'Deletes a role, which is named by its ID or its name.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'id', kind: 'string', usage: 'ID of the role, or the beginning of it.' },
    { name: 'name', kind: 'string', usage: 'Name of the role.' },
  ],
  async run({ flags, client, print }) {
    const [prefix, name = ''] = [flags.string('id'), flags.string('name')]
    if (!prefix && !name) throw new CommandError('Must specify the -id or -name parameters')
    const asked = client()
    const id = await explain('Error determining role ID', prefix ? idOf(asked, 'role', prefix) : idNamed(asked, name))
    await explain(`Error deleting role "${id}"`, asked.delete(`/v1/acl/role/${id}`))
    print(`Role "${id}" deleted successfully`)
  },
})

async function idNamed(client: ConsulClient, name: string): Promise<string> {
  const role = await roleNamed(client, name)
  if (!role) throw new CommandError(`No such role with name ${name}`)
  return role.ID
}
