// Packages that most runs never load are each bundled into a file of its own beside what imports them: a start does not read
// them, an install does not bring what they depend on, and, bundled, they load in a third of the time.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** What is only used inside: bundled for the library and for the command. The second is what the third needs to load. */
const INSIDE = [
  're2js',
  'reflect-metadata',
  '@peculiar/x509',
  'tar-stream',
  'yaml',
  '@grpc/grpc-js',
  'classic-level',
  'typebox',
  '@noble/hashes/blake2.js',
]
/** Those of them that the sources `require` themselves, each in a `load-*.ts`. */
const REQUIRED = ['re2js', '@noble/hashes/blake2.js']
/** The same, of which the module itself is what is called: plugins of fastify and the like. */
const CALLED = ['@fastify/ajv-compiler', '@fastify/static', '@fastify/swagger']
/** What users of the library have instances of: the library imports their copy, the command its bundle. */
const COMMAND = ['fastify', 'dns2']

export const LAZY_PACKAGES = [...INSIDE, ...CALLED, ...COMMAND]

const fileOf = name => `${name.replace('@', '').replaceAll('/', '-').replace(/\.js$/, '')}.cjs`

export const lazyPackages = {
  name: 'lazy packages',
  setup({ onResolve, onLoad, initialOptions }) {
    const names = LAZY_PACKAGES.filter(name => !initialOptions.external?.includes(name))
    onResolve({ filter: new RegExp(`^(${names.join('|')})$`) }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `./${fileOf(path)}`, external: true },
    )
    // where the sources `require` one themselves, esbuild sees no import
    onLoad({ filter: /\/load-(re2|blake2)\.ts$/ }, ({ path }) => ({
      contents: REQUIRED.reduce(
        (text, name) => text.replaceAll(`'${name}'`, `'./${fileOf(name)}'`),
        readFileSync(path, 'utf8'),
      ),
      loader: 'ts',
    }))
  },
}

/** How to bundle one. Its names are written out, because Node finds those of a CommonJS module in its text alone. */
export async function lazyEntry(name, root) {
  const file = fileOf(name)
  // what is called itself, as fastify is, stays what `require` gives
  if (COMMAND.includes(name) || CALLED.includes(name))
    return { file, entryPoints: [createRequire(`${root}package.json`).resolve(name)] }
  const names = Object.keys(await import(name)).filter(one => one !== 'default' && one !== 'module.exports')
  const from = JSON.stringify(name)
  const contents = names.length > 0 ? `export { ${names.join(', ')} } from ${from}` : `import ${from}`
  return {
    file,
    entryPoints: undefined,
    stdin: { contents, resolveDir: root },
    plugins: [],
  }
}
