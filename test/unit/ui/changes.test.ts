import { expect, test } from 'vitest'
import { commitText, memberChanges } from '../../../ui/lib/changes.ts'

test('the members that differ are shown, those that say nothing are not', () => {
  const Before = { Key: 'a', Value: 'blue', Session: '', Meta: { x: 1 } }
  const After = { Key: 'a', Value: 'green', Session: undefined, Meta: {} }
  expect(memberChanges({ Table: 'kv', Key: 'a', Change: 'changed', Before, After })).toEqual([
    { name: 'Value', before: 'blue', after: 'green' },
    { name: 'Meta', before: '{\n "x": 1\n}', after: undefined },
  ])
})

test('a row that came has all of its members', () => {
  const After = { Key: 'a', Flags: 0 }
  expect(memberChanges({ Table: 'kv', Key: 'a', Change: 'added', Before: null, After })).toEqual([
    { name: 'Key', before: undefined, after: 'a' },
    { name: 'Flags', before: undefined, after: '0' },
  ])
})

test('a commit is shown in one line', () => {
  const change = { Before: null, After: null } as const
  const Changes = [
    { ...change, Table: 'kv', Key: 'a', Change: 'changed' },
    { ...change, Table: 'odd', Key: 'b', Change: 'removed' },
  ] as const
  expect(commitText({ Index: 1, At: '', Changes })).toBe('changed key a, removed odd b')
  expect(commitText({ Index: 1, At: '', Changes: [] })).toBe('no row')
})
