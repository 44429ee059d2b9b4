import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/errors.ts'
import { loadConfig } from '../../../src/config/load.ts'

let dir = ''
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'config-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const file = (name: string, content: unknown): string => {
  const path = join(dir, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const load = (paths: string[], flags = {}, format?: string): Record<string, unknown> =>
  loadConfig({ paths, format, flags })

describe('merging', () => {
  test('a later scalar wins, lists append, maps merge', () => {
    const a = file('a.json', {
      node_name: 'a',
      recursors: ['1.1.1.1'],
      node_meta: { a: '1', b: '2' },
      ports: { http: 1 },
    })
    const b = file('b.json', {
      node_name: 'b',
      recursors: ['2.2.2.2'],
      node_meta: { b: '3', c: '4' },
      ports: { dns: 2 },
    })
    expect(load([a, b])).toEqual({
      node_name: 'b',
      recursors: ['1.1.1.1', '2.2.2.2'],
      node_meta: { a: '1', b: '3', c: '4' },
      ports: { http: 1, dns: 2 },
    })
  })

  test('flags win, but their lists come first', () => {
    const a = file('a.json', { node_name: 'a', recursors: ['1.1.1.1'], node_meta: { b: 'file' } })
    expect(load([a], { node_name: 'flag', recursors: ['3.3.3.3'], node_meta: { b: 'flag' } })).toEqual({
      node_name: 'flag',
      recursors: ['3.3.3.3', '1.1.1.1'],
      node_meta: { b: 'flag' },
    })
  })

  test('single definitions of every file are kept, behind the lists of the same file', () => {
    const a = file('a.json', { service: { name: 's2' }, services: [{ name: 's1' }], check: { id: 'c1' } })
    const b = file('b.json', { services: [{ name: 's3' }], service: { name: 's4' }, check: { id: 'c2' } })
    expect(load([a, b])).toEqual({
      services: [{ name: 's1' }, { name: 's2' }, { name: 's3' }, { name: 's4' }],
      checks: [{ id: 'c1' }, { id: 'c2' }],
    })
  })

  test('a member called __proto__ is one like any other', () => {
    const a = file('a.json', '{"node_meta":{"__proto__":"x"}}')
    const b = file('b.json', '{"node_meta":{"b":"y"}}')
    expect(JSON.stringify(load([a, b]))).toBe('{"node_meta":{"__proto__":"x","b":"y"}}')
  })
})

describe('folders', () => {
  test('are read in order of names, hidden files too, but nothing below and no other files', () => {
    file('b.json', { node_name: 'b', recursors: ['b'] })
    file('a.json', { node_name: 'a', recursors: ['a'] })
    file('.h.json', { recursors: ['h'] })
    file('A.JSON', '{')
    file('notes.txt', 'x')
    mkdirSync(join(dir, 'sub.json'))
    expect(load([dir])).toEqual({ node_name: 'b', recursors: ['h', 'a', 'b'] })
  })

  test('are read whole when the format is given', () => {
    file('notes.txt', { recursors: ['t'] })
    expect(load([dir], {}, 'json')).toEqual({ recursors: ['t'] })
  })

  test('may be empty', () => {
    expect(load([dir])).toEqual({})
  })
})

describe('files', () => {
  test('may be empty', () => {
    expect(load([file('a.json', { node_name: 'a' }), file('b.json', '')])).toEqual({ node_name: 'a' })
  })

  test.each([
    ['{', 'unexpected end of JSON input'],
    ['  ', 'unexpected end of JSON input'],
    ['{"a": 1,}', "invalid character '}' looking for beginning of object key string"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['// c\n{}', "invalid character '/' looking for beginning of value"],
    ['[]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['{"foo":1}', '1 error occurred:\n\t* invalid config key foo\n\n'],
  ])('with a mistake are named: %j', (content, reason) => {
    const path = file('a.json', content)
    expect(() => load([path])).toThrow(new ConfigError(`failed to parse ${path}: ${reason}`))
  })

  test('that are not there are named', () => {
    const path = join(dir, 'none.json')
    expect(() => load([path])).toThrow(`config: Open failed on ${path}. open ${path}: no such file or directory`)
  })

  test('need a known extension or a format', () => {
    const path = file('agent', { node_name: 'a' })
    expect(() => load([path])).toThrow(
      `file ${path} has unknown extension; must be .hcl or .json, or config format must be set`,
    )
    expect(load([path], {}, 'json')).toEqual({ node_name: 'a' })
    expect(() => load([path], {}, 'yaml')).toThrow("config: -config-format must be either 'hcl' or 'json'")
  })

  test('in HCL are refused clearly', () => {
    expect(() => load([file('a.hcl', 'node_name = "x"')])).toThrow('HCL is not built yet')
  })
})
