import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileErrorText } from '../go/errno.ts'
import type { CommandIo } from './command.ts'

/** A file that a command was to read and could not; the message is Go's. */
export class FileError extends Error {
  override readonly name = 'FileError'
}

/** Where a file of this name is, seen from a folder; no name names nothing, the folder neither. */
export const pathIn = (folder: string, path: string): string => (path === '' ? '' : resolve(folder, path))

/** The bytes of a file; relative paths start from the folder of the command. */
export function readFile(path: string, io: CommandIo): Uint8Array {
  try {
    return readFileSync(pathIn(io.cwd, path))
  } catch (error) {
    throw new FileError(fileErrorText(error, path), { cause: error })
  }
}

/** What an argument stands for: `-` the standard input, `@FILE` a file, anything else itself. */
export async function readArgument(argument: string, io: CommandIo): Promise<Uint8Array> {
  if (argument === '-') return io.stdin.read()
  if (!argument.startsWith('@')) return Buffer.from(argument)
  try {
    return readFile(argument.slice(1), io)
  } catch (error) {
    if (error instanceof FileError) throw new FileError(`Failed to read file: ${error.message}`, { cause: error })
    throw error
  }
}

/** The data of a file, `-` for the standard input; what cannot be read is told in an error that `failed` makes of the reason. */
export async function loadData(
  path: string,
  io: CommandIo,
  failed: (why: string, cause: unknown) => Error,
): Promise<Uint8Array> {
  if (path === '')
    throw failed("Failed to load data: Failed to load data: must specify a file path or '-' for stdin", undefined)
  try {
    return await readArgument(path === '-' ? path : `@${path}`, io)
  } catch (error) {
    throw error instanceof FileError ? failed(`Failed to load data: ${error.message}`, error) : error
  }
}
