import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { folderError } from './data-folder-error.ts'

/** The subfolder with the store, by which a data folder of miniconsul is recognised. */
export const STORE = 'miniconsul'

/**
 * What may lie in a folder before it is used: the ID that a node was given, what volumes come with, and files for the agent that are
 * stored in one place with its data, as node-consul does.
 */
const HARMLESS =
  /^(node-id|acl-bootstrap-reset|lost\+found|\.gitkeep|\.keep|pid|.*\.(json|hcl|pem|crt|cer|key|pid|log))$/
/** Names by which the data folder of a real Consul is recognised. */
const REAL: ReadonlySet<string> = new Set(['raft', 'serf', 'checkpoint-signature', 'server_metadata.json'])
const MAX_NAMES = 5

/** Throws unless a folder is one of miniconsul, empty or missing. Reads names only. */
export function refuseForeignFolder(folder: string): void {
  const names = namesIn(folder)
  if (names.includes(STORE)) return
  const foreign = names.filter(name => !HARMLESS.test(name)).sort()
  if (names.some(name => REAL.has(name))) {
    throw folderError(
      folder,
      'it is the data folder of a real Consul, whose files miniconsul cannot read. Choose another one.',
    )
  }
  if (foreign.length === 0) return
  const shown = foreign.slice(0, MAX_NAMES).join(', ') + (foreign.length > MAX_NAMES ? ', …' : '')
  throw folderError(folder, `it holds files of another program (${shown}). Choose an empty folder.`)
}

/** Whether the folder has a store with data, which must not be created again. */
export const hasData = (folder: string): boolean =>
  namesIn(join(folder, STORE)).some(name => /\.(log|ldb|sst)$/.test(name))

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw folderError(folder, (error as Error).message, error)
  }
}
