// Compiles src/ to dist/: plain modules with types for the library, and one bundled file for the command,
// because a start that loads one file takes half the time of one that loads two hundred.
// Builds beside dist/ and then swaps, so that a build never takes the files from under a running one.
import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))
const out = `${root}dist.${process.pid}`

try {
  const tsc = `${root}node_modules/typescript/bin/tsc`
  execFileSync(process.execPath, [tsc, '-p', `${root}tsconfig.build.json`, '--outDir', out], { stdio: 'inherit' })
  await build({
    entryPoints: [`${root}src/cli/main.ts`],
    outfile: `${out}/cli.cjs`,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    // what most runs never load stays outside
    external: [
      '@grpc/grpc-js',
      '@peculiar/x509',
      'reflect-metadata',
      'tar-stream',
      '@fastify/ajv-compiler',
      '@fastify/fast-json-stringify-compiler',
      'light-my-request',
    ],
    banner: { js: "const __fileUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': '__fileUrl' },
    logLevel: 'warning',
  })
  // V8 refuses import() in a script that comes from its cache, so the loader hands its own in
  const bundle = readFileSync(`${out}/cli.cjs`, 'utf8')
  writeFileSync(`${out}/cli.cjs`, bundle.replace(/(?<![\w.$])import\(/g, '__import('))
  rmSync(`${root}dist`, { recursive: true, force: true })
  renameSync(out, `${root}dist`)
  // a run of the command compiles what a start needs: its code is what the cache is to hold
  execFileSync(process.execPath, [`${root}scripts/code-cache.mjs`], { stdio: 'inherit' })
} catch (err) {
  rmSync(out, { recursive: true, force: true })
  if (err.status === undefined) console.error(err)
  process.exit(1)
}
