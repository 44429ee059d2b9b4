import { readFileSync, statSync, type Stats, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errnoText, fileErrorText } from '../go/errno.ts'
import { makeFolders } from '../lib/make-folders.ts'
import { ConfigError } from './errors.ts'
import { malformedUuid } from '../go/uuid.ts'
import { quoteGo } from '../go/quote.ts'

/** The ID that a node keeps in its folder for data, made and written when there is none; lower case. */
export function storedNodeId(dataDir: string, makeId: () => string): string {
  const file = join(dataDir, 'node-id')
  const fail = (reason: string): never => {
    throw new ConfigError(`failed to setup node ID: ${reason}`)
  }
  let text: string | undefined
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') fail((error as Error).message)
  }
  if (text === undefined) return writeNodeId(dataDir, file, makeId())
  const problem = malformedUuid(text)
  if (problem !== undefined) fail(`NodeID in ${file} is invalid: ${problem}`)
  return text.toLowerCase()
}

function writeNodeId(dataDir: string, file: string, id: string): string {
  try {
    makeFolders(dataDir)
    writeFileSync(file, id, { mode: 0o600 })
  } catch (error) {
    const { path = dataDir } = error as NodeJS.ErrnoException
    throw new ConfigError(`failed to setup node ID: ${fileErrorText(error, path)}`)
  }
  return id
}

/** Refuses a folder for data that is none. */
export function checkDataDir(dataDir: string): void {
  let found: Stats | undefined
  try {
    found = statSync(dataDir, { throwIfNoEntry: false })
  } catch (error) {
    // a path that no system takes
    const reason = dataDir.includes('\0') ? 'invalid argument' : errnoText(error)
    throw new ConfigError(`Error getting info on data_dir: stat ${dataDir}: ${reason}`)
  }
  if (found && !found.isDirectory()) throw new ConfigError(`data_dir ${quoteGo(dataDir)} is not a directory`)
}
