import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { idOf } from './ids.ts'
import {
  changeOfTemplatedPolicies,
  changedTemplatedPolicyFlags,
  identityFlags,
  linksOf,
  nodeIdentitiesOf,
  policyFlags,
  serviceIdentitiesOf,
} from './link-flags.ts'
import { withLinks, withNodes, withServices } from './merge-links.ts'
import { type Role, roleJson, sentLinks } from './objects.ts'
import { prettyRole } from './pretty.ts'

/** `miniconsul acl role update`. */
export const command = clientCommand({
  call: 'acl role update -id ID [options]',
  about: 'Changes a role. What no flag mentions stays as it is, and policies and identities are added.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...policyFlags,
    ...identityFlags,
    ...changedTemplatedPolicyFlags,
    { name: 'description', kind: 'string', usage: 'Description of the role.' },
    formatFlag,
    { name: 'id', kind: 'string', usage: 'ID of the role, or the beginning of it.' },
    metaFlag,
    { name: 'name', kind: 'string', usage: 'Name of the role.' },
    { name: 'no-merge', kind: 'switch', usage: 'Replace everything but the ID, also by nothing.' },
  ],
  async run(context) {
    const { flags, io, client } = context
    const prefix = flags.string('id')
    if (!prefix) throw new CommandError('Cannot update a role without specifying the -id parameter')
    const asked = client()
    const id = await explain('Error determining role ID', idOf(asked, 'role', prefix))
    const services = serviceIdentitiesOf(flags.list('service-identity'))
    const nodes = nodeIdentitiesOf(flags.list('node-identity'))
    const templated = await changeOfTemplatedPolicies(flags, io, 'append-templated-policy')
    const found = await explain('Error when retrieving current role', asked.find(`/v1/acl/role/${id}`))
    if (!found) throw new CommandError(`Role not found with ID "${id}"`)
    const current: Partial<Role> = flags.bool('no-merge') ? {} : found.json<Role>()

    const links = await linksOf(asked, 'policy', { names: flags.list('policy-name'), ids: flags.list('policy-id') })
    const role = {
      ID: id,
      Name: flags.string('name') || current.Name,
      Description: flags.string('description') || current.Description,
      ...sentLinks({
        Policies: withLinks(current.Policies, links),
        ServiceIdentities: withServices(current.ServiceIdentities, services),
        NodeIdentities: withNodes(current.NodeIdentities, nodes),
        TemplatedPolicies: templated(current.TemplatedPolicies ?? []),
      }),
    }
    const answer = await explain(`Error updating role "${id}"`, asked.put(`/v1/acl/role/${id}`, toJson(role)))
    const made = answer.json<Role>()
    printAs(context, { pretty: meta => prettyRole(made, meta), json: () => roleJson(made) })
  },
})
