import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeFolders } from '../../../src/lib/make-folders.ts'

test('A folder is made with those above it, and one that is there is left as it is.', () => {
  const root = mkdtempSync(join(tmpdir(), 'make-folders-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  makeFolders(join(root, 'a', 'b'))
  makeFolders(join(root, 'a', 'b', 'c'))
  expect(statSync(join(root, 'a', 'b', 'c')).isDirectory()).toBe(true)
})

test.runIf(process.platform === 'linux')('A folder that the system does not make is an error at once.', () => {
  expect(() => makeFolders('/proc/x')).toThrow('ENOENT')
  expect(() => makeFolders('/proc/x/y')).toThrow('ENOENT')
})

test('A name that no folder can have is an error.', () => {
  expect(() => makeFolders(join(tmpdir(), 'a\0b'))).toThrow('null bytes')
})
