// Builds src/ to dist/: the library, one declaration file an entry, and two bundled files for the command, one with the agent and one without, because a start that loads one file takes half the time of one that loads two
// hundred. Builds beside dist/ and then swaps, so that a build never takes the files from under a running one.
// With --if-changed it does nothing when dist/ was built from the same sources.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { declarations } from './build/declarations.mjs'
import { LAZY_PACKAGES, lazyEntry, lazyPackages } from './build/lazy-packages.mjs'
import { lazyModules } from './build/lazy-modules.mjs'
import { licences } from './build/licences.mjs'
import { hashOfSources } from './build/sources.mjs'
import { withoutCommands } from './build/without-commands.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const out = `${root}dist.${process.pid}`
const previous = `${out}.old`
const stamp = 'sources.sha256'

/** Where an agent with a data folder runs. */
const NATIVE_PLATFORMS = ['darwin-x64+arm64', 'linux-arm', 'linux-arm64', 'linux-x64', 'win32-x64']

const hash = hashOfSources(root)
if (process.argv.includes('--if-changed') && readStamp() === hash) {
  console.log('dist/ is up to date.')
  process.exit(0)
}
console.log('Building dist/ …')

/** Commands that run an agent: bin/miniconsul.js takes one bundle for them, and another one for all others. */
const runsAgent = name => ['agent', 'mirror'].includes(name)

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  metafile: true,
  logLevel: 'warning',
  plugins: [lazyPackages],
}
/** `import.meta.url` in CommonJS, and `require` in place of `import()`: V8 refuses that in a script that comes from its cache, and jest without a flag. */
const commonJs = {
  ...common,
  format: 'cjs',
  supported: { 'dynamic-import': false },
  banner: { js: "const __fileUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': '__fileUrl' },
}
// the command's fastify writes no answers by schemas and takes no requests without a socket
const external = ['@fastify/fast-json-stringify-compiler', 'light-my-request']
/** What bin/miniconsul.js calls: the file's text is a script as it stands, so that nothing has to copy it at a start. */
const asFunction = {
  banner: { js: `(function (require, __filename, __dirname) {${commonJs.banner.js}` },
  footer: { js: '})' },
}
/** Node shows the line from which an error was thrown that nobody caught: it must not be a file of a megabyte. */
const minified = { minifySyntax: true, minifyWhitespace: true, lineLimit: 200 }
/** For code of others: names in messages stay. */
const renamed = { ...minified, minifyIdentifiers: true, keepNames: true }
/** What users have instances of stays theirs. Maps name files and lines of the repository; their text would weigh as much as all of the code. */
const library = { external: ['fastify', 'pino', 'dns2', 'vitest'], sourcemap: true, sourcesContent: false }
const command = {
  ...commonJs,
  ...asFunction,
  ...minified,
  entryPoints: [`${root}src/cli/main.ts`],
  external,
  // lru-cache has no lifetimes to time here, and would load all of Node's perf_hooks at each start
  define: { ...commonJs.define, performance: 'undefined' },
}

/** Fixtures for test runners. They share the library with its users: a class of its own would be another one. */
const FIXTURES = ['vitest', 'jest', 'node-test']
const libraryBeside = extension => ({
  name: 'library-beside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/index\.ts$/ }, () => ({ path: `./index.${extension}`, external: true })),
})

/**
 * The library as an ES module has nothing of its own, so that `import` and `require` give the same classes, and one copy is enough.
 * It requires the other one, because Node's search for the names that a CommonJS module exports takes twice as long as to load it.
 */
function libraryModule() {
  const names = Object.keys(createRequire(import.meta.url)(`${out}/index.cjs`)).join(', ')
  const load =
    "import { createRequire } from 'node:module'\nconst library = createRequire(import.meta.url)('./index.cjs')"
  writeFileSync(`${out}/index.js`, `${load}\nexport const { ${names} } = library\n`)
}

try {
  declarations(root, out)
  const lateModules = await lazyModules(root, out)
  const results = [
    await build({
      ...commonJs,
      ...library,
      ...minified,
      entryPoints: [`${root}src/index.ts`],
      outfile: `${out}/index.cjs`,
      plugins: [lateModules, lazyPackages],
    }),
    ...(await Promise.all(
      FIXTURES.flatMap(name => [
        build({
          ...commonJs,
          ...library,
          entryPoints: [`${root}src/${name}.ts`],
          outfile: `${out}/${name}.cjs`,
          plugins: [libraryBeside('cjs')],
        }),
        build({
          ...common,
          ...library,
          format: 'esm',
          entryPoints: [`${root}src/${name}.ts`],
          outfile: `${out}/${name}.js`,
          plugins: [libraryBeside('js')],
        }),
      ]),
    )),
    await build({
      ...command,
      outfile: `${out}/cli.cjs`,
      plugins: [withoutCommands(name => !runsAgent(name)), lateModules, lazyPackages],
    }),
    await build({
      ...command,
      outfile: `${out}/client.cjs`,
      plugins: [withoutCommands(runsAgent), lateModules, lazyPackages],
    }),
  ]
  libraryModule()
  for (const name of LAZY_PACKAGES) {
    const { file, ...entry } = await lazyEntry(name, root)
    results.push(await build({ ...common, ...renamed, format: 'cjs', external, ...entry, outfile: `${out}/${file}` }))
  }
  // the loader reads them as Latin-1, and V8 refuses the cache of another text; esbuild leaves regular expressions as they are
  for (const name of ['cli.cjs', 'client.cjs']) {
    const [other] = /[^\0-\x7f].{0,40}/.exec(readFileSync(`${out}/${name}`, 'utf8')) ?? []
    if (other !== undefined) throw new Error(`${name} is not ASCII: write it with escapes: ${other}`)
  }
  // the store of data folders is native: its bundle finds the binary of the platform beside itself
  for (const platform of NATIVE_PLATFORMS) {
    const from = `${root}node_modules/classic-level/prebuilds/${platform}`
    // there is no Node 20 for ARMv6
    const filter = file => !file.endsWith('.armv6.node')
    cpSync(from, `${out}/prebuilds/${platform}`, { recursive: true, filter })
  }
  const metafiles = results.map(({ metafile }) => metafile)
  writeFileSync(`${out}/licenses.txt`, licences(root, metafiles))
  const vite = await import('vite')
  await vite.build({
    configFile: `${root}ui/vite.config.js`,
    configLoader: 'native',
    logLevel: 'warn',
    build: { outDir: `${out}/ui` },
  })
  // the old one is moved out of the way first: to delete it takes far longer than to rename it
  if (existsSync(`${root}dist`)) renameSync(`${root}dist`, previous)
  renameSync(out, `${root}dist`)
  rmSync(previous, { recursive: true, force: true })
  // a run of the command compiles what a start needs: its code is what the cache is to hold
  for (const name of ['cli', 'client']) {
    execFileSync(process.execPath, [`${root}scripts/code-cache.mjs`, name], { stdio: 'inherit' })
  }
  writeFileSync(`${root}dist/${stamp}`, hash)
} catch (err) {
  rmSync(out, { recursive: true, force: true })
  if (err.status === undefined) console.error(err)
  process.exit(1)
}

function readStamp() {
  try {
    return readFileSync(`${root}dist/${stamp}`, 'utf8')
  } catch {
    return undefined
  }
}
