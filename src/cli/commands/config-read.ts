import { toJson } from '../../go/json.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { asPrinted } from '../config-entry-layout.ts'
import { kindProblem } from './config-entry.ts'

/** `miniconsul config read`. */
export const command = clientCommand({
  call: 'config read [options] -kind KIND -name NAME',
  about: 'Prints a config entry.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'kind', kind: 'string', usage: 'Kind of the entry.' },
    { name: 'name', kind: 'string', usage: 'Name of the entry.' },
  ],
  async run({ flags, client, print }) {
    const [kind, name] = [flags.string('kind'), flags.string('name')]
    if (!kind) throw new CommandError('Must specify the -kind parameter')
    if (!name) throw new CommandError('Must specify the -name parameter')
    const failed = `Error reading config entry ${kind}/${name}`
    const asked = client('Error connect to Consul agent')
    const problem = kindProblem(kind)
    if (problem !== undefined) throw new CommandError(`${failed}: ${problem}`)
    const answer = await explain(failed, asked.get(`/v1/config/${kind}/${name}`))
    print(toJson(asPrinted(answer.json()), true))
  },
})
