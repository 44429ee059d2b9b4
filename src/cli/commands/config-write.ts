import { toJson } from '../../go/json.ts'
import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { type ConfigEntry, decodeProblem, nameOf, readConfigEntry } from './config-entry.ts'

/** `miniconsul config write`. */
export const command = clientCommand({
  call: 'config write [options] FILE',
  about: 'Writes a config entry that a file holds (JSON or HCL); - is the standard input.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'cas', kind: 'switch', usage: 'Write only if the entry is as -modify-index says.' },
    { name: 'modify-index', kind: 'uint', usage: 'With -cas: ModifyIndex the entry must have, 0 for a new one.' },
  ],
  async run({ args, flags, io, client, print }) {
    const [path] = args
    if (path === undefined || args.length > 1) {
      throw new CommandError('Must provide exactly one positional argument to specify the config entry to write')
    }
    const entry = await readConfigEntry(path, io)
    const name = `${entry.Kind}/${nameOf(entry)}`
    const query = { cas: flags.bool('cas') ? String(flags.uint('modify-index') ?? 0n) : undefined }
    const failed = `Error writing config entry ${name}`
    const asked = client('Error connect to Consul agent')
    const answer = await explain(failed, asked.put('/v1/config', toJson(entry), query)).catch(refused(entry))
    if (!answer.text().includes('true')) throw new CommandError(`Config entry not updated: ${name}`)
    print(`Config entry written: ${name}`)
  },
})

const refused =
  (entry: ConfigEntry) =>
  (error: unknown): never => {
    const problem = error instanceof CommandError ? decodeProblem(error, entry) : undefined
    throw problem === undefined ? error : new CommandError(problem, { cause: error })
  }
