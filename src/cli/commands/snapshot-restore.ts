import { clientCommand, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { fileArgument, readSnapshotFile } from '../snapshots/open.ts'

/** `miniconsul snapshot restore`. */
export const command = clientCommand({
  call: 'snapshot restore [options] FILE',
  about: 'Makes the state of the servers what it was when the file was saved.',
  flags: clientFlags,
  async run({ args, io, client, print }) {
    const bytes = readSnapshotFile(fileArgument(args), io)
    await explain('Error restoring snapshot', client().put('/v1/snapshot', bytes))
    print('Restored snapshot')
  },
})
