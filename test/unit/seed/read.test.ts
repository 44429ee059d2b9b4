import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConsul, parseSeed, readSeed } from '../../../src/index.ts'

const seeds = join(import.meta.dirname, '../../../fixtures/seeds')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seed-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Reads a seed that a file of this name holds. */
function read(name: string, text: string): Promise<unknown> {
  const path = join(folder, name)
  writeFileSync(path, text)
  return readSeed(path)
}

describe('files', () => {
  it('in YAML say everything that a seed can', async () => {
    const consul = createConsul({ seed: await readSeed(join(seeds, 'full.yaml')), runChecks: false })
    expect(consul.kv.list().map(pair => [pair.Key, Buffer.from(pair.Value).toString('latin1'), pair.Flags])).toEqual([
      ['app/bytes', '\u0000\u00ff', 0],
      ['app/config', 'on', 0],
      ['app/locked', 'yes', 16210313421097356768n],
      ['app/workers', '4', 0],
      ['leader', '', 0],
    ])
    expect(consul.agent.services()).toMatchObject({ web: { Port: 8080, Meta: { rack: '7' } }, api: {} })
    expect(Object.keys(consul.agent.checks())).toEqual(['api-up', 'disk', 'service:web'])
    expect(consul.health.service('db', { passing: true })).toMatchObject([
      { Node: { Node: 'db1' }, Checks: [{ CheckID: 'alive' }, { CheckID: 'service:db' }] },
    ])
    expect(consul.kv.get('leader')?.Session).toBe(consul.session.list()[0]?.ID)
    expect(consul.query.execute('web')).toHaveLength(1)
  })

  it('of the official export are read', async () => {
    const { kv } = createConsul({ seed: await readSeed(join(seeds, 'exported.json')) })
    expect(kv.getText('app/config')).toBe('on')
    expect(kv.get('app/empty')).toMatchObject({ Flags: 42, Value: new Uint8Array() })
  })

  it('of a folder are read in order, definitions of an agent among them', async () => {
    const consul = createConsul({ seed: await readSeed(join(seeds, 'folder')), config: { enable_script_checks: true } })
    expect(Object.keys(consul.agent.services())).toEqual(['api', 'db', 'web'])
    expect(consul.agent.checks()).toMatchObject({ 'service:web': { Type: 'script' }, disk: { Name: 'Disk' } })
    expect(consul.kv.getText('app/greeting')).toBe('hello')
  })

  it('are put together, the last value of a key counting', async () => {
    const seed = await readSeed(join(seeds, 'full.yaml'), join(seeds, 'exported.json'))
    expect(seed.kv).toMatchObject({ 'app/config': { base64: 'b24=' }, 'app/workers': '4' })
    expect(seed.services).toHaveLength(2)
  })
})

describe('text', () => {
  it('may be JSON or YAML', async () => {
    expect((await parseSeed('{"kv": {"a": "b"}}')).kv).toEqual({ a: 'b' })
    expect((await parseSeed('kv: { a: b }')).kv).toEqual({ a: 'b' })
    expect(await parseSeed('', 'yaml')).toMatchObject({ services: [] })
  })
})

describe('what is wrong', () => {
  it.each([
    ['a.json', '{"kv": {"a": []}}', /a\.json: kv\.a: must be a string, not a list/],
    [
      'a.json',
      '{"kv": {"a/b": {"value": "x", "flag": 1}}}',
      /kv\["a\/b"\]\.flag: is not known; there are value, base64/,
    ],
    ['a.yaml', 'kv: { a: 1.10 }', /kv\.a: must be a string: put the number in quotes/],
    ['a.yaml', 'services: [{ name: web }, { port: 1 }]', /services\[1\]\.name: is missing/],
    ['a.yaml', 'services: [{ name: web, check: green }]', /services\[0\]\.check: must be one of passing/],
    ['a.yaml', 'services: [{ name: web, check: { ttl: soon } }]', /services\[0\]\.check\.ttl: time: invalid duration/],
    ['a.yaml', 'nodes: [{ name: a }]', /nodes\[0\]\.address: is missing/],
    ['a.yaml', 'checks: [{ ttl: 1s }]', /checks\[0\]\.name: is missing/],
    ['a.yaml', 'datacenter: dc1', /datacenter: is not known; there are kv, service/],
    ['a.yaml', '- { key: a, value: "!" }', /\[0\]\.value: must be base64/],
    ['a.yaml', 'kv: { a: { value: x, flags: -1 } }', /kv\.a\.flags: must be between 0 and/],
    ['a.yaml', 'kv: [', /a\.yaml: /],
    ['a.json', '{"kv": {}} x', /a\.json: /],
    ['a.hcl', 'kv {', /a\.hcl: /],
    ['a.toml', '', /must end in \.json/],
    ['a.yaml', '"text"', /must be an object, not a string/],
  ])('in %s %s is told with its place', async (name, text, message) => {
    await expect(read(name, text)).rejects.toMatchObject({
      code: 'MC_ERR_SEED',
      message: expect.stringMatching(message),
    })
  })

  it('in a file that does not exist is reported', async () => {
    await expect(readSeed(join(folder, 'none.yaml'))).rejects.toMatchObject({ code: 'MC_ERR_SEED' })
  })
})
