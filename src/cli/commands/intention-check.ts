import { ClientError } from '../../client/errors.ts'
import { CommandError } from '../command.ts'
import { clientCommand, type ClientContext, explain } from '../client-command.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'

/** `miniconsul intention check`. */
export const command = clientCommand({
  call: 'intention check [options] SRC DST',
  about:
    'Tells by its exit code whether a service may connect to another, by intentions and without looking at requests.',
  flags: [...clientFlags, ...namespaceFlags],
  // 1 means denied
  flagErrorCode: 2,
  async run(context) {
    try {
      const isAllowed = await check(context)
      context.print(isAllowed ? 'Allowed' : 'Denied')
      return isAllowed ? 0 : 1
    } catch (error) {
      if (!(error instanceof CommandError || error instanceof ClientError)) throw error
      throw new CommandError(error.message, { exitCode: 2, cause: error })
    }
  },
})

async function check({ args, client }: ClientContext): Promise<boolean> {
  const [source, destination] = args
  if (source === undefined || destination === undefined || args.length > 2) {
    throw new CommandError('Error: command requires exactly two arguments: src and dst')
  }
  const query = { destination, source, 'source-type': 'consul' }
  const asked = client('Error connecting to Consul agent').get('/v1/connect/intentions/check', query)
  return (await explain('Error checking the connection', asked)).json<{ Allowed: boolean }>().Allowed
}
