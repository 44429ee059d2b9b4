import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '../..')

/** The library as one file that plain Node can load, for tests in a process of their own. */
export interface LibraryBundle {
  readonly url: string
  remove(): void
}

/** Bundles the library from its sources, so that no build has to be there. */
export async function bundleLibrary(): Promise<LibraryBundle> {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'library-'))
  // beside it lies what tells the version, as it does in the package
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
  const outfile = join(folder, 'dist/index.mjs')
  await build({
    entryPoints: [join(root, 'src/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  })
  return { url: pathToFileURL(outfile).href, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
