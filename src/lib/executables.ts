import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Why a file cannot be run, undefined where it can. */
export function problemOfExecutable(path: string): unknown {
  try {
    accessSync(path, constants.X_OK)
    return undefined
  } catch (error) {
    return error
  }
}

/** Whether a program of this name is in one of the folders of `PATH`. */
export const isInPath = (name: string, { PATH = '' }: Readonly<Record<string, string | undefined>>): boolean =>
  PATH.split(delimiter).some(folder => problemOfExecutable(join(folder, name)) === undefined)
