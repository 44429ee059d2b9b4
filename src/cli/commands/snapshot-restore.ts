import { clientCommand, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { fileArgument, snapshotStream } from '../snapshots/open.ts'

/** `miniconsul snapshot restore`. */
export const command = clientCommand({
  call: 'snapshot restore [options] FILE',
  about: 'Makes the state of the servers what it was when the file was saved.',
  flags: clientFlags,
  async run({ args, io, client, print }) {
    const file = fileArgument(args)
    const asked = client()
    await explain('Error restoring snapshot', asked.put('/v1/snapshot', snapshotStream(file, io)))
    print('Restored snapshot')
  },
})
