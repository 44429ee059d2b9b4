import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkDataDir, storedNodeId } from '../../../src/config/node-id.ts'

const ID = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'

let dir = ''
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'node-id-'))))
afterEach(() => rmSync(dir, { recursive: true }))

test('a new ID is written where the next start finds it', () => {
  const data = join(dir, 'new', 'data')
  expect(storedNodeId(data, () => ID)).toBe(ID)
  expect(readFileSync(join(data, 'node-id'), 'utf8')).toBe(ID)
  expect(statSync(join(data, 'node-id')).mode & 0o777).toBe(0o600)
  expect(storedNodeId(data, () => 'another')).toBe(ID)
})

test('an ID may be in capitals and end its line', () => {
  writeFileSync(join(dir, 'node-id'), `${ID.toUpperCase()}\n`)
  expect(storedNodeId(dir, () => 'another')).toBe(ID)
})

test.each(['', 'nonsense'])('%j is no ID', text => {
  writeFileSync(join(dir, 'node-id'), text)
  expect(() => storedNodeId(dir, () => ID)).toThrow(
    `failed to setup node ID: NodeID in ${join(dir, 'node-id')} is invalid: uuid string is wrong length`,
  )
})

test('a folder for data is a folder', () => {
  const file = join(dir, 'file')
  writeFileSync(file, '')
  expect(() => checkDataDir(file)).toThrow(`data_dir "${file}" is not a directory`)
  expect(() => checkDataDir(dir)).not.toThrow()
  expect(() => checkDataDir(join(dir, 'none'))).not.toThrow()
})
