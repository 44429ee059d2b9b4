import { describe, expect, it, test } from 'vitest'
import type { Consul } from '../../../../src/index.ts'
import { bothWays, start } from '../../../support/both-ways.ts'
import { RawClient } from '../../../support/raw-client.ts'
import { get, put, withBody } from '../../../support/raw-requests.ts'

const ROOT = 'aaaaaaaa-0000-0000-0000-000000000001'
const SECRET = 'bbbbbbbb-0000-0000-0000-000000000001'
const ACCESSOR = 'cccccccc-0000-0000-0000-000000000001'
const acl = { defaultPolicy: 'deny', initialManagement: ROOT } as const
const RULES = 'key "a" { policy = "read" } service "web" { policy = "read" } node_prefix "" { policy = "read" }'

const as = (token: string): string => `X-Consul-Token: ${token}\r\n`
const putJson = (path: string, body: object): string => put(path, JSON.stringify(body), as(ROOT))
const remove = (path: string): string => withBody('DELETE', path, '', as(ROOT))

/** The IDs of a policy that lets one key and one service be read, and of a role that brings it. */
interface Ids {
  readonly policy: string
  readonly role: string
}

/** Takes the rights away again, over the connection that reads; what a read is answered then. */
const changes: Readonly<Record<string, readonly [change: (ids: Ids) => string, status: number, body: RegExp]>> = {
  'a policy is changed': [
    ({ policy }) => putJson(`/v1/acl/policy/${policy}`, { Name: 'p', Rules: '' }),
    403,
    /lacks permission/,
  ],
  'a policy is deleted': [({ policy }) => remove(`/v1/acl/policy/${policy}`), 403, /lacks permission/],
  'a role is changed': [({ role }) => putJson(`/v1/acl/role/${role}`, { Name: 'r' }), 403, /lacks permission/],
  'a role is deleted': [({ role }) => remove(`/v1/acl/role/${role}`), 403, /lacks permission/],
  'the token is changed': [
    () => putJson(`/v1/acl/token/${ACCESSOR}`, { SecretID: SECRET, Policies: [] }),
    403,
    /lacks permission/,
  ],
  'the token is deleted': [() => remove(`/v1/acl/token/${ACCESSOR}`), 403, /^ACL not found$/],
}

async function fill(consul: Consul): Promise<Ids> {
  consul.kv.put('a', 'v')
  const client = await RawClient.open(consul.http.port)
  const made = async (request: string): Promise<string> => {
    const { status, body } = (await client.ask(request)) ?? { status: 0, body: '' }
    expect(status).toBe(200)
    return (JSON.parse(body) as { ID: string }).ID
  }
  const policy = await made(putJson('/v1/acl/policy', { Name: 'p', Rules: RULES }))
  const role = await made(putJson('/v1/acl/role', { Name: 'r', Policies: [{ ID: policy }] }))
  await client.ask(putJson('/v1/acl/token', { AccessorID: ACCESSOR, SecretID: SECRET, Roles: [{ ID: role }] }))
  const web = { Node: 'n', Address: '10.0.0.1', Service: { Service: 'web' } }
  expect(await client.ask(putJson('/v1/catalog/register', web))).toMatchObject({ status: 200 })
  client.socket.destroy()
  return { policy, role }
}

describe.each(Object.entries(changes))('when %s', (_what, [change, status, text]) => {
  it.each([
    ['a cached answer', (): string => '/v1/kv/a'],
    ['an answer that is made anew', (nth: number): string => `/v1/kv/a?x=${nth}`],
    ['a token in the URL', (): string => `/v1/kv/a?token=${SECRET}`],
  ])('the very next request on the same connection knows it: %s', async (_how, urlOf) => {
    const both = await bothWays({ acl })
    await both.each(async consul => {
      const ids = await fill(consul)
      const client = await RawClient.open(consul.http.port)
      const read = (nth: number): string => get(urlOf(nth), urlOf(nth).includes('token=') ? '' : as(SECRET))
      for (const nth of [1, 2, 3]) expect(await client.ask(read(nth))).toMatchObject({ status: 200 })
      // both in one piece: the read is there before the change is answered
      client.send(change(ids) + read(4))
      const answers = await client.answers(5)
      expect(answers.map(one => one.status)).toEqual([200, 200, 200, 200, status])
      expect(answers[4]?.body).toMatch(text)
      client.socket.destroy()
    })
  })

  it('another connection, a list and a write know it, too', async () => {
    const consul = await start({ acl })
    const ids = await fill(consul)
    const [writer, reader] = [await RawClient.open(consul.http.port), await RawClient.open(consul.http.port)]
    const ask = (request: string): Promise<unknown> => reader.ask(request)
    const list = get('/v1/health/service/web', as(SECRET))
    for (let i = 0; i < 2; i++) expect(await ask(list)).toMatchObject({ body: expect.stringContaining('"web"') })
    expect(await writer.ask(change(ids))).toMatchObject({ status: 200 })
    const isGone = text.source.includes('not found')
    expect(await ask(list)).toMatchObject(isGone ? { status: 403 } : { status: 200, body: '[]' })
    expect(await ask(put('/v1/kv/a', 'x', as(SECRET)))).toMatchObject({
      status: 403,
      body: expect.stringMatching(text),
    })
    for (const client of [writer, reader]) client.socket.destroy()
  })
})

test('the very next question over DNS knows a change of its token, cached answers or not', async () => {
  const consul = await start({ acl, dns: {} })
  const ids = await fill(consul)
  const { Resolver } = await import('node:dns/promises')
  const resolver = new Resolver({ timeout: 10_000, tries: 1 })
  resolver.setServers([`127.0.0.1:${consul.dns.port}`])
  const client = await RawClient.open(consul.http.port)
  await client.ask(putJson('/v1/agent/token/dns', { Token: SECRET }))
  for (let i = 0; i < 2; i++) expect(await resolver.resolve4('web.service.consul')).toEqual(['10.0.0.1'])
  await client.ask(putJson(`/v1/acl/policy/${ids.policy}`, { Name: 'p', Rules: '' }))
  await expect(resolver.resolve4('web.service.consul')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  await client.ask(putJson(`/v1/acl/policy/${ids.policy}`, { Name: 'p', Rules: RULES }))
  expect(await resolver.resolve4('web.service.consul')).toEqual(['10.0.0.1'])
  await client.ask(putJson(`/v1/acl/role/${ids.role}`, { Name: 'r' }))
  await expect(resolver.resolve4('web.service.consul')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  await client.ask(putJson(`/v1/acl/role/${ids.role}`, { Name: 'r', Policies: [{ ID: ids.policy }] }))
  expect(await resolver.resolve4('web.service.consul')).toEqual(['10.0.0.1'])
  await client.ask(remove(`/v1/acl/token/${ACCESSOR}`))
  await expect(resolver.resolve4('web.service.consul')).rejects.toMatchObject({ code: 'ENOTFOUND' })
  client.socket.destroy()
})
