import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { type BindingRule, bindingRuleJson } from './objects.ts'
import { prettyBindingRules } from './pretty.ts'

/** `miniconsul acl binding-rule list`. */
export const command = clientCommand({
  call: 'acl binding-rule list [options]',
  about: 'Lists the binding rules.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    formatFlag,
    metaFlag,
    { name: 'method', kind: 'string', usage: 'Only those of this auth method.' },
  ],
  async run(context) {
    const { flags, client } = context
    const asking = client().get('/v1/acl/binding-rules', { authmethod: flags.string('method') || undefined })
    const rules = (await explain('Failed to retrieve the binding rule list', asking)).json<BindingRule[]>()
    printAs(context, { pretty: meta => prettyBindingRules(rules, meta), json: () => rules.map(bindingRuleJson) })
  },
})
