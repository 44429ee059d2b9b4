import { formatDuration, MILLISECOND } from '../../../go/duration.ts'
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
  roleFlags,
  serviceIdentitiesOf,
  templatedPolicyFlags,
} from './link-flags.ts'
import { sentLinks, type Token, tokenJson } from './objects.ts'
import { prettyToken } from './pretty.ts'

const LINKING = ['policy-name', 'policy-id', 'role-name', 'role-id', 'service-identity', 'node-identity'] as const
const TEMPLATING = ['templated-policy', 'templated-policy-file'] as const

/** `miniconsul acl token create`. */
export const command = clientCommand({
  call: 'acl token create [options]',
  about: 'Makes a token.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...policyFlags,
    ...roleFlags,
    ...identityFlags,
    ...templatedPolicyFlags,
    { name: 'accessor', kind: 'string', usage: 'Its accessor ID, a UUID. Default: one is made.' },
    { name: 'description', kind: 'string', usage: 'Description of the token.' },
    { name: 'expires-ttl', kind: 'time', usage: 'How long the token is valid.' },
    formatFlag,
    { name: 'local', kind: 'switch', usage: 'Valid in this datacenter only.' },
    metaFlag,
    { name: 'secret', kind: 'string', usage: 'Its secret ID, a UUID. Default: one is made.' },
  ],
  async run(context) {
    const { flags, io, client } = context
    if (!LINKING.some(flag => flags.has(flag)) && !TEMPLATING.some(flag => flags.string(flag))) {
      throw new CommandError(
        'Cannot create a token without specifying -policy-name, -policy-id, -role-name, -role-id, -service-identity, -node-identity, -templated-policy, or -templated-policy-file at least once',
      )
    }
    refuseNameWithFile(flags, 'token')
    const asked = client()
    const ttl = flags.milliseconds('expires-ttl') ?? 0
    const ServiceIdentities = serviceIdentitiesOf(flags.list('service-identity'))
    const NodeIdentities = nodeIdentitiesOf(flags.list('node-identity'))
    const TemplatedPolicies = await newTemplatedPolicies(flags, io)
    const Policies = await linksOf(asked, 'policy', { names: flags.list('policy-name'), ids: flags.list('policy-id') })
    const Roles = await linksOf(asked, 'role', { names: flags.list('role-name'), ids: flags.list('role-id') })
    const token = {
      AccessorID: flags.string('accessor') ?? '',
      SecretID: flags.string('secret') ?? '',
      Description: flags.string('description') ?? '',
      ...sentLinks({ Policies, Roles, ServiceIdentities, NodeIdentities, TemplatedPolicies }),
      Local: flags.bool('local'),
      ...(ttl > 0 && { ExpirationTTL: formatDuration(ttl * MILLISECOND) }),
    }
    const answer = await explain('Failed to create new token', asked.put('/v1/acl/token', toJson(token)))
    const made = answer.json<Token>()
    printAs(context, { pretty: meta => prettyToken(made, meta), json: () => tokenJson(made) })
  },
})
