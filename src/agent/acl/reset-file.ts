import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The file that lets the ACL system be bootstrapped once more: it holds the index of the last time. */
const NAME = 'acl-bootstrap-reset'

/** The index in the file; undefined if there is no file, or no number in it. */
export function readResetFile(dataDir: string | undefined): number | undefined {
  if (dataDir === undefined) return undefined
  try {
    const text = readFileSync(join(dataDir, NAME), 'utf8').trim()
    return /^\d{1,15}$/.test(text) ? Number(text) : undefined
  } catch {
    return undefined
  }
}

export function removeResetFile(dataDir: string | undefined): void {
  if (dataDir !== undefined) rmSync(join(dataDir, NAME), { force: true })
}
