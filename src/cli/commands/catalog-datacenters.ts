import { clientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { tooMany } from '../output.ts'

/** `miniconsul catalog datacenters`. */
export const command = clientCommand({
  call: 'catalog datacenters [options]',
  about: 'Lists all datacenters.',
  flags: clientFlags,
  async run({ args, client, print }) {
    if (args.length > 0) throw new CommandError(tooMany(0, args.length))
    const answer = await explain('Error listing datacenters', client().get('/v1/catalog/datacenters'))
    for (const datacenter of answer.json<string[]>()) print(datacenter)
  },
})
