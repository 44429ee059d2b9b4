import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { parse } from 'node:path'
import { errnoText, errorCode, fileErrorText } from '../../go/errno.ts'
import { clientCommand, type ClientContext, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { pathIn } from '../data.ts'
import { fileArgument, openSnapshot } from '../snapshots/open.ts'

/** `miniconsul snapshot save`. */
export const command = clientCommand({
  call: 'snapshot save [options] FILE',
  about: 'Writes the state of the servers to a file.',
  flags: [
    ...clientFlags,
    {
      name: 'append-filename',
      kind: 'string',
      usage: 'What to add to the name of the file: version, dc, or both with a comma between.',
    },
  ],
  async run(context) {
    const given = fileArgument(context.args)
    const client = context.client()
    const file = await nameFile(given, context, client)
    const snapshot = await explain('Error saving snapshot', client.get('/v1/snapshot'))
    const unverified = `${file}.unverified`
    write(pathIn(context.io.cwd, unverified), unverified, snapshot.body)
    const { head } = await openSnapshot(snapshot.body, 'Error verifying snapshot file')
    rename(context.io.cwd, unverified, file)
    context.print(`Saved and verified snapshot to index ${head.Index}`)
  },
})

async function nameFile(
  file: string,
  { flags }: ClientContext,
  client: ReturnType<ClientContext['client']>,
): Promise<string> {
  const wanted = new Set((flags.string('append-filename') ?? '').split(','))
  if (!wanted.has('version') && !wanted.has('dc')) return file
  const self = await explain('Error querying Consul agent', client.get('/v1/agent/self'))
  const { Version, Datacenter } = self.json<{ Config: { Version: string; Datacenter: string } }>().Config
  const added = [wanted.has('version') ? `-${Version}` : '', wanted.has('dc') ? `-${Datacenter}` : ''].join('')
  const { ext } = parse(file)
  return `${file.slice(0, file.length - ext.length)}${added}${ext}`
}

function write(path: string, shown: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes, { mode: 0o600 })
  } catch (error) {
    throw new CommandError(`Error writing unverified snapshot file: ${fileErrorText(error, shown)}`, { cause: error })
  }
}

const OF_FOLDERS: ReadonlySet<string> = new Set(['EISDIR', 'ENOTEMPTY', 'EBUSY'])

function rename(cwd: string, from: string, to: string): void {
  try {
    renameSync(pathIn(cwd, from), pathIn(cwd, to))
  } catch (error) {
    rmSync(pathIn(cwd, from), { force: true })
    // Go looks at what is there before it asks the system
    const why = OF_FOLDERS.has(errorCode(error)) ? 'file exists' : errnoText(error)
    throw new CommandError(`Error renaming "${from}" to "${to}": rename ${from} ${to}: ${why}`, { cause: error })
  }
}
