import { rmSync, writeFileSync } from 'node:fs'

/** Writes the process ID; gives the function that takes the file away again. */
export function writePidFile(path: string | undefined, pid: number): () => void {
  if (path === undefined) return () => undefined
  try {
    writeFileSync(path, String(pid))
  } catch (error) {
    throw new Error(`Could not open pid file: ${(error as Error).message}`, { cause: error })
  }
  return () => rmSync(path, { force: true })
}
