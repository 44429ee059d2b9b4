import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Keyring } from '../../../src/agent/keyring.ts'

const [first, second] = ['0123456789abcdef', 'ABCDEFGHIJKLMNOP'].map(key => Buffer.from(key).toString('base64')) as [
  string,
  string,
]
let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'keyring-'))))
afterEach(() => rmSync(dir, { recursive: true }))

test('keys are installed, used and removed, the one in use excepted', () => {
  const ring = new Keyring(first, undefined)
  expect(ring.install(second)).toBeUndefined()
  expect(ring.keys).toEqual([first, second])
  expect(ring.use(second)).toBeUndefined()
  expect(ring.remove(second)).toBe('Removing the primary key is not allowed')
  expect(ring.remove(first)).toBeUndefined()
  expect(ring.keys).toEqual([second])
  expect(ring.use(first)).toBe('Requested key is not in the keyring')
  expect(ring.install('c2hvcnQ=')).toBe('key size must be 16, 24 or 32 bytes')
})

test('what the data folder has wins over the key of the configuration, and is there without one', () => {
  new Keyring(first, dir).install(second)
  new Keyring(first, dir).use(second)
  expect(new Keyring(first, dir).keys).toEqual([second, first])
  expect(new Keyring(undefined, dir).keys).toEqual([second, first])
})

test('a keyring without keys keeps no file', () => {
  new Keyring(undefined, dir).keep()
  expect(readdirSync(dir)).toEqual([])
})
