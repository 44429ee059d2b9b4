// Builds the site of the documents and of the public declarations (`npm run docs:site`) into site/. Its generator has dependencies of its
// own beside this file, because it needs an older TypeScript than the project. A broken link ends it with 1.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const root = join(folder, '../..')

if (!existsSync(join(folder, 'node_modules/typedoc'))) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' })
}
// by its path: typedoc's `exports` do not name its command
const typedoc = join(dirname(createRequire(import.meta.url).resolve('typedoc')), '../bin/typedoc')
execFileSync(process.execPath, [typedoc, '--options', join(folder, 'typedoc.json')], { cwd: root, stdio: 'inherit' })
