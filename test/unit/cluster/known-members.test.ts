import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KnownMembers } from '../../../src/cluster/peers/known-members.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'known-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test('a joined member is remembered in the data folder, with the last address', () => {
  const known = new KnownMembers(folder)
  known.add('a', '10.0.0.1:8301')
  known.add('b', '10.0.0.2:8301')
  known.add('a', '10.0.0.3:8301')
  expect(new KnownMembers(folder).addresses(false)).toEqual(['10.0.0.2:8301', '10.0.0.3:8301'])
  expect(readFileSync(join(folder, 'serf/local.snapshot'), 'utf8')).toBe(
    'alive: b 10.0.0.2:8301\nalive: a 10.0.0.3:8301\n',
  )
})

test('after the agent left nobody is joined, unless it is told to rejoin', () => {
  const known = new KnownMembers(folder)
  known.add('a', '10.0.0.1:8301')
  known.left()
  expect(known.addresses(false)).toEqual([])
  expect(known.addresses(true)).toEqual(['10.0.0.1:8301'])
  known.add('a', '10.0.0.1:8301')
  expect(known.addresses(false)).toEqual(['10.0.0.1:8301'])
})

test('without a data folder nothing is remembered', () => {
  const known = new KnownMembers(undefined)
  known.add('a', '10.0.0.1:8301')
  known.left()
  expect(known.addresses(true)).toEqual([])
})
