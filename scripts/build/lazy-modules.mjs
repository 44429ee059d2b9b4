// Modules of src/ that a start does not need are evaluated when something of them is first called: in the bundles, who imports one gets
// a stand-in with the same exports, whose functions load the module. The sources know nothing of it: they import as ever.
import { rmSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** By their paths in src/. They export functions, and plain objects and arrays of functions and constants: tables of routes and the like. */
export const LAZY_MODULES = [
  'agent/acl/token-rights.ts',
  'agent/checks/index.ts',
  'api/operations/execute-query.ts',
  'config/definition-bodies.ts',
  'control/match.ts',
  'control/safe-snapshot.ts',
  'daemon/data-folder/state-records.ts',
  'go/bexpr/compile.ts',
  'go/hcl/parse.ts',
  'go/hil/parse.ts',
  'go/regexp/regexp.ts',
  'http/routes/acl/index.ts',
  'http/routes/agent/index.ts',
  'http/routes/catalog.ts',
  'http/routes/config.ts',
  'http/routes/connect.ts',
  'http/routes/coordinate.ts',
  'http/routes/discovery-chain.ts',
  'http/routes/event.ts',
  'http/routes/federation-states.ts',
  'http/routes/health.ts',
  'http/routes/intentions.ts',
  'http/routes/internal-ui-mesh.ts',
  'http/routes/internal-ui.ts',
  'http/routes/kv.ts',
  'http/routes/mesh.ts',
  'http/routes/operator.ts',
  'http/routes/peering.ts',
  'http/routes/query.ts',
  'http/routes/resources.ts',
  'http/routes/session.ts',
  'http/routes/snapshot.ts',
  'http/routes/txn.ts',
  'lib/load-blake2.ts',
  'library/snapshot.ts',
  'state/acl/bootstrap.ts',
  'state/acl/parse-rules.ts',
  'state/config-entries/index.ts',
]

const NAMESPACE = 'lazy'

/** The plugin of esbuild. Loads the modules once, to learn what they export; `folder` is for what that writes, and stands below the root. */
export async function lazyModules(root, folder) {
  const exported = await exportsOf(root, join(folder, 'lazy-modules.mjs'))
  return {
    name: 'lazy modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path, resolveDir, kind, namespace }) => {
        if (namespace === NAMESPACE || kind === 'dynamic-import') return undefined
        const module = relative(`${root}src`, resolve(resolveDir, path)).replaceAll('\\', '/')
        return LAZY_MODULES.includes(module) ? { path: `src/${module}`, namespace: NAMESPACE } : undefined
      })
      onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
        contents: standIn(path, exported[LAZY_MODULES.indexOf(path.slice('src/'.length))]),
        resolveDir: join(root, dirname(path)),
      }))
    },
  }
}

async function exportsOf(root, outfile) {
  const contents = LAZY_MODULES.map((module, index) => `export * as m${index} from './${module}'`).join('\n')
  await build({
    stdin: { contents, resolveDir: `${root}src` },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
  })
  try {
    const modules = await import(pathToFileURL(outfile).href)
    return LAZY_MODULES.map((_, index) => modules[`m${index}`])
  } finally {
    rmSync(outfile)
  }
}

/** Exported functions stay declarations, which modules that import each other in a circle can already call. */
function standIn(path, values) {
  const lines = Object.entries(values).map(([name, value]) =>
    isCallable(value)
      ? `export function ${name}(...args) { return load().${name}(...args) }`
      : `export const ${name} = ${textOf(value, `.${name}`, path)}`,
  )
  const file = JSON.stringify(`./${path.slice(path.lastIndexOf('/') + 1)}`)
  return `let loaded\nconst load = () => (loaded ??= require(${file}))\n${lines.join('\n')}`
}

/** A value as JavaScript, with functions that call those of the loaded module. `at` is the way to it from there. */
function textOf(value, at, path) {
  const inner = (one, key) => textOf(one, `${at}[${JSON.stringify(key)}]`, path)
  if (isCallable(value)) return `(...args) => load()${at}(...args)`
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`
  if (isPlain(value)) {
    const members = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inner(one, key)}`)
    return `{ ${members.join(', ')} }`
  }
  if (value === undefined || value === Infinity) return String(value)
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return JSON.stringify(value)
  throw new Error(`${path} cannot be loaded late: ${at} is neither a function nor plain.`)
}

const isCallable = value => typeof value === 'function' && !/^class\b/.test(String(value))

const isPlain = value =>
  typeof value === 'object' &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  Object.getOwnPropertySymbols(value).length === 0
