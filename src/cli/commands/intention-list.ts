import { clientCommand, explain } from '../client-command.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { columns } from '../output.ts'
import { destinationOf, type Intention, sourceOf } from './intention.ts'

/** `miniconsul intention list`. */
export const command = clientCommand({
  call: 'intention list [options]',
  about: 'Lists all intentions, in their order of precedence.',
  flags: [...clientFlags, ...namespaceFlags],
  async run({ client, print, complain }) {
    const asked = client('Error connecting to Consul agent').get('/v1/connect/intentions')
    const answer = await explain('Failed to retrieve the intentions list', asked)
    const intentions = answer.json<readonly Intention[] | null>() ?? []
    if (intentions.length === 0) {
      complain('There are no intentions.')
      return 2
    }
    const rows = intentions.map(intention => [
      intention.ID ?? '',
      sourceOf(intention),
      intention.Action ?? '',
      destinationOf(intention),
      String(intention.Precedence ?? 0),
    ])
    print(columns([['ID', 'Source', 'Action', 'Destination', 'Precedence'], ...rows]))
    return 0
  },
})
