import { describe, expect, test } from 'vitest'
import { asText, fromBase64, fromText, toBase64 } from '../../../ui/lib/bytes.ts'
import { prettyJson, readJson } from '../../../ui/lib/json.ts'
import {
  crumbs,
  exportEntries,
  folderOf,
  importBatches,
  keyPath,
  paramsOfPath,
  parseExport,
  searchable,
  txnBody,
  valueSize,
} from '../../../ui/lib/kv.ts'
import type { KvEntry } from '../../../ui/lib/types.ts'

const entry = (Key: string, text: string | null, more: Partial<KvEntry> = {}): KvEntry => ({
  Key,
  Value: text === null ? null : toBase64(fromText(text)),
  Flags: 0,
  LockIndex: 0,
  CreateIndex: 1,
  ModifyIndex: 1,
  ...more,
})

describe('paths of keys', () => {
  test('the folders that a prefix goes through', () => {
    expect(crumbs('a/b/')).toEqual([
      { name: 'a/', prefix: 'a/' },
      { name: 'b/', prefix: 'a/b/' },
    ])
    expect(crumbs('')).toEqual([])
  })

  test.each([
    ['a/b/c', 'a/b/'],
    ['a/b/', 'a/'],
    ['a', ''],
    ['a/', ''],
    ['a//', 'a/'],
  ])('%s lies in %j', (key, folder) => {
    expect(folderOf(key)).toBe(folder)
  })

  test('all but the slashes is escaped', () => {
    expect(keyPath('a b/ü?#/c')).toBe('a%20b/%C3%BC%3F%23/c')
    expect(keyPath('folder/')).toBe('folder/')
  })

  test.each(['a//b', '/a', 'a/../b', 'a/.', './a'])('slashes as well where %s would be tidied up', key => {
    expect(keyPath(key)).toBe(encodeURIComponent(key))
  })
})

describe('search', () => {
  const entries = [entry('config/app', 'Blue Whale'), entry('config/web', 'red'), entry('empty', null)]
  const find = searchable(entries)

  test('finds words in keys and in values, whatever their case', () => {
    expect(find('blue app', true).map(({ Key }) => Key)).toEqual(['config/app'])
    expect(find('CONFIG', true)).toHaveLength(2)
    expect(find('', true)).toHaveLength(3)
  })

  test('in keys alone when that is asked for', () => {
    expect(find('blue', false)).toEqual([])
    expect(find('app', false)).toHaveLength(1)
  })
})

describe('export and import', () => {
  test('are in the format of `consul kv export`', () => {
    expect(exportEntries([entry('a"b', 'x', { Flags: '3304740253564472344' })])).toBe(
      '[\n\t{\n\t\t"key": "a\\"b",\n\t\t"flags": 3304740253564472344,\n\t\t"value": "eA=="\n\t}\n]\n',
    )
    expect(exportEntries([])).toBe('[]\n')
  })

  test('what was exported is read again, flags to the last digit', () => {
    const text = exportEntries([entry('a', 'x', { Flags: '18446744073709551615' }), entry('b', null)])
    expect(parseExport(text)).toEqual([
      { key: 'a', flags: '18446744073709551615', value: 'eA==' },
      { key: 'b', flags: 0, value: '' },
    ])
  })

  test.each([
    ['{', 'This is no JSON'],
    ['{}', 'a list of keys was expected'],
    ['[{"value":"eA=="}]', 'Entry 1 has no key.'],
    ['[{"key":"a","value":"***"}]', 'The value of a is no Base64.'],
    ['[null]', 'Entry 1 has no key.'],
  ])('%s is refused: %s', (text, reason) => {
    expect(() => parseExport(text)).toThrow(reason)
  })

  test('goes in transactions that are small enough', () => {
    const small = Array.from({ length: 130 }, (_, i) => ({ key: `k${i}`, flags: 0, value: '' }))
    expect(importBatches(small).map(batch => batch.length)).toEqual([64, 64, 2])
    const large = Array.from({ length: 3 }, (_, i) => ({ key: `k${i}`, flags: 0, value: 'A'.repeat(200_000) }))
    expect(importBatches(large).map(batch => batch.length)).toEqual([1, 1, 1])
  })

  test('a transaction carries large flags as numbers', () => {
    const [ops = []] = importBatches([{ key: 'a', flags: '18446744073709551615', value: 'eA==' }])
    expect(txnBody(ops)).toBe('[{"KV":{"Verb":"set","Key":"a","Value":"eA==","Flags":18446744073709551615}}]')
  })
})

describe('bytes', () => {
  test('survive Base64', () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256)
    expect(fromBase64(toBase64(bytes))).toEqual(bytes)
  })

  test('are text only when they look like text', () => {
    expect(asText(fromText('Grüße\n\t😀'))).toBe('Grüße\n\t😀')
    expect(asText(Uint8Array.of(0xff, 0xfe))).toBeUndefined()
    expect(asText(Uint8Array.of(0))).toBeUndefined()
  })
})

describe('JSON', () => {
  test('flags beyond 2^53 stay texts, all else as it is', () => {
    expect(readJson('[{"Flags": 3304740253564472344, "Key": "a\\"Flags\\": 1234567890123456789"}]')).toEqual([
      { Flags: '3304740253564472344', Key: 'a"Flags": 1234567890123456789' },
    ])
    expect(readJson('[{"Flags":42}]')).toEqual([{ Flags: 42 }])
  })

  test('is indented where there is something to indent', () => {
    expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(prettyJson('7')).toBeUndefined()
    expect(prettyJson('{')).toBeUndefined()
  })
})

test.each([
  [['kv'], undefined],
  [['kv', 'config', 'app'], { folder: 'config/app/' }],
  [['kv', 'config', 'name', 'edit'], { key: 'config/name', folder: 'config/' }],
  [['kv', 'config', 'create'], { new: 'key', folder: 'config/' }],
  [['kv', 'create'], { new: 'key' }],
])("the address %j of Consul's own page means %j", (path, params) => {
  expect(paramsOfPath(path)).toEqual(params)
})

test('the size of a value is known without reading it', () => {
  const sizes = [null, '', 'YQ==', 'YWI=', 'YWJj', 'YWJjZA=='].map(Value => valueSize({ Value }))
  expect(sizes).toEqual([0, 0, 1, 2, 3, 4])
})
