import { toJson } from '../../go/json.ts'
import { clientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { indentBy } from '../output.ts'

/** `miniconsul connect ca get-config`. */
export const command = clientCommand({
  call: 'connect ca get-config [options]',
  about: 'Prints the configuration of the certificate authority.',
  flags: clientFlags,
  async run({ client, print }) {
    const asked = client('Error initializing client').get('/v1/connect/ca/configuration')
    const answer = await explain('Error querying CA configuration', asked)
    print(indentBy(toJson(answer.json(), true), '\t'))
  },
})
