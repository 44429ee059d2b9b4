import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { accessorFlag, accessorGiven, oldIdFlag } from './accessor-flags.ts'
import { formatFlag, printAs } from './format.ts'
import { accessorOf } from './ids.ts'
import { type Token, tokenJson } from './objects.ts'
import { prettyToken } from './pretty.ts'

/** `miniconsul acl token clone`. */
export const command = clientCommand({
  call: 'acl token clone [options]',
  about: 'Makes a token with the rights of another.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    accessorFlag,
    { name: 'description', kind: 'string', usage: 'Description of the new token. Default: the one of the other.' },
    formatFlag,
    oldIdFlag,
  ],
  async run(context) {
    const { flags, client } = context
    const prefix = accessorGiven(context, {
      missing: 'Cannot update a token without specifying the -accessor-id parameter',
      deprecated: 'The -id parameter is deprecated. Use the -accessor-id parameter instead.',
    })
    const asked = client()
    const accessor = await explain('Error determining token Accessor ID', accessorOf(asked, prefix))
    const body = toJson({ Description: flags.string('description') ?? '' })
    const answer = await explain('Error cloning token', asked.put(`/v1/acl/token/${accessor}/clone`, body))
    const token = answer.json<Token>()
    printAs(context, { pretty: () => prettyToken(token, false), json: () => tokenJson(token) })
  },
})
