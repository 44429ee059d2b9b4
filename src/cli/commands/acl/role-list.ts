import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { type Role, roleJson } from './objects.ts'
import { prettyRoles } from './pretty.ts'

/** `miniconsul acl role list`. */
export const command = clientCommand({
  call: 'acl role list [options]',
  about: 'Lists the roles.',
  flags: [...clientFlags, ...namespaceFlags, formatFlag, metaFlag],
  async run(context) {
    const answer = await explain('Failed to retrieve the role list', context.client().get('/v1/acl/roles'))
    const roles = answer.json<Role[]>()
    printAs(context, { pretty: meta => prettyRoles(roles, meta), json: () => roles.map(roleJson) })
  },
})
