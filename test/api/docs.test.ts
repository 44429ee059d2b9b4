import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { blocksWithoutSource, withExamples } from '../support/documented.ts'

it.each([
  ['docs/library.md', 16],
  ['README.md', 1],
])('%s shows what tests run (UPDATE_DOCS=1 writes it anew)', (name, examples) => {
  const file = join(import.meta.dirname, '../..', name)
  const text = readFileSync(file, 'utf8')
  const fresh = withExamples(text)
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, fresh)
  else expect(text).toBe(fresh)
  expect(fresh.match(/<!-- example: /g)?.length).toBeGreaterThanOrEqual(examples)
  expect(blocksWithoutSource(fresh)).toEqual([])
})
