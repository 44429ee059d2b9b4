import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { blocksWithoutSource, withExamples } from '../support/documented.ts'

const file = join(import.meta.dirname, '../../docs/library.md')

it('docs/library.md shows what tests run (UPDATE_DOCS=1 writes it anew)', () => {
  const text = readFileSync(file, 'utf8')
  const fresh = withExamples(text)
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, fresh)
  else expect(text).toBe(fresh)
  expect(fresh.match(/<!-- example: /g)?.length).toBeGreaterThan(15)
  expect(blocksWithoutSource(fresh)).toEqual([])
})
