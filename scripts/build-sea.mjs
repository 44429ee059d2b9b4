// Builds an executable that needs no Node: a copy of the Node that runs this, with dist/ inside (Node's single executable
// applications). `npm run build:sea` writes it to standalone/, `--out FOLDER` elsewhere.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { inject } from 'postject'

const root = fileURLToPath(new URL('../', import.meta.url))
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'standalone') } } })
const out = resolve(values.out)
const { platform, arch } = process
const executable = join(out, platform === 'win32' ? 'miniconsul.exe' : 'miniconsul')
/** Where Node's own binary says whether something was put into it. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

if (process.config.variables.node_shared) {
  console.error('Failed to build an executable: this Node is not one file. Take one from nodejs.org.')
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'miniconsul-build-'))
try {
  const blob = join(folder, 'blob')
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({
      main: join(root, 'scripts/standalone/main.cjs'),
      output: blob,
      disableExperimentalSEAWarning: true,
      assets: await assets(),
    }),
  )
  execFileSync(process.execPath, ['--experimental-sea-config', join(folder, 'config.json')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  mkdirSync(out, { recursive: true })
  copyFileSync(process.execPath, executable)
  chmodSync(executable, 0o755)
  // macOS runs signed programs only, and a signature is of the bytes that were signed
  if (platform === 'darwin') execFileSync('codesign', ['--remove-signature', executable], { stdio: 'inherit' })
  await inject(executable, 'NODE_SEA_BLOB', readFileSync(blob), { sentinelFuse: FUSE, machoSegmentName: 'NODE_SEA' })
  if (platform === 'darwin') execFileSync('codesign', ['--sign', '-', executable], { stdio: 'inherit' })
  copyFileSync(join(root, 'dist/licenses.txt'), join(out, 'licenses.txt'))
  console.log(executable)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Files by the names that scripts/standalone/main.cjs asks for. */
async function assets() {
  const dist = join(root, 'dist')
  const page = readdirSync(join(dist, 'ui'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(dist.length + 1)
        .replaceAll('\\', '/'),
    )
  writeFileSync(join(folder, 'page.json'), JSON.stringify(page))
  const serializer = join(folder, 'serializer.cjs')
  await build({
    entryPoints: [createRequire(join(root, 'package.json')).resolve('@fastify/fast-json-stringify-compiler')],
    outfile: serializer,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    logLevel: 'warning',
  })
  // the library's own bundles are not needed
  const bundles = readdirSync(dist).filter(
    name => /\.cjs(\.cache)?$/.test(name) && !/^(index|jest|node-test)\./.test(name),
  )
  return {
    'package.json': join(root, 'package.json'),
    'page.json': join(folder, 'page.json'),
    // fastify's bundle takes it from what is installed
    '@fastify/fast-json-stringify-compiler': serializer,
    'classic-level.node': native(join(dist, 'prebuilds')),
    ...Object.fromEntries([...bundles, ...page].map(name => [name, join(dist, name)])),
  }
}

/** The binary of the store of data folders for this platform. */
function native(prebuilds) {
  const tuple = readdirSync(prebuilds).find(
    name =>
      name.startsWith(`${platform}-`) &&
      name
        .slice(platform.length + 1)
        .split('+')
        .includes(arch),
  )
  if (tuple === undefined) throw new Error(`There is no store of data folders for ${platform} on ${arch}`)
  const isMusl = platform === 'linux' && process.report.getReport().header.glibcVersionRuntime === undefined
  const { arm_version: armVersion } = process.config.variables
  // as the store's own loader chooses
  const file = readdirSync(join(prebuilds, tuple))
    .filter(name => !name.includes('.arm') || arch === 'arm64' || name.includes(`.armv${armVersion}.`))
    .sort((a, b) => b.includes('.musl.') - a.includes('.musl.'))
    .find(name => isMusl || !name.includes('.musl.'))
  return join(prebuilds, tuple, file)
}
