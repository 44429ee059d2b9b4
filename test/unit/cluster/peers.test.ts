import { Resolver } from 'node:dns/promises'
import { describe, expect, it } from 'vitest'
import { lookupError } from '../../../src/go/lookup-error.ts'
import { until } from '../../support/e2e/until.ts'
import { type Peer, startClient, startPeer } from './peers-harness.ts'

const within = 10_000

const resolve = (peer: Peer, name: string): Promise<string[]> => {
  const resolver = new Resolver({ timeout: 2000, tries: 1 })
  resolver.setServers([`127.0.0.1:${peer.emulator.dns.port}`])
  return resolver.resolve4(name)
}

/** Throws until the agent sees the members so. */
const members = (peer: Peer, wanted: Record<string, number>): Promise<unknown> =>
  until(
    async () => {
      const list = (await peer.get('/v1/agent/members')) as { Name: string; Status: number }[]
      expect(Object.fromEntries(list.map(({ Name, Status }) => [Name, Status]))).toEqual(wanted)
      return true
    },
    { what: 'members', within },
  )

const web = { Name: 'web', Port: 80, Check: { TTL: '10m', Status: 'passing' } }

describe('a client agent', () => {
  it('knows no servers until it is joined', async () => {
    const client = await startClient('c1')
    for (const path of [
      '/v1/kv/a',
      '/v1/kv/a?stale',
      '/v1/catalog/nodes',
      '/v1/status/leader',
      '/v1/catalog/datacenters',
    ]) {
      expect(await client.send('GET', path)).toMatchObject({ status: 500, text: 'No known Consul servers' })
    }
    const { headers } = await client.send('GET', '/v1/catalog/nodes')
    expect(headers.get('x-consul-index')).toBe('1')
    expect(headers.get('x-consul-knownleader')).toBe('false')
    expect(await client.send('PUT', '/v1/kv/a', 'b')).toMatchObject({ status: 500, text: 'No known Consul servers' })
    expect((await client.send('PUT', '/v1/agent/service/register', web)).status).toBe(200)
    expect(Object.keys(await client.get('/v1/agent/services'))).toEqual(['web'])
    expect(await client.get('/v1/event/list')).toEqual([])
    expect(await client.get('/v1/agent/members')).toMatchObject([{ Name: 'c1', Tags: { role: 'node' } }])
    expect((await client.send('PUT', '/v1/agent/join/127.0.0.1?wan=1')).text).toBe(
      'Must be a server to join WAN cluster',
    )
    await expect(resolve(client, 'web.service.consul')).rejects.toMatchObject({ code: 'ESERVFAIL' })
  })

  it('shares catalog, keys and DNS with the server it joins', async () => {
    const server = await startPeer('s1')
    const client = await startClient('c1')
    await client.send('PUT', '/v1/agent/service/register', web)
    expect(await client.send('PUT', `/v1/agent/join/${server.lan}`)).toMatchObject({ status: 200, text: '' })
    for (const peer of [server, client]) await members(peer, { s1: 1, c1: 1 })
    expect(await server.get('/v1/health/service/web?passing')).toMatchObject([
      { Node: { Node: 'c1' }, Checks: [{ CheckID: 'serfHealth', Status: 'passing' }, { CheckID: 'service:web' }] },
    ])
    expect(await client.get('/v1/catalog/nodes')).toMatchObject([{ Node: 'c1' }, { Node: 's1' }])
    expect((await client.send('PUT', '/v1/kv/a', 'b')).text).toBe('true')
    expect((await server.send('GET', '/v1/kv/a?raw')).text).toBe('b')
    expect(await client.get('/v1/status/leader')).toBe(`127.0.0.1:${server.emulator.agent.settings.ports.server}`)
    for (const peer of [server, client]) {
      expect(await resolve(peer, 'web.service.consul')).toEqual(['127.0.0.1'])
      expect(await resolve(peer, 'c1.node.consul')).toEqual(['127.0.0.1'])
    }
    await client.send('PUT', '/v1/agent/check/fail/service:web')
    await until(
      async () => {
        expect(await server.get('/v1/health/service/web?passing')).toEqual([])
        return true
      },
      { what: 'a critical check', within },
    )
    await client.send('PUT', '/v1/agent/service/deregister/web')
    await until(
      async () => {
        expect(await server.get('/v1/catalog/service/web')).toEqual([])
        return true
      },
      { what: 'a service that is gone', within },
    )
  })

  it('is joined from the server as well', async () => {
    const server = await startPeer('s1')
    const client = await startClient('c1')
    expect((await server.send('PUT', `/v1/agent/join/${client.lan}`)).status).toBe(200)
    await members(client, { s1: 1, c1: 1 })
    expect(await client.get('/v1/catalog/nodes')).toHaveLength(2)
  })

  it('joins by its configuration, again and again', async () => {
    const server = await startPeer('s1')
    const client = await startClient('c1', { retryJoin: [server.lan] })
    await members(client, { s1: 1, c1: 1 })
    expect(await client.get('/v1/catalog/nodes')).toHaveLength(2)
  })

  it('speaks for itself where its server answers', async () => {
    const server = await startPeer('s1')
    const client = await startClient('c1', { nodeMeta: { rack: 'a' } })
    await client.send('PUT', `/v1/agent/join/${server.lan}`)
    const { ID } = (await client.send('PUT', '/v1/session/create')).json as { ID: string }
    expect(await server.get(`/v1/session/info/${ID}`)).toMatchObject([{ Node: 'c1' }])
    expect(await server.get('/v1/catalog/node/c1')).toMatchObject({ Node: { Meta: { rack: 'a' } } })
    for (const [method, path, status, text, body] of [
      ['GET', '/v1/kv/a?dc=dc9', 500, 'rpc error making call: No path to datacenter', undefined],
      [
        'PUT',
        '/v1/session/create',
        500,
        "rpc error making call: apply failed: Missing check 'nope' registration",
        { Checks: ['nope'] },
      ],
      ['PUT', '/v1/catalog/register', 500, 'rpc error making call: Must provide node', {}],
      ['GET', '/v1/query/nope/execute', 404, 'rpc error making call: Query not found', undefined],
      ['PUT', '/v1/session/renew/abc', 404, "Session id 'abc' not found", undefined],
      ['PUT', '/v1/kv/a?cas=x', 500, 'strconv.ParseUint: parsing "x": invalid syntax', 'v'],
      ['GET', '/v1/health/service/', 400, 'Missing service name', undefined],
      ['POST', '/v1/kv/a', 405, 'method POST not allowed', undefined],
    ] as const) {
      expect(await client.send(method, path, body)).toMatchObject({ status, text })
    }
    server.emulator.cluster.loseLeader()
    expect((await client.send('GET', '/v1/kv/a')).text).toBe('rpc error making call: No cluster leader')
  })

  it('waits in blocking queries, and gives them up with its own clients', async () => {
    const server = await startPeer('s1')
    const client = await startClient('c1', { retryJoin: [server.lan] })
    await members(client, { s1: 1, c1: 1 })
    await server.send('PUT', '/v1/kv/a', '1')
    const index = (await client.send('GET', '/v1/kv/a')).headers.get('x-consul-index') ?? ''
    const answer = client.send('GET', `/v1/kv/a?index=${index}&wait=1m`)
    const abort = new AbortController()
    const gone = fetch(`http://127.0.0.1:${client.emulator.http.port}/v1/kv/a?index=${index}&wait=1m`, abort)
    const blocked = (): number =>
      [...server.emulator.agent.datacenter.agents()].reduce((sum, agent) => sum + agent.blocking.size, 0)
    await until(() => Promise.resolve(blocked() === 2), { what: 'two that wait', within })
    abort.abort()
    await expect(gone).rejects.toThrow('aborted')
    await until(() => Promise.resolve(blocked() === 1), { what: 'one that waits', within })
    await server.send('PUT', '/v1/kv/a', '2')
    expect((await answer).json).toMatchObject([{ Value: 'Mg==' }])
  })

  it('takes over the tags that others write, and hears user events', async () => {
    const server = await startPeer('s1')
    const client = await startClient('c1', { retryJoin: [server.lan] })
    await members(client, { s1: 1, c1: 1 })
    await client.send('PUT', '/v1/agent/service/register', { Name: 'db', Tags: ['a'], EnableTagOverride: true })
    const [row] = (await until(
      async () => {
        const rows = (await server.get('/v1/catalog/service/db')) as object[]
        expect(rows).toHaveLength(1)
        return rows
      },
      { what: 'the service', within },
    )) as [Record<string, unknown>]
    await server.send('PUT', '/v1/catalog/register', {
      Node: 'c1',
      SkipNodeUpdate: true,
      Service: { ID: 'db', Service: 'db', Tags: ['b'], EnableTagOverride: true },
    })
    expect(row).toBeDefined()
    server.emulator.agent.datacenter.agent('c1')?.catchUp()
    await until(
      async () => {
        expect(await client.get('/v1/agent/service/db')).toMatchObject({ Tags: ['b'] })
        return true
      },
      { what: 'other tags', within },
    )
    await server.send('PUT', '/v1/event/fire/deploy?node=c1', 'x')
    await client.send('PUT', '/v1/event/fire/mine?service=db')
    await until(
      async () => {
        expect(await client.get('/v1/event/list')).toMatchObject([
          { Name: 'deploy', LTime: 2 },
          { Name: 'mine', LTime: 3 },
        ])
        return true
      },
      { what: 'events', within },
    )
    expect(await server.get('/v1/event/list')).toEqual([])
  })

  it('that dies is failed, its sessions are gone, and it may come back', async () => {
    const server = await startPeer('s1')
    const client = await startClient('c1', { retryJoin: [server.lan] })
    await client.send('PUT', '/v1/agent/service/register', web)
    await members(client, { s1: 1, c1: 1 })
    await client.send('PUT', '/v1/session/create')
    await client.emulator.close()
    await members(server, { s1: 1, c1: 4 })
    expect(await server.get('/v1/session/list')).toEqual([])
    expect(await server.get('/v1/health/node/c1')).toMatchObject([
      { CheckID: 'serfHealth', Status: 'critical', Output: 'Agent not live or unreachable' },
      { CheckID: 'service:web' },
    ])
    await expect(resolve(server, 'web.service.consul')).rejects.toMatchObject({ code: 'ENOTFOUND' })
    await client.emulator.listen()
    await members(server, { s1: 1, c1: 1 })
    expect(await resolve(server, 'web.service.consul')).toEqual(['127.0.0.1'])
  })

  it('that leaves is gone', async () => {
    const server = await startPeer('s1')
    const client = await startClient('c1', { retryJoin: [server.lan] })
    await members(client, { s1: 1, c1: 1 })
    await client.emulator.leave()
    await members(server, { s1: 1, c1: 3 })
    expect(await server.get('/v1/catalog/nodes')).toMatchObject([{ Node: 's1' }])
  })

  it('says that it knows no servers once its server is dead, and is back by itself when that is', async () => {
    const server = await startPeer('s1')
    const client = await startClient('c1', { retryJoin: [server.lan] })
    await client.send('PUT', '/v1/agent/service/register', web)
    await members(client, { s1: 1, c1: 1 })
    const { ports } = server.emulator.agent.settings
    const blocked = client.send('GET', '/v1/catalog/nodes?index=1000&wait=1m')
    await until(() => Promise.resolve([...server.emulator.agent.datacenter.agents()].some(a => a.blocking.size > 0)), {
      what: 'one that waits',
      within,
    })
    await server.emulator.close()
    // answered with what was there, or cut off
    expect([200, 500]).toContain((await blocked).status)
    await members(client, { s1: 4, c1: 1 })
    expect((await client.send('GET', '/v1/kv/a')).text).toBe('No known Consul servers')
    await expect(resolve(client, 'web.service.consul')).rejects.toMatchObject({ code: 'ESERVFAIL' })
    const again = await startPeer('s1', { ports: { ...ports, http: 0, dns: 0 } })
    await members(client, { s1: 1, c1: 1 })
    expect(await again.get('/v1/catalog/service/web')).toMatchObject([{ Node: 'c1' }])
    expect((await client.send('GET', '/v1/kv/a')).status).toBe(404)
    expect(await resolve(client, 'web.service.consul')).toEqual(['127.0.0.1'])
  })

  it('is told in Consul’s words why it cannot join', async () => {
    const server = await startPeer('s1', { datacenter: 'dc2' })
    const client = await startClient('c1')
    const other = await startClient('c2')
    const refused = (why: string): object => ({ status: 500, text: `1 error occurred:\n\t* ${why}\n\n` })
    const join = (address: string): Promise<object> => client.send('PUT', `/v1/agent/join/${address}`)
    expect(await join('127.0.0.1:1')).toMatchObject(
      refused('Failed to join 127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused'),
    )
    expect(await join('no.such.host.invalid')).toMatchObject(
      refused(`Failed to resolve no.such.host.invalid: ${lookupError('no.such.host.invalid')}`),
    )
    expect(await join('127.1')).toMatchObject(refused('Failed to resolve 127.1: lookup 127.1: no such host'))
    expect(await join('127.0.0.1:x')).toMatchObject(
      refused('Failed to resolve 127.0.0.1:x: strconv.ParseUint: parsing "x": invalid syntax'),
    )
    expect(await join(server.lan)).toMatchObject(
      refused(`Failed to join ${server.lan}: Member 's1' part of wrong datacenter 'dc2'`),
    )
    const wrong = `127.0.0.1:${client.emulator.http.port}`
    expect(await join(wrong)).toMatchObject(
      refused(`Failed to join ${wrong}: received invalid msgType (72), expected pushPullMsg (6) from=${wrong}`),
    )
    expect(await join(other.lan)).toMatchObject({ status: 200 })
    expect(await join(client.lan)).toMatchObject({ status: 200 })
  })

  it('needs the key of the others', async () => {
    const [key, another] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map(key => key.toString('base64'))
    const server = await startPeer('s1', { encryptKey: key })
    const client = await startClient('c1', { encryptKey: key })
    const wrong = await startClient('c2', { encryptKey: another })
    const plain = await startClient('c3')
    const join = async (peer: Peer, address: string): Promise<string> =>
      (await peer.send('PUT', `/v1/agent/join/${address}`)).text
    expect(await join(wrong, server.lan)).toContain('No installed keys could decrypt the message')
    expect(await join(plain, server.lan)).toContain('Remote state is encrypted and encryption is not configured')
    expect(await join(server, plain.lan)).toContain('Encryption is configured but remote state is not encrypted')
    expect(await join(client, server.lan)).toBe('')
    await members(server, { s1: 1, c1: 1 })
    expect((await client.send('PUT', '/v1/kv/a', 'b')).text).toBe('true')
    // nobody gets in without having proven anything
    const port = server.emulator.agent.settings.ports.server
    expect((await fetch(`http://127.0.0.1:${port}/miniconsul/relay/v1/kv/a`)).status).toBe(401)
  })
})

