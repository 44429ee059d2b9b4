import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags, namespaceFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { accessorFlag, accessorGiven, oldIdFlag } from './accessor-flags.ts'
import { formatFlag, metaFlag, printAs } from './format.ts'
import { accessorOf } from './ids.ts'
import { expandedTokenJson, type ExpandedToken, type Token, tokenJson } from './objects.ts'
import { prettyExpandedToken } from './pretty-expanded.ts'
import { prettyToken } from './pretty.ts'

/** `miniconsul acl token read`. */
export const command = clientCommand({
  call: 'acl token read [options]',
  about: 'Prints a token, which is named by its accessor ID.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    accessorFlag,
    { name: 'expanded', kind: 'switch', usage: 'Print the rules of its policies and roles, too.' },
    formatFlag,
    oldIdFlag,
    metaFlag,
    { name: 'self', kind: 'switch', usage: 'Print the token that the command uses.' },
  ],
  async run(context) {
    const { flags, client } = context
    const [self, expanded] = [flags.bool('self'), flags.bool('expanded')]
    const asked = client()
    const prefix = self
      ? ''
      : accessorGiven(context, {
          missing: 'Must specify the -accessor-id parameter',
          deprecated: 'Use the -accessor-id parameter to specify token by Accessor ID',
        })
    if (self) {
      if (expanded) {
        throw new CommandError(
          'Cannot use both -expanded and -self. Instead, use -expanded and -accessor-id=<accessor id>.',
        )
      }
      const answer = await explain('Error reading token', asked.get('/v1/acl/token/self'))
      return show(answer.json<Token>())
    }
    const accessor = await explain('Error determining token ID', accessorOf(asked, prefix))
    const asking = asked.get(`/v1/acl/token/${accessor}`, expanded ? { expanded: 'true' } : {})
    const answer = await explain(`Error reading token "${accessor}"`, asking)
    if (!expanded) return show(answer.json<Token>())
    const token = answer.json<ExpandedToken>()
    printAs(context, { pretty: meta => prettyExpandedToken(token, meta), json: () => expandedTokenJson(token) })

    function show(token: Token): void {
      printAs(context, { pretty: meta => prettyToken(token, meta), json: () => tokenJson(token) })
    }
  },
})
