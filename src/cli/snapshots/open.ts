import { type Archive, openArchive } from '../../agent/snapshot-archive.ts'
import { DamagedArchive } from '../../agent/unpack-archive.ts'
import { parseJson } from '../../go/json.ts'
import { CommandError, type CommandIo } from '../command.ts'
import { FileError, readFile } from '../data.ts'
import { tooMany } from '../output.ts'
import type { SnapshotMeta } from './report.ts'

/** The file that a command is about: its only argument. */
export function fileArgument(args: readonly string[]): string {
  const [file] = args
  if (file === undefined) throw new CommandError('Missing FILE argument')
  if (args.length > 1) throw new CommandError(tooMany(1, args.length))
  return file
}

/** The bytes of a snapshot file. */
export function readSnapshotFile(file: string, io: CommandIo): Uint8Array {
  try {
    return readFile(file, io)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new CommandError(`Error opening snapshot file: ${error.message}`, { cause: error })
  }
}

/** What is in a snapshot; an error of it begins with `prefix`. */
export async function openSnapshot(
  bytes: Uint8Array,
  prefix: string,
): Promise<Archive & { readonly head: SnapshotMeta }> {
  try {
    const archive = await openArchive(bytes)
    return { ...archive, head: parseJson(archive.meta) as SnapshotMeta }
  } catch (error) {
    if (!(error instanceof DamagedArchive)) throw error
    throw new CommandError(`${prefix}: ${error.message}`, { cause: error })
  }
}
