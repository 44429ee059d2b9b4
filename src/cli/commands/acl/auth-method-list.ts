import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { type AuthMethod, authMethodJson } from './objects.ts'
import { prettyAuthMethods } from './pretty.ts'

/** `miniconsul acl auth-method list`. */
export const command = clientCommand({
  call: 'acl auth-method list [options]',
  about: 'Lists the auth methods.',
  flags: [...clientFlags, ...namespaceFlags, formatFlag, metaFlag],
  async run(context) {
    const asking = context.client().get('/v1/acl/auth-methods')
    const methods = (await explain('Failed to retrieve the auth method list', asking)).json<AuthMethod[]>()
    printAs(context, { pretty: meta => prettyAuthMethods(methods, meta), json: () => methods.map(authMethodJson) })
  },
})
