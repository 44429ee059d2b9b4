import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { type Token, tokenJson } from './objects.ts'
import { prettyToken } from './pretty.ts'

/** `miniconsul acl token list`. */
export const command = clientCommand({
  call: 'acl token list [options]',
  about: 'Lists the tokens.',
  flags: [...clientFlags, ...namespaceFlags, formatFlag, metaFlag],
  async run(context) {
    const answer = await explain('Failed to retrieve the token list', context.client().get('/v1/acl/tokens'))
    const tokens = answer.json<Token[]>()
    printAs(context, {
      pretty: meta => tokens.map(token => prettyToken(token, meta)).join('\n'),
      json: () => tokens.map(tokenJson),
    })
  },
})
