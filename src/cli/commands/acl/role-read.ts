import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { idOf, roleNamed } from './ids.ts'
import { type Role, roleJson } from './objects.ts'
import { prettyRole } from './pretty.ts'

/** `miniconsul acl role read`. */
export const command = clientCommand({
  call: 'acl role read [options]',
  about: 'Prints a role, which is named by its ID or its name.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    formatFlag,
    { name: 'id', kind: 'string', usage: 'ID of the role, or the beginning of it.' },
    metaFlag,
    { name: 'name', kind: 'string', usage: 'Name of the role.' },
  ],
  async run(context) {
    const { flags, client } = context
    const [id, name = ''] = [flags.string('id'), flags.string('name')]
    if (!id && !name) throw new CommandError('Must specify either the -id or -name parameters')
    const asked = client()
    const role = id ? await withId(id) : await named()
    printAs(context, { pretty: meta => prettyRole(role, meta), json: () => roleJson(role) })

    async function withId(prefix: string): Promise<Role> {
      const id = await explain('Error determining role ID', idOf(asked, 'role', prefix))
      const found = await explain(`Error reading role "${id}"`, asked.find(`/v1/acl/role/${id}`))
      if (!found) throw new CommandError(`Role not found with ID "${id}"`)
      return found.json<Role>()
    }

    async function named(): Promise<Role> {
      const role = await explain(`Error reading role "${name}"`, roleNamed(asked, name))
      if (!role) throw new CommandError(`Role not found with name "${name}"`)
      return role
    }
  },
})
