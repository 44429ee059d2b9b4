import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const documents = ['docs/architecture.md', 'CONTRIBUTING.md', ...decisions()]

function decisions(): string[] {
  return readdirSync(join(root, 'docs/decisions')).map(name => `docs/decisions/${name}`)
}

test.each(documents)('%s names files and folders that exist', document => {
  const text = readFileSync(join(root, document), 'utf8')
  const named = [...text.matchAll(/(?<![\w/])(?:src|scripts|docs|fixtures|ui)\/[\w./-]*[\w/]/g)].map(([path]) => path)
  expect(named.filter(path => !existsSync(join(root, path)))).toEqual([])
})

test('every decision stands in the list', () => {
  const list = readFileSync(join(root, 'docs/decisions/README.md'), 'utf8')
  expect(
    decisions().filter(path => !path.endsWith('README.md') && !list.includes(path.slice('docs/decisions/'.length))),
  ).toEqual([])
})
