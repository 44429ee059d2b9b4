import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
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
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});`,
    },
    target: 'node20',
    write: false,
  })
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`)
}
