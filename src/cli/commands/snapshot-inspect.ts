import { MsgpackError } from '../../lib/msgpack.ts'
import { clientCommand } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { recordsOf, type SnapshotRecord } from '../snapshots/contents.ts'
import { fileArgument, openSnapshot, readSnapshotFile } from '../snapshots/open.ts'
import { formats, reportOf } from '../snapshots/report.ts'

const DEFAULT_DEPTH = 2

/** `miniconsul snapshot inspect`. */
export const command = clientCommand({
  call: 'snapshot inspect [options] FILE',
  about: 'Shows what is in a file that snapshot save wrote, here or with Consul.',
  flags: [
    { name: 'format', kind: 'string', usage: 'How to print it: pretty or json.' },
    { name: 'kvdepth', kind: 'integer', usage: 'Parts of keys to count by, with -kvdetails. Default: 2.' },
    { name: 'kvdetails', kind: 'switch', usage: 'Count the keys of the key-value store, too.' },
    { name: 'kvfilter', kind: 'string', usage: 'Count only keys that begin so, with -kvdetails.' },
  ],
  async run({ args, flags, io, print }) {
    const bytes = await readSnapshotFile(fileArgument(args), io)
    const { head, state } = await openSnapshot(bytes, 'Error reading snapshot')
    const depth = flags.int('kvdepth') ?? DEFAULT_DEPTH
    const details = flags.bool('kvdetails') ? { depth, filter: flags.string('kvfilter') ?? '' } : undefined
    const report = reportOf(head, readRecords(state), details)
    const name = flags.string('format') ?? 'pretty'
    const format = Object.hasOwn(formats, name) ? formats[name] : undefined
    if (!format) throw new CommandError(`Error outputting enhanced snapshot data: Unknown format: ${name}`)
    print(format(report))
  },
})

function readRecords(state: Uint8Array): SnapshotRecord[] {
  try {
    return recordsOf(state)
  } catch (error) {
    if (!(error instanceof MsgpackError)) throw error
    throw new CommandError(`Error extracting snapshot data: ${error.message}`, { cause: error })
  }
}
