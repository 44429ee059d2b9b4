import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Imports files of the tests' own TypeScript, which Node 20 cannot import as it is. Paths begin at `test/support`. */
export async function importTypeScript(...files) {
  const { outputFiles } = await build({
    stdin: {
      contents: files.map(file => `export * from './${file}'`).join('\n'),
      resolveDir: join(root, 'test', 'support'),
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    // packages in CommonJS require the modules of Node
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(${JSON.stringify(import.meta.url)});`,
    },
    target: 'node20',
    write: false,
  })
  const folder = mkdtempSync(join(tmpdir(), 'imported-'))
  const file = join(folder, 'bundle.mjs')
  writeFileSync(file, outputFiles[0].contents)
  try {
    return await import(pathToFileURL(file).href)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
