import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import {
  identityFlags,
  linksOf,
  newTemplatedPolicies,
  nodeIdentitiesOf,
  policyFlags,
  refuseNameWithFile,
  serviceIdentitiesOf,
  templatedPolicyFlags,
} from './link-flags.ts'
import { type Role, roleJson, sentLinks } from './objects.ts'
import { prettyRole } from './pretty.ts'
import { required } from './required.ts'

const LINKING = ['policy-name', 'policy-id', 'service-identity', 'node-identity'] as const
const TEMPLATING = ['templated-policy-file', 'templated-policy'] as const

/** `miniconsul acl role create`. */
export const command = clientCommand({
  call: 'acl role create -name NAME [options]',
  about: 'Makes a role.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...policyFlags,
    ...identityFlags,
    ...templatedPolicyFlags,
    { name: 'description', kind: 'string', usage: 'Description of the role.' },
    formatFlag,
    metaFlag,
    { name: 'name', kind: 'string', usage: 'Name of the role.' },
  ],
  async run(context) {
    const { flags, io, client } = context
    const name = required('name', flags.string('name'))
    if (!LINKING.some(flag => flags.has(flag)) && !TEMPLATING.some(flag => flags.string(flag))) {
      throw new CommandError(
        'Cannot create a role without specifying -policy-name, -policy-id, -service-identity, -node-identity, -templated-policy-file or -templated-policy at least once',
      )
    }
    refuseNameWithFile(flags, 'role')
    const asked = client()
    const Policies = await linksOf(asked, 'policy', { names: flags.list('policy-name'), ids: flags.list('policy-id') })
    const ServiceIdentities = serviceIdentitiesOf(flags.list('service-identity'))
    const NodeIdentities = nodeIdentitiesOf(flags.list('node-identity'))
    const TemplatedPolicies = await newTemplatedPolicies(flags, io)
    const role = {
      Name: name,
      Description: flags.string('description') ?? '',
      ...sentLinks({ Policies, ServiceIdentities, NodeIdentities, TemplatedPolicies }),
    }
    const answer = await explain('Failed to create new role', asked.put('/v1/acl/role', toJson(role)))
    const made = answer.json<Role>()
    printAs(context, { pretty: meta => prettyRole(made, meta), json: () => roleJson(made) })
  },
})