describe('a further server', () => {
  it('is a peer of the one that holds the state', async () => {
    const first = await startPeer('s1')
    const second = await startPeer('s2', { retryJoin: [first.lan] })
    await members(second, { s1: 1, s2: 1 })
    const address = ({ emulator }: Peer): string => `127.0.0.1:${emulator.agent.settings.ports.server}`
    for (const peer of [first, second]) {
      expect(await peer.get('/v1/status/leader')).toBe(address(first))
      expect(await peer.get('/v1/status/peers')).toEqual([address(first), address(second)])
      expect(await peer.get('/v1/catalog/service/consul')).toHaveLength(2)
    }
    await second.send('PUT', '/v1/kv/a', 'b')
    expect((await first.send('GET', '/v1/kv/a?raw')).text).toBe('b')
  })

  it('follows the elder, in whichever direction they join', async () => {
    const elder = await startPeer('s1')
    const younger = await startPeer('s2')
    await elder.send('PUT', '/v1/kv/a', 'elder')
    expect((await elder.send('PUT', `/v1/agent/join/${younger.lan}`)).status).toBe(200)
    await members(younger, { s1: 1, s2: 1 })
    expect((await younger.send('GET', '/v1/kv/a?raw')).text).toBe('elder')
    const client = await startClient('c1', { retryJoin: [younger.lan] })
    await members(client, { s1: 1, s2: 1, c1: 1 })
    await members(elder, { s1: 1, s2: 1, c1: 1 })
  })
})
