import { FlagError } from '../../../go/flag.ts'
import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { bindingRuleFlags, bindTypeOf, bindVarsOf } from './binding-rule-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { idOf } from './ids.ts'
import { type BindingRule, bindingRuleJson } from './objects.ts'
import { prettyBindingRule } from './pretty.ts'
import { required } from './required.ts'

/** `miniconsul acl binding-rule update`. */
export const command = clientCommand({
  call: 'acl binding-rule update -id ID [options]',
  about:
    'Changes a binding rule. What no flag mentions stays as it is, but its type becomes service unless -bind-type says it.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...bindingRuleFlags,
    formatFlag,
    { name: 'id', kind: 'string', usage: 'ID of the binding rule, or the beginning of it.' },
    metaFlag,
    { name: 'no-merge', kind: 'switch', usage: 'Replace everything but the ID and the auth method, also by nothing.' },
  ],
  async run(context) {
    const { flags, client } = context
    const BindVars = bindVarsOf(flags)
    const prefix = flags.string('id')
    if (!prefix) throw new CommandError('Cannot update a binding rule without specifying the -id parameter')
    const asked = client()
    const id = await explain('Error determining binding rule ID', idOf(asked, 'rule', prefix))
    const found = await explain('Error when retrieving current binding rule', asked.find(`/v1/acl/binding-rule/${id}`))
    if (!found) throw new CommandError(`Binding rule not found with ID "${id}"`)
    const current = found.json<BindingRule>()

    const rule = flags.bool('no-merge') ? replaced(current.AuthMethod) : merged(current)
    const asking = asked.put(`/v1/acl/binding-rule/${id}`, toJson({ ID: id, ...rule }))
    const updated = (await explain(`Error updating binding rule "${id}"`, asking)).json<BindingRule>()
    printAs(context, { pretty: meta => prettyBindingRule(updated, meta), json: () => bindingRuleJson(updated) })

    function replaced(AuthMethod: string): object {
      const BindType = required('bind-type', bindTypeOf(flags))
      const BindName = required('bind-name', flags.string('bind-name'))
      if (BindVars && BindType !== 'templated-policy') {
        throw new FlagError('-bind-vars cannot be specified when -bind-type is not templated-policy')
      }
      const Description = flags.string('description') ?? ''
      return { AuthMethod, Description, BindType, BindName, BindVars, Selector: flags.string('selector') ?? '' }
    }

    function merged({ AuthMethod, Description, ...before }: BindingRule): object {
      const BindType = bindTypeOf(flags) || before.BindType
      return {
        AuthMethod,
        Description: flags.string('description') || Description,
        BindType,
        BindName: flags.string('bind-name') || before.BindName,
        // variables of another type are dropped
        BindVars: BindType === 'templated-policy' ? (BindVars ?? before.BindVars) : undefined,
        Selector: flags.string('selector') ?? before.Selector,
      }
    }
  },
})
