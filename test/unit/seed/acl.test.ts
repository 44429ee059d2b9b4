import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Consul, createConsul, parseSeed, readSeed, type Seed } from '../../../src/index.ts'
import { mergeSeeds } from '../../../src/seed/merge.ts'
import { ownNames, renameSeed } from '../../../src/seed/own-names.ts'
import { dumpRemote } from '../../../src/seed/remote-dump.ts'
import { applyRemote, type RemoteRequest, undoRemote } from '../../../src/seed/remote.ts'

const ROOT = 'aaaaaaaa-0000-0000-0000-000000000001'
const SECRET = '8c2b6d3e-54a1-4b1f-a0c7-0f4f1f7c9e21'
const full = await readSeed(join(import.meta.dirname, '../../../fixtures/seeds/acl.yaml'))

const agent = (seed?: Seed): Consul =>
  createConsul({ acl: { defaultPolicy: 'deny', initialManagement: ROOT }, ...(seed && { seed }) })

/** Speaks to an emulator as to an agent somewhere else. */
const to =
  (consul: Consul, token = ROOT): RemoteRequest =>
  async (method, path, body) => {
    const answer = await consul.inject(method, path, body, { 'X-Consul-Token': token })
    return { status: answer.statusCode, body: answer.bytes }
  }

describe('policies, roles and tokens of a seed', () => {
  it('are linked by name, in whatever order the files say them', () => {
    const { acl } = agent(full)
    expect(acl.roles.get('web')).toMatchObject({
      Policies: [{ Name: 'app' }],
      ServiceIdentities: [{ ServiceName: 'web' }],
    })
    expect(acl.tokens.list().find(({ SecretID }) => SecretID === SECRET)).toMatchObject({ Roles: [{ Name: 'web' }] })
  })

  it('come back by a reset', async () => {
    const consul = agent(full)
    consul.acl.roles.delete('web')
    await consul.reset()
    expect(consul.acl.roles.get('web')).toBeDefined()
  })

  it('are given accessors and secrets where they have none', () => {
    const { acl } = agent({ acl: { tokens: [{ Description: 'made' }] } })
    expect(acl.tokens.list().find(({ Description }) => Description === 'made')).toMatchObject({
      AccessorID: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      SecretID: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    })
  })

  it.each<[what: string, acl: NonNullable<Seed['acl']>, reason: string]>([
    [
      'a link to no policy',
      { roles: [{ Name: 'r', Policies: [{ Name: 'x' }] }] },
      'seed ACL role r: No such ACL policy',
    ],
    ['wrong rules', { policies: [{ Name: 'p', Rules: 'key' }] }, 'seed ACL policy p: Failed to parse ACL rules'],
    ['a secret that is no UUID', { tokens: [{ SecretID: 'x', Description: 'd' }] }, 'seed ACL token d: Invalid Token'],
    ['a lifetime that is none', { tokens: [{ ExpirationTTL: 'soon', Description: 'd' }] }, 'seed ACL token d: '],
  ])('with %s are refused with all the rest', (_, acl, reason) => {
    const consul = agent()
    const before = consul.snapshot()
    const seed = { kv: { a: '1' }, services: [{ name: 'web' }], acl: { policies: [{ Name: 'first' }], ...acl } }
    expect(() => consul.seed(seed)).toThrow(
      expect.objectContaining({ code: 'MC_ERR_REFUSED', message: expect.stringContaining(reason) as string }),
    )
    expect(consul.diff(before)).toEqual([])
  })

  it('are refused while ACLs are disabled', () => {
    const consul = createConsul()
    expect(() => consul.seed(full)).toThrow(
      expect.objectContaining({ code: 'MC_ERR_SEED', message: expect.stringContaining('ACLs are disabled') as string }),
    )
    expect(consul.kv.keys()).toEqual([])
  })

  it('are refused under names of a test', () => {
    expect(() => renameSeed(full, ownNames('mark'))).toThrow('acl: policies, roles and tokens concern a whole cluster')
  })

  it('add up when seeds are merged', () => {
    const { acl } = mergeSeeds([full, {}, { acl: { roles: [{ Name: 'second' }] } }])
    expect(acl?.roles?.map(({ Name }) => Name)).toEqual(['web', 'second'])
    expect(acl?.tokens).toHaveLength(1)
  })

  it('are read in any spelling, with a hint for a field that is not known', async () => {
    await expect(parseSeed('acl: { tokens: [{ secret: x }] }')).rejects.toThrow('acl.tokens[0].secret: is not known')
    await expect(parseSeed('acl { policies { Rules = "" } }', 'hcl')).rejects.toThrow('acl.policies.Name: is missing')
  })
})

describe('policies, roles and tokens over HTTP', () => {
  it('are written to another agent, and taken back without a trace', async () => {
    const consul = agent()
    const before = consul.acl.tokens.list().length
    const undo = await applyRemote(to(consul), full)
    expect(consul.acl.roles.get('web')).toMatchObject({ Policies: [{ Name: 'app' }] })
    await undoRemote(to(consul), undo)
    expect(consul.acl.roles.list()).toEqual([])
    expect(consul.acl.policies.get('app')).toBeUndefined()
    expect(consul.acl.tokens.list()).toHaveLength(before)
  })

  it('are dumped without secrets, unless asked for, and make another agent like it', async () => {
    const first = agent(full)
    const plain = await dumpRemote(to(first))
    expect(JSON.stringify(plain)).not.toContain(SECRET)
    expect(plain.acl?.tokens).toMatchObject([{ Roles: [{ Name: 'web' }] }])

    const dump = await dumpRemote(to(first), { secrets: true })
    const second = agent(dump)
    expect(await dumpRemote(to(second), { secrets: true })).toEqual(dump)
    expect(second.acl.tokens.list().map(({ SecretID }) => SecretID)).toContain(SECRET)
  })

  it('are left out where they may not be read, and where ACLs are disabled', async () => {
    const consul = agent(full)
    const Rules = ['agent', 'key', 'node', 'service', 'query']
      .map(of => `${of}_prefix "" { policy = "read" }`)
      .join(' ')
    consul.acl.policies.create({ Name: 'no-acl', Rules })
    const { SecretID } = consul.acl.tokens.create({ Policies: [{ Name: 'no-acl' }] })
    const dump = await dumpRemote(to(consul, SecretID))
    expect(dump.kv).toEqual(full.kv)
    expect(dump).not.toHaveProperty('acl')
    expect(await dumpRemote(to(createConsul()))).not.toHaveProperty('acl')
  })
})
