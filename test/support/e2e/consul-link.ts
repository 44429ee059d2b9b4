import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What the tests run: our own command as it was built, or another binary to prove the tests with. */
export function commandUnderTest(): string {
  const other = process.env['CONSUL_E2E_BIN']
  if (other !== undefined && other !== '') return other
  if (!existsSync(join(root, 'dist/cli.cjs')))
    throw new Error('There is nothing to test yet. Build it with: npm run build')
  return join(root, 'bin/miniconsul.js')
}

/** A folder that holds the command as `consul`, for programs that look for that on the PATH. */
export interface ConsulLink {
  readonly folder: string
  readonly file: string
  /** A PATH on which `consul` is ours. */
  readonly path: string
  remove(): void
}

/** Makes the link in a temporary folder. */
export function linkConsul(target = commandUnderTest()): ConsulLink {
  const folder = mkdtempSync(join(tmpdir(), 'consul-link-'))
  const file = join(folder, 'consul')
  symlinkSync(target, file)
  return {
    folder,
    file,
    path: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
