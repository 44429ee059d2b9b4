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
const load = (paths: string[], flags = {}, format?: string): Promise<Record<string, unknown>> =>
  loadConfig({ paths, format, flags })

describe('merging', () => {
  test('a later scalar wins, lists append, maps merge', async () => {
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
    expect(await load([a, b])).toEqual({
      node_name: 'b',
      recursors: ['1.1.1.1', '2.2.2.2'],
      node_meta: { a: '1', b: '3', c: '4' },
      ports: { http: 1, dns: 2 },
    })
  })

  test('flags win, but their lists come first', async () => {
    const a = file('a.json', { node_name: 'a', recursors: ['1.1.1.1'], node_meta: { b: 'file' } })
    expect(await load([a], { node_name: 'flag', recursors: ['3.3.3.3'], node_meta: { b: 'flag' } })).toEqual({
      node_name: 'flag',
      recursors: ['3.3.3.3', '1.1.1.1'],
      node_meta: { b: 'flag' },
    })
  })

  test('single definitions of every file are added behind the lists of the same file', async () => {
    const a = file('a.json', { service: { name: 's2' }, services: [{ name: 's1' }], check: { id: 'c1' } })
    const b = file('b.json', { services: [{ name: 's3' }], service: { name: 's4' }, check: { id: 'c2' } })
    expect(await load([a, b])).toEqual({
      services: [{ name: 's1' }, { name: 's2' }, { name: 's3' }, { name: 's4' }],
      checks: [{ id: 'c1' }, { id: 'c2' }],
    })
  })

  test('a member called __proto__ is one like any other', async () => {
    const a = file('a.json', '{"node_meta":{"__proto__":"x"}}')
    const b = file('b.json', '{"node_meta":{"b":"y"}}')
    expect(JSON.stringify(await load([a, b]))).toBe('{"node_meta":{"__proto__":"x","b":"y"}}')
  })
})

describe('folders', () => {
  test('are read in order of names, hidden files too, but nothing below and no other files', async () => {
    file('b.json', { node_name: 'b', recursors: ['b'] })
    file('a.json', { node_name: 'a', recursors: ['a'] })
    file('.h.json', { recursors: ['h'] })
    file('A.JSON', '{')
    file('notes.txt', 'x')
    mkdirSync(join(dir, 'sub.json'))
    expect(await load([dir])).toEqual({ node_name: 'b', recursors: ['h', 'a', 'b'] })
  })

  test('are read whole when the format is given', async () => {
    file('notes.txt', { recursors: ['t'] })
    expect(await load([dir], {}, 'json')).toEqual({ recursors: ['t'] })
  })

  test('may be empty', async () => {
    expect(await load([dir])).toEqual({})
  })
})

describe('files', () => {
  test('may be empty', async () => {
    expect(await load([file('a.json', { node_name: 'a' }), file('b.json', '')])).toEqual({ node_name: 'a' })
  })

  test.each([
    ['{', 'unexpected end of JSON input'],
    ['  ', 'unexpected end of JSON input'],
    ['{"a": 1,}', "invalid character '}' looking for beginning of object key string"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['// c\n{}', "invalid character '/' looking for beginning of value"],
    ['[]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['{"foo":1}', '1 error occurred:\n\t* invalid config key foo\n\n'],
  ])('with a mistake are named: %j', async (content, reason) => {
    const path = file('a.json', content)
    await expect(load([path])).rejects.toThrow(new ConfigError(`failed to parse ${path}: ${reason}`))
  })

  test('that are not there are named', async () => {
    const path = join(dir, 'none.json')
    await expect(load([path])).rejects.toThrow(
      `config: Open failed on ${path}. open ${path}: no such file or directory`,
    )
  })

  test('need a known extension or a format', async () => {
    const path = file('agent', { node_name: 'a' })
    await expect(load([path])).rejects.toThrow(
      `file ${path} has unknown extension; must be .hcl or .json, or config format must be set`,
    )
    expect(await load([path], {}, 'json')).toEqual({ node_name: 'a' })
    await expect(load([path], {}, 'yaml')).rejects.toThrow("config: -config-format must be either 'hcl' or 'json'")
  })

  test('in HCL are read as well, among those in JSON', async () => {
    file('b.hcl', 'node_name = "b"\nservice {\n  name = "web"\n  port = 0x50\n}\nports { dns = -1 }')
    file('a.json', { node_name: 'a', service: { name: 'db' }, ports: { http: 1 } })
    expect(await load([dir])).toEqual({
      node_name: 'b',
      services: [{ name: 'db' }, { name: 'web', port: 80 }],
      ports: { http: 1, dns: -1 },
    })
  })

  test('with a mistake in HCL are named with its place', async () => {
    const path = file('a.hcl', 'node_name = "x"\nports { http = @ }')
    await expect(load([path])).rejects.toThrow(new ConfigError(`failed to parse ${path}: At 2:16: illegal char`))
  })

  test('of another name are HCL when the format says so', async () => {
    expect(await load([file('agent.conf', 'node_name = "x"')], {}, 'hcl')).toEqual({ node_name: 'x' })
  })

  test('of a folder that are not configuration are reported', async () => {
    file('notes.txt', 'x')
    const warnings: string[] = []
    await loadConfig({ paths: [dir], format: undefined, flags: {}, onSkip: warning => warnings.push(warning) })
    expect(warnings).toEqual([
      `skipping file ${join(dir, 'notes.txt')}, extension must be .hcl or .json, or config format must be set`,
    ])
  })

  test('have names that start from a given folder', async () => {
    file('a.hcl', 'x = @')
    const loading = loadConfig({ paths: ['a.hcl'], format: undefined, cwd: dir, flags: {} })
    await expect(loading).rejects.toThrow(new ConfigError('failed to parse a.hcl: At 1:5: illegal char'))
  })
})

describe('pieces of HCL', () => {
  const piece = (n: number): string =>
    `recursors = ["1.1.1.${n}"] node_name = "n${n}" node_meta { k = "v${n}" k${n} = "x" }`
  const loadPieces = (fragments: string[], flags = {}, paths: string[] = []): Promise<Record<string, unknown>> =>
    loadConfig({ paths, format: undefined, flags, fragments })

  test('win over files and flags; their lists come last', async () => {
    const path = file('a.hcl', piece(1))
    expect(await loadPieces([piece(5), piece(4)], { node_name: 'flag', recursors: ['1.1.1.9'] }, [path])).toEqual({
      node_name: 'n4',
      recursors: ['1.1.1.9', '1.1.1.1', '1.1.1.5', '1.1.1.4'],
      node_meta: { k: 'v4', k1: 'x', k5: 'x', k4: 'x' },
    })
  })

  test('are named by their number when they are wrong', async () => {
    await expect(loadPieces(['node_name = "a"', 'foo = 1'])).rejects.toThrow(
      new ConfigError('failed to parse flags-1.hcl: 1 error occurred:\n\t* invalid config key foo\n\n'),
    )
  })

  test('may be JSON, and nothing', async () => {
    expect(await loadPieces(['{"node_name":"j"}', ''])).toEqual({ node_name: 'j' })
  })
})
