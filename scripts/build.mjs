// Builds src/ to dist/: types, the library bundled into a few modules, and two bundled files for the command, one with the agent
// and one without, because a start that loads one file takes half the time of one that loads two hundred.
// Builds beside dist/ and then swaps, so that a build never takes the files from under a running one.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))
const out = `${root}dist.${process.pid}`
const aside = `${out}.old`

/** Leaves a file of ours that `importer` imports out of a bundle. */
const without = (file, importer) => ({
  name: `without ${file}`,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/[\w-]+\.ts$/ }, ({ path, importer: from }) =>
      path === `./${file}.ts` && from.endsWith(`/${importer}`) ? { path, namespace: 'elsewhere' } : undefined,
    )
    onLoad({ filter: /./, namespace: 'elsewhere' }, () => ({ contents: 'throw new Error("not in this bundle")' }))
  },
})
/** The loader takes the bundle with the agent for `agent`, and this one for every other command. */
const withoutAgent = without('agent', 'cli/commands/index.ts')
/** Packages that a start does not load, each bundled into a file of its own: bundled, fastify loads in a third of the time. */
const LAZY_PACKAGES = ['fastify', 're2js']
const lazyPackages = {
  name: 'lazy packages',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${LAZY_PACKAGES.join('|')})$`) }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `./${fileOf(path)}.cjs`, external: true },
    )
  },
}
const fileOf = name => name.replace('@', '').replace('/', '-')

/** Where the sources `require` a package that is bundled on its own, they take the bundle. */
const required = {
  name: 'required',
  setup({ onLoad }) {
    onLoad({ filter: /load-re2\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace("'re2js'", "'./re2js.cjs'"),
      loader: 'ts',
    }))
  },
}

try {
  const tsc = `${root}node_modules/typescript/bin/tsc`
  execFileSync(process.execPath, [tsc, '-p', `${root}tsconfig.build.json`, '--emitDeclarationOnly', '--outDir', out], {
    stdio: 'inherit',
  })
  const bundle = {
    entryPoints: [`${root}src/cli/main.ts`],
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
      'yaml',
      '@fastify/ajv-compiler',
      '@fastify/fast-json-stringify-compiler',
      'light-my-request',
    ],
    banner: { js: "const __fileUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': '__fileUrl' },
    logLevel: 'warning',
  }
  await build({
    entryPoints: [`${root}src/index.ts`, `${root}src/vitest.ts`],
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    // what is loaded only when it is needed, and what both share, goes into modules of their own
    splitting: true,
    chunkNames: '[name]-[hash]',
    plugins: [required],
    logLevel: 'warning',
  })
  await build({ ...bundle, outfile: `${out}/cli.cjs`, plugins: [lazyPackages, required] })
  await build({ ...bundle, outfile: `${out}/client.cjs`, plugins: [withoutAgent, required] })
  await build({
    ...bundle,
    entryPoints: Object.fromEntries(LAZY_PACKAGES.map(name => [fileOf(name), name])),
    outdir: out,
    outExtension: { '.js': '.cjs' },
    plugins: [lazyPackages],
  })
  const vite = await import('vite')
  await vite.build({
    configFile: `${root}ui/vite.config.js`,
    configLoader: 'native',
    logLevel: 'warn',
    build: { outDir: `${out}/ui` },
  })
  // V8 refuses import() in a script that comes from its cache, so the loader hands its own in
  for (const name of ['cli.cjs', 'client.cjs']) {
    const text = readFileSync(`${out}/${name}`, 'utf8')
    writeFileSync(`${out}/${name}`, text.replace(/(?<![\w.$])import\(/g, '__import('))
  }
  // the old one steps aside first: to delete it takes far longer than to rename it
  if (existsSync(`${root}dist`)) renameSync(`${root}dist`, aside)
  renameSync(out, `${root}dist`)
  rmSync(aside, { recursive: true, force: true })
  // a run of the command compiles what a start needs: its code is what the cache is to hold
  for (const name of ['cli', 'client']) {
    execFileSync(process.execPath, [`${root}scripts/code-cache.mjs`, name], { stdio: 'inherit' })
  }
} catch (err) {
  rmSync(out, { recursive: true, force: true })
  if (err.status === undefined) console.error(err)
  process.exit(1)
}
