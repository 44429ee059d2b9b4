import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

/** All that a build reads. */
const SOURCES = [
  'src',
  'ui',
  'scripts/build',
  'scripts/build.mjs',
  'scripts/code-cache.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]

/** Changes when a source does, and with the version of Node, whose code cache is built, too. */
export function hashOfSources(root) {
  const hash = createHash('sha256').update(process.version)
  for (const source of SOURCES) {
    for (const file of filesOf(`${root}${source}`))
      hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesOf(path) {
  try {
    const entries = readdirSync(path, { withFileTypes: true, recursive: true })
    return entries
      .filter(entry => entry.isFile())
      .map(entry => `${entry.parentPath}/${entry.name}`)
      .sort()
  } catch (err) {
    if (err.code === 'ENOTDIR') return [path]
    throw err
  }
}
