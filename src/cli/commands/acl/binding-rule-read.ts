import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { idOf } from './ids.ts'
import { type BindingRule, bindingRuleJson } from './objects.ts'
import { prettyBindingRule } from './pretty.ts'

/** `miniconsul acl binding-rule read`. */
export const command = clientCommand({
  call: 'acl binding-rule read -id ID [options]',
  about: 'Prints a binding rule.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    formatFlag,
    { name: 'id', kind: 'string', usage: 'ID of the binding rule, or the beginning of it.' },
    metaFlag,
  ],
  async run(context) {
    const prefix = context.flags.string('id')
    if (!prefix) throw new CommandError('Must specify the -id parameter.')
    const asked = context.client()
    const id = await explain('Error determining binding rule ID', idOf(asked, 'rule', prefix))
    const found = await explain(`Error reading binding rule "${id}"`, asked.find(`/v1/acl/binding-rule/${id}`))
    if (!found) throw new CommandError(`Binding rule not found with ID "${id}"`)
    const rule = found.json<BindingRule>()
    printAs(context, { pretty: meta => prettyBindingRule(rule, meta), json: () => bindingRuleJson(rule) })
  },
})
