import { expect, test } from 'vitest'
import { configPath, entryName, entrySummary, entryText } from '../../../ui/lib/config-entries.ts'
import { CONFIG_KINDS } from '../../../ui/lib/config-kinds.ts'

const ENTRY = {
  Kind: 'service-resolver',
  Name: 'web',
  DefaultSubset: 'v1',
  Subsets: { v1: {}, v2: {} },
  Sources: [1, 2],
  Hash: 1,
  CreateIndex: 3,
  ModifyIndex: 4,
}

test('an entry is edited without what the agent adds', () => {
  expect(Object.keys(JSON.parse(entryText(ENTRY)) as object)).toEqual([
    'Kind',
    'Name',
    'DefaultSubset',
    'Subsets',
    'Sources',
  ])
})

test('a line tells what an entry says', () => {
  expect(entrySummary(ENTRY)).toBe('DefaultSubset: v1, Subsets: v1 v2, Sources: 2')
})

test('a kind without names is called by itself', () => {
  expect(entryName({ Kind: 'mesh' })).toBe('mesh')
  expect(entryName(ENTRY)).toBe('web')
})

test('paths are escaped', () => {
  expect(configPath('service-defaults', 'a/b')).toBe('/v1/config/service-defaults/a%2Fb')
})

test('every example can be written as JSON', () => {
  for (const { example, about } of Object.values(CONFIG_KINDS)) {
    expect(JSON.parse(JSON.stringify(example))).toEqual(example)
    expect(about).not.toBe('')
  }
})
