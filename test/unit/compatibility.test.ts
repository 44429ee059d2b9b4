import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/index.ts'
import { routes } from '../../src/http/routes/index.ts'
import { compatibilityPage } from '../support/compatibility.ts'

const file = fileURLToPath(new URL('../../COMPATIBILITY.md', import.meta.url))

test('COMPATIBILITY.md says what the routes and commands say', () => {
  const page = compatibilityPage(routes, commands)
  if (process.env['UPDATE_COMPATIBILITY'] === '1') writeFileSync(file, page)
  expect(readFileSync(file, 'utf8'), 'run it with UPDATE_COMPATIBILITY=1').toBe(page)
})

test('what is not as in Consul has a note', () => {
  expect(routes.filter(({ fidelity = 'full', note }) => fidelity !== 'full' && !note).map(({ path }) => path)).toEqual(
    [],
  )
})
