import { expect, test } from 'vitest'
import { allPages, problemsOfAll } from '../support/e2e/all-pages.ts'

const tests = allPages()

test('on a wide window, axe finds nothing in light and dark, nothing is cut off, columns sort and buttons say what they do', async () => {
  expect(await problemsOfAll(tests, 1280)).toEqual({})
  // a walk through all pages takes long on a busy machine
}, 600_000)
