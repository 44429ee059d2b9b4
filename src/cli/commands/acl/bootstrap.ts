import { toJson } from '../../../go/json.ts'
import { clientCommand, explain } from '../../client-command.ts'
import { clientFlags } from '../../client-flags.ts'
import { CommandError } from '../../command.ts'
import { FileError, readArgument } from '../../data.ts'
import { formatFlag, printAs } from './format.ts'
import { type Token, tokenJson } from './objects.ts'
import { prettyToken } from './pretty.ts'

/** `miniconsul acl bootstrap`. */
export const command = clientCommand({
  call: 'acl bootstrap [options] [FILE]',
  about:
    'Makes the first token, which may do everything; its secret can be given in a file, or with - on the standard input.',
  flags: [...clientFlags, formatFlag],
  async run(context) {
    const { args, io, client } = context
    if (args.length > 1) throw new CommandError('This command takes up to one argument')
    const [file] = args
    const body = file === undefined ? undefined : toJson({ BootstrapSecret: await readSecret(file) })
    const asked = client()
    const answer = await explain('Failed ACL bootstrapping', asked.put('/v1/acl/bootstrap', body))
    const token = answer.json<Token>()
    printAs(context, { pretty: () => prettyToken(token, false), json: () => tokenJson(token) })

    async function readSecret(path: string): Promise<string> {
      try {
        const data = await readArgument(path === '-' ? path : `@${path}`, io)
        return Buffer.from(data).toString().trim()
      } catch (error) {
        if (!(error instanceof FileError)) throw error
        throw new CommandError(`Error reading provided token: ${error.message}`, { cause: error })
      }
    }
  },
})
