import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './errors.ts'
import { uuidProblem } from './node.ts'

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
  const problem = uuidProblem(text)
  if (problem !== undefined) fail(`NodeID in ${file} is invalid: ${problem}`)
  return text.toLowerCase()
}

function writeNodeId(dataDir: string, file: string, id: string): string {
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, id, { mode: 0o600 })
  } catch (error) {
    throw new ConfigError(`failed to setup node ID: ${(error as Error).message}`)
  }
  return id
}

/** Refuses a folder for data that is none. */
export function checkDataDir(dataDir: string): void {
  const found = statSync(dataDir, { throwIfNoEntry: false })
  if (found && !found.isDirectory()) throw new ConfigError(`data_dir ${JSON.stringify(dataDir)} is not a directory`)
}
