import { Resolver } from 'node:dns/promises'
import { describe, expect, it } from 'vitest'
import { defaultSettings, type AgentTokenSettings, type Settings } from '../../../src/model/settings.ts'
import { service } from '../../support/definitions.ts'
import { until } from '../../support/e2e/until.ts'
import { type Peer, startClient, startPeer } from './peers-harness.ts'

const ROOT = '00000000-1111-2222-3333-444444444444'
const within = 10_000

const acl = (tokens: Partial<AgentTokenSettings> = {}): Pick<Settings, 'acl'> => ({
  acl: {
    ...defaultSettings.acl,
    enabled: true,
    defaultPolicy: 'deny',
    initialManagement: ROOT,
    tokens: { ...defaultSettings.acl.tokens, ...tokens },
  },
})

const as = async (peer: Peer, token: string, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(`http://127.0.0.1:${peer.emulator.http.port}${path}`, {
    method,
    headers: { 'X-Consul-Token': token },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })

/** A server whose requests without a token, own node and DNS may do all. */
const ALL = { agent: ROOT, default: ROOT, dns: ROOT, registration: ROOT }

async function newToken(server: Peer, secret: string, rules: string): Promise<string> {
  expect((await as(server, ROOT, 'PUT', '/v1/acl/policy', { Name: `p-${secret}`, Rules: rules })).status).toBe(200)
  const token = { SecretID: secret, Policies: [{ Name: `p-${secret}` }] }
  expect((await as(server, ROOT, 'PUT', '/v1/acl/token', token)).status).toBe(200)
  return secret
}

async function join(server: Peer, other: Peer): Promise<void> {
  await other.emulator.agent.peers?.join([server.lan])
}

const READS_KEYS = '10000000-1111-2222-3333-444444444444'
const READS_NAMES = '20000000-1111-2222-3333-444444444444'
const WRITES_WEB = '30000000-1111-2222-3333-444444444444'

const addresses = (peer: Peer, name: string): Promise<string[]> => {
  const resolver = new Resolver({ timeout: 2000, tries: 1 })
  resolver.setServers([`127.0.0.1:${peer.emulator.dns.port}`])
  return resolver.resolve4(name)
}

describe('an agent whose requests a server answers', () => {
  it('gives a request without a token none of the rights of the server', async () => {
    const server = await startPeer('s1', acl(ALL))
    await server.send('PUT', '/v1/kv/a', 'secret')
    for (const other of [await startClient('c1', acl()), await startPeer('s2', acl())]) {
      await join(server, other)
      expect((await other.send('GET', '/v1/kv/a?raw')).status).toBe(403)
      expect((await other.send('PUT', '/v1/kv/a', 'x')).status).toBe(403)
      expect((await other.send('GET', '/v1/acl/tokens')).status).toBe(403)
      expect(await (await as(other, ROOT, 'GET', '/v1/kv/a?raw')).text()).toBe('secret')
      await expect(addresses(other, 's1.node.consul')).rejects.toMatchObject({ code: 'ENOTFOUND' })
    }
  })

  it('gives a request without a token the rights of its own default token', async () => {
    const server = await startPeer('s1', acl(ALL))
    await server.send('PUT', '/v1/kv/a', 'secret')
    await newToken(server, READS_KEYS, 'key_prefix "" { policy = "read" }')
    await newToken(server, READS_NAMES, 'node_prefix "" { policy = "read" }')
    const client = await startClient('c1', acl({ default: READS_KEYS, dns: READS_NAMES }))
    await join(server, client)
    expect((await client.send('GET', '/v1/kv/a?raw')).text).toBe('secret')
    expect((await client.send('PUT', '/v1/kv/a', 'x')).status).toBe(403)
    expect(await addresses(client, 's1.node.consul')).toEqual(['127.0.0.1'])
    client.emulator.agent.setToken('default', ROOT)
    await until(async () => (await client.send('PUT', '/v1/kv/a', 'x')).status === 200, { what: 'a new token', within })
    expect(server.emulator.agent.datacenter.agent('s1')?.acl.tokens.get('default')).toBe(ROOT)
  })

  it('asks other datacenters by its own tokens, too', async () => {
    const one = await startPeer('s1', acl({ default: READS_KEYS, dns: READS_NAMES }))
    const two = await startPeer('s2', { ...acl(ALL), datacenter: 'dc2' })
    await two.send('PUT', '/v1/kv/a', 'secret')
    await one.emulator.agent.peers?.joinWan([two.wan])
    const read = (): ReturnType<Peer['send']> => one.send('GET', '/v1/kv/a?raw&dc=dc2')
    expect((await until(read, { what: 'an answer', within })).status).toBe(403)
    await expect(addresses(one, 's2.node.dc2.consul')).rejects.toMatchObject({ code: 'ENOTFOUND' })
    await newToken(two, READS_KEYS, 'key_prefix "" { policy = "read" }')
    await newToken(two, READS_NAMES, 'node_prefix "" { policy = "read" }')
    expect((await read()).text).toBe('secret')
    expect(await addresses(one, 's2.node.dc2.consul')).toEqual(['127.0.0.1'])
  })

  it('has its services in the catalog by the tokens that they were registered with', async () => {
    const server = await startPeer('s1', acl(ALL))
    await newToken(server, WRITES_WEB, 'service "web" { policy = "write" } node_prefix "" { policy = "write" }')
    const client = await startClient('c1', acl({ agent: WRITES_WEB }))
    await join(server, client)
    const { local } = client.emulator.agent
    local.registerService(service({ Name: 'api' }), { token: '' })
    local.registerService(service({ Name: 'web' }), { token: WRITES_WEB })
    const services = (): Promise<unknown> => server.get('/v1/catalog/node-services/c1')
    await until(async () => JSON.stringify(await services()).includes('"web"'), { what: 'the service', within })
    expect(await services()).toMatchObject({ Services: [{ ID: 'web' }] })
  })

  it('looks up at its server what a token may do with itself, and remembers that', async () => {
    const server = await startPeer('s1', acl(ALL))
    await newToken(server, WRITES_WEB, 'agent "c1" { policy = "read" } service "web" { policy = "write" }')
    const client = await startClient('c1', acl({ recovery: 'recovery' }))
    const self = async (token: string): Promise<number> => (await as(client, token, 'GET', '/v1/agent/self')).status
    expect([await self(WRITES_WEB), await self('recovery')]).toEqual([403, 200])
    await join(server, client)
    expect([await self(WRITES_WEB), await self('nosuch'), await self('')]).toEqual([200, 403, 403])
    expect(await (await as(client, 'nosuch', 'GET', '/v1/agent/self')).text()).toBe('ACL not found')
    expect((await as(client, WRITES_WEB, 'PUT', '/v1/agent/service/register', { Name: 'web' })).status).toBe(200)
    expect((await as(client, WRITES_WEB, 'PUT', '/v1/agent/service/register', { Name: 'api' })).status).toBe(403)
    const policy = await (await as(server, ROOT, 'GET', `/v1/acl/policy/name/p-${WRITES_WEB}`)).json()
    const without = { ...(policy as object), Rules: '' }
    await as(server, ROOT, 'PUT', `/v1/acl/policy/${(policy as { ID: string }).ID}`, without)
    expect(await self(WRITES_WEB)).toBe(200)
    expect((await as(client, WRITES_WEB, 'PUT', '/v1/kv/a', 'x')).status).toBe(403)
  })

  it('says in front of what its server refuses that it was the server', async () => {
    const server = await startPeer('s1', acl(ALL))
    const client = await startClient('c1', acl())
    await join(server, client)
    const text = async (token: string, method: string, path: string, body?: unknown): Promise<string> =>
      (await as(client, token, method, path, body)).text()
    expect(await text('nosuch', 'GET', '/v1/kv/a')).toBe('rpc error making call: ACL not found')
    expect(await text('', 'PUT', '/v1/kv/a', 'x')).toMatch(/^rpc error making call: Permission denied: anonymous/)
    expect(await text(ROOT, 'PUT', '/v1/kv/a?cas=x', 'x')).toBe('strconv.ParseUint: parsing "x": invalid syntax')
    expect(await text('', 'GET', '/v1/snapshot')).toMatch(/^Permission denied: /)
    expect(await text('', 'GET', '/v1/peerings')).toMatch(/^Permission denied: /)
    expect(await text('', 'PUT', '/v1/event/fire/x')).toBe('Permission denied')
    expect(await text(ROOT, 'PUT', '/v1/acl/bootstrap')).toMatch(/^Permission denied: rpc error making call: ACL boot/)
  })
})
