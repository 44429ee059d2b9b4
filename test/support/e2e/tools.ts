import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** The path of a program that a test cannot do without; says what is missing and where to get it. */
export function requireTool(name: string, hint: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const found = folders.map(folder => join(folder, name)).find(isProgram)
  if (found === undefined)
    throw new Error(`This test needs \`${name}\`, which is not on the PATH. Get it with: ${hint}`)
  return found
}
