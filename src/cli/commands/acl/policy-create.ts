import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { type Policy, policyJson } from './objects.ts'
import { policyFlags, readText } from './policy-flags.ts'
import { prettyPolicy } from './pretty.ts'
import { required } from './required.ts'

/** `miniconsul acl policy create`. */
export const command = clientCommand({
  call: 'acl policy create -name NAME [options]',
  about: 'Makes a policy.',
  flags: [...clientFlags, ...namespaceFlags, ...policyFlags, formatFlag, metaFlag],
  async run(context) {
    const { flags, io, client } = context
    const name = required('name', flags.string('name'))
    const rules = await readText(flags.string('rules') ?? '', io, 'Error loading rules')
    const policy = {
      Name: name,
      Description: flags.string('description') ?? '',
      Datacenters: flags.list('valid-datacenter'),
      Rules: rules,
    }
    const answer = await explain('Failed to create new policy', client().put('/v1/acl/policy', toJson(policy)))
    const made = answer.json<Policy>()
    printAs(context, { pretty: meta => prettyPolicy(made, meta), json: () => policyJson(made) })
  },
})
