import { clientCommand, explain } from '../client-command.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { type Intention, showIntention } from './intention.ts'

/** `miniconsul intention match`. */
export const command = clientCommand({
  call: 'intention match [options] SRC|DST',
  about:
    'Lists the intentions that fit a source or a destination (the default), in the order in which they are looked at.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'destination', kind: 'switch', usage: 'The name is that of a destination.' },
    { name: 'source', kind: 'switch', usage: 'The name is that of a source.' },
  ],
  flagErrorCode: 2,
  async run({ args, flags, client, print }) {
    const [name] = args
    if (name === undefined || args.length > 1) {
      throw new CommandError('Error: command requires exactly one argument: src or dst')
    }
    if (flags.bool('source') && flags.bool('destination')) {
      throw new CommandError('Error: only one of -source or -destination may be specified')
    }
    const by = flags.bool('source') ? 'source' : 'destination'
    const asked = client('Error connecting to Consul agent').get('/v1/connect/intentions/match', { by, name })
    const answer = await explain('Error matching the connection', asked)
    for (const intention of answer.json<Record<string, readonly Intention[] | null>>()[name] ?? []) {
      print(showIntention(intention))
    }
  },
})
