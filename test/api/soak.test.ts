import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleLibrary, type LibraryBundle } from '../support/bundle-library.ts'

const run = promisify(execFile)
const child = join(import.meta.dirname, '../support/soak-child.mjs')
const CYCLES = 200
/** Bytes that a life may leave behind, for compiled code and the like; a leak of one emulator is a hundred times that. */
const SLACK = 4096

let library: LibraryBundle
beforeAll(async () => {
  library = await bundleLibrary()
})
afterAll(() => library?.remove())

it('ends two hundred lives with the memory and the handles it began with, and exits by itself', async () => {
  const { stdout } = await run(process.execPath, ['--expose-gc', child, library.url, String(CYCLES)])
  const result = JSON.parse(stdout) as { began: string[]; ended: string[]; perLife: number }
  expect(result.ended).toEqual(result.began)
  expect(result.perLife).toBeLessThan(SLACK)
}, 120_000)
