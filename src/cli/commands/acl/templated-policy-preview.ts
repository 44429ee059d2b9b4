import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { formatFlag, printAs } from './format.ts'
import { templatedPoliciesOf, variableFlag } from './link-flags.ts'
import { type Policy, policyJson } from './objects.ts'
import { prettyPolicy } from './pretty.ts'

/** `miniconsul acl templated-policy preview`. */
export const command = clientCommand({
  call: 'acl templated-policy preview [options]',
  about: 'Prints the policy that a templated policy becomes.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'file', kind: 'string', usage: 'File with a templated policy, in HCL or JSON.' },
    formatFlag,
    { name: 'name', kind: 'string', usage: 'Name of a templated policy; see -var.' },
    variableFlag,
  ],
  async run(context) {
    const { flags, io, client } = context
    const [name, file] = [flags.string('name'), flags.string('file')]
    if (!name && !file) throw new CommandError('Cannot preview a templated policy without specifying -name or -file')
    const asked = client()
    const [chosen, ...others] = await templatedPoliciesOf(flags, io, { name, file })
    if (!chosen || others.length > 0) throw new CommandError('Can only preview a single templated policy at a time.')
    const { TemplateName, TemplateVariables = null } = chosen
    const answer = await explain(
      'Failed to generate the templated policy preview',
      asked
        .request('POST', `/v1/acl/templated-policy/preview/${TemplateName}`, { body: toJson(TemplateVariables) })
        .then(answer => answer.expectOk()),
    )
    const policy = answer.json<Policy>()
    printAs(context, { pretty: () => prettyPolicy(policy, false), json: () => policyJson(policy) })
  },
})
