import { clientCommand, explain } from '../client-command.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'

/** `miniconsul intention check`. */
export const command = clientCommand({
  call: 'intention check [options] SRC DST',
  about:
    'Tells by its exit code whether a service may connect to another, by intentions and without looking at requests.',
  flags: [...clientFlags, ...namespaceFlags],
  async run({ args, client, print, complain }) {
    const [source, destination] = args
    if (source === undefined || destination === undefined || args.length > 2) {
      complain('Error: command requires exactly two arguments: src and dst')
      return 2
    }
    const asked = client('Error connecting to Consul agent').get('/v1/connect/intentions/check', {
      source,
      destination,
    })
    const { Allowed } = (await explain('Error checking the connection', asked)).json<{ Allowed: boolean }>()
    print(Allowed ? 'Allowed' : 'Denied')
    return Allowed ? 0 : 1
  },
})
