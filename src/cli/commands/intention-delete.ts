import { clientCommand, explain } from '../client-command.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { EXACT, idOrPair } from './intention.ts'

/** `miniconsul intention delete`. */
export const command = clientCommand({
  call: 'intention delete [options] SRC DST|ID',
  about: 'Deletes an intention.',
  flags: [...clientFlags, ...namespaceFlags],
  async run({ args, client, print }) {
    const asked = client()
    const [source, destination] = idOrPair(args)
    const deleted =
      destination === undefined
        ? asked.delete(`/v1/connect/intentions/${source}`)
        : asked.delete(EXACT, { source, destination })
    await explain('Error deleting the intention', deleted)
    print('Intention deleted.')
  },
})
