import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { type Policy, policyJson } from './objects.ts'
import { prettyPolicies } from './pretty.ts'

/** `miniconsul acl policy list`. */
export const command = clientCommand({
  call: 'acl policy list [options]',
  about: 'Lists the policies.',
  flags: [...clientFlags, ...namespaceFlags, formatFlag, metaFlag],
  async run(context) {
    const answer = await explain('Failed to retrieve the policy list', context.client().get('/v1/acl/policies'))
    const policies = answer.json<Policy[]>()
    printAs(context, { pretty: meta => prettyPolicies(policies, meta), json: () => policies.map(policyJson) })
  },
})
