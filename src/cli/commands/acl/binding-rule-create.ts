import { FlagError } from '../../../go/flag.ts'
import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { bindingRuleFlags, bindTypeOf, bindVarsOf } from './binding-rule-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { type BindingRule, bindingRuleJson } from './objects.ts'
import { prettyBindingRule } from './pretty.ts'
import { required } from './required.ts'

/** `miniconsul acl binding-rule create`. */
export const command = clientCommand({
  call: 'acl binding-rule create -method NAME -bind-name NAME [options]',
  about: 'Makes a binding rule: what a token of an auth method may do.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    ...bindingRuleFlags,
    formatFlag,
    metaFlag,
    { name: 'method', kind: 'string', usage: 'Name of the auth method.' },
  ],
  async run(context) {
    const { flags, client } = context
    const BindVars = bindVarsOf(flags)
    const AuthMethod = required('method', flags.string('method'))
    const BindType = required('bind-type', bindTypeOf(flags))
    const BindName = required('bind-name', flags.string('bind-name'))
    if (BindVars && BindType !== 'templated-policy') {
      throw new FlagError('Cannot specify -bind-vars when -bind-type is not templated-policy')
    }
    const rule = {
      Description: flags.string('description') ?? '',
      AuthMethod,
      BindType,
      BindName,
      BindVars,
      Selector: flags.string('selector') ?? '',
    }
    const asking = client().put('/v1/acl/binding-rule', toJson(rule))
    const made = (await explain('Failed to create new binding rule', asking)).json<BindingRule>()
    printAs(context, { pretty: meta => prettyBindingRule(made, meta), json: () => bindingRuleJson(made) })
  },
})
