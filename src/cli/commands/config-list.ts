import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'

/** `miniconsul config list`. */
export const command = clientCommand({
  call: 'config list [options] -kind KIND',
  about: 'Lists the names of the config entries of a kind.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'filter', kind: 'string', usage: 'Expression that an entry must match.' },
    { name: 'kind', kind: 'string', usage: 'Kind of the entries.' },
  ],
  async run({ flags, client, print }) {
    const kind = flags.string('kind')
    if (!kind) throw new CommandError('Must specify the -kind parameter')
    const asked = client('Error connect to Consul agent').get(`/v1/config/${kind}`, {
      filter: flags.string('filter') || undefined,
    })
    const answer = await explain(`Error listing config entries for kind ${JSON.stringify(kind)}`, asked)
    for (const { Name } of answer.json<{ Name: string }[]>()) print(Name)
  },
})
