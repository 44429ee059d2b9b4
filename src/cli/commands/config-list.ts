import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { type ConfigEntry, kindProblem, nameOf } from './config-entry.ts'
import { quoteGo } from '../../go/quote.ts'

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
    const failed = `Error listing config entries for kind ${quoteGo(kind)}`
    const answer = await explain(failed, asked)
    const entries = answer.json<ConfigEntry[]>()
    const problem = entries.length > 0 ? kindProblem(kind) : undefined
    if (problem !== undefined) throw new CommandError(`${failed}: ${problem}`)
    for (const entry of entries) print(nameOf(entry))
  },
})
