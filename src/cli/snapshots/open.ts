import { createReadStream, openSync } from 'node:fs'
import { Readable } from 'node:stream'
import { type Archive, openArchive } from '../../agent/snapshot-archive.ts'
import { DamagedArchive } from '../../agent/unpack-archive.ts'
import { ClientError } from '../../client/errors.ts'
import { fileErrorText } from '../../go/errno.ts'
import { parseJson } from '../../go/json.ts'
import { CommandError, type CommandIo } from '../command.ts'
import { pathIn } from '../data.ts'
import { tooMany } from '../output.ts'
import type { SnapshotMeta } from './report.ts'

/** The file that a command is about: its only argument. */
export function fileArgument(args: readonly string[]): string {
  const [file] = args
  if (file === undefined) throw new CommandError('Missing FILE argument')
  if (args.length > 1) throw new CommandError(tooMany(1, args.length))
  return file
}

/** A snapshot file as it is read; throws if it cannot be opened. What cannot be read of it is a ClientError. */
export function snapshotStream(file: string, io: CommandIo): Readable {
  let fd
  try {
    fd = openSync(pathIn(io.cwd, file), 'r')
  } catch (error) {
    throw new CommandError(`Error opening snapshot file: ${fileErrorText(error, file)}`, { cause: error })
  }
  return Readable.from(partsOf(createReadStream('', { fd }), file), { objectMode: false })
}

async function* partsOf(stream: Readable, file: string): AsyncIterable<Uint8Array> {
  try {
    for await (const part of stream) yield part as Uint8Array
  } catch (error) {
    throw new ClientError(fileErrorText(error, file), { cause: error })
  }
}

/** The bytes of a snapshot file. A folder can be opened, and cannot be read. */
export async function readSnapshotFile(file: string, io: CommandIo): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  try {
    for await (const part of snapshotStream(file, io)) parts.push(part as Uint8Array)
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    throw new CommandError(`${UNREADABLE}: failed to decompress snapshot: ${error.message}`, { cause: error })
  }
  return Buffer.concat(parts)
}

const UNREADABLE = 'Error reading snapshot'

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
