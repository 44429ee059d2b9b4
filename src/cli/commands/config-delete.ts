import { clientFlags, namespaceFlags } from '../client-flags.ts'
import { type ClientContext, clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { nameOf, readConfigEntry } from './config-entry.ts'

/** `miniconsul config delete`. */
export const command = clientCommand({
  call: 'config delete [options] -kind KIND -name NAME',
  about: 'Deletes a config entry, which flags or a file name.',
  flags: [
    ...clientFlags,
    ...namespaceFlags,
    { name: 'cas', kind: 'switch', usage: 'Delete only if the entry is as -modify-index says.' },
    { name: 'filename', kind: 'string', usage: 'File with the entry; - is the standard input.' },
    { name: 'kind', kind: 'string', usage: 'Kind of the entry.' },
    { name: 'modify-index', kind: 'uint', usage: 'With -cas: ModifyIndex the entry must have.' },
    { name: 'name', kind: 'string', usage: 'Name of the entry.' },
  ],
  async run(context) {
    const { flags, client, print } = context
    const { Kind, Name } = await entryOf(context)
    const entry = `${Kind}/${Name}`
    const cas = flags.bool('cas') ? String(flags.uint('modify-index')) : undefined
    const answer = await explain(
      `Error deleting config entry ${entry}`,
      client('Error connect to Consul agent').delete(`/v1/config/${Kind}/${Name}`, { cas }),
    )
    if (cas !== undefined && !answer.text().includes('true'))
      throw new CommandError(`Config entry not deleted: ${entry}`)
    print(`Config entry deleted: ${entry}`)
  },
})

async function entryOf({ flags, io }: ClientContext): Promise<{ Kind: string; Name: string }> {
  const [Kind, Name, file] = ['kind', 'name', 'filename'].map(name => flags.string(name))
  const index = flags.uint('modify-index') ?? 0n
  if (file && (Kind || Name)) throw new CommandError("filename can't be used with kind or name")
  if (!Kind && !Name && !file) throw new CommandError('Must specify the -kind or -filename parameter')
  if (!Kind && !file) throw new CommandError('Must specify the -kind parameter')
  if (Kind && !Name) throw new CommandError('Must specify the -name parameter')
  if (flags.bool('cas') && index === 0n) {
    throw new CommandError('Must specify a -modify-index greater than 0 with -cas')
  }
  if (!flags.bool('cas') && index > 0n) throw new CommandError('Cannot specify -modify-index without -cas')
  if (Kind && Name) return { Kind, Name }
  const entry = await readConfigEntry(file ?? '', io)
  return { Kind: entry.Kind, Name: nameOf(entry) }
}
