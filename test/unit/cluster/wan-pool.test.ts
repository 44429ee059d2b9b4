import { Resolver } from 'node:dns/promises'
import { describe, expect, it, vi } from 'vitest'
import { NdjsonSocket } from '../../../src/cluster/peers/ndjson-socket.ts'
import { turns } from '../../../src/lib/defer.ts'
import { until } from '../../support/e2e/until.ts'
import { type Peer, startClient, startPeer } from './peers-harness.ts'

const within = 10_000

const isWide = (peer: Peer, datacenters: number): Promise<unknown> =>
  until(async () => (await peer.get('/v1/catalog/datacenters')).length === datacenters, { what: 'datacenters', within })

/** Two datacenters of separate agents that were joined over the wide area. */
async function joined(more: object = {}): Promise<{ one: Peer; two: Peer }> {
  const one = await startPeer('s1', more)
  const two = await startPeer('s2', { datacenter: 'dc2', ...more })
  expect(await one.send('PUT', `/v1/agent/join/${two.wan}?wan=1`)).toMatchObject({ status: 200, text: '' })
  await isWide(two, 2)
  return { one, two }
}

async function statuses(peer: Peer): Promise<Readonly<Record<string, number>>> {
  const members = (await peer.get('/v1/agent/members?wan=1')) as { Name: string; Status: number }[]
  return Object.fromEntries(members.map(({ Name, Status }) => [Name, Status]))
}

const becomes = (peer: Peer, name: string, status: number): Promise<unknown> =>
  until(async () => (await statuses(peer))[name] === status, { what: `${name} with status ${status}`, within })

function resolver(peer: Peer): Resolver {
  const made = new Resolver({ timeout: 2000, tries: 1 })
  made.setServers([`127.0.0.1:${peer.emulator.dns.port}`])
  return made
}

describe('servers of two datacenters', () => {
  it('know each other once one has joined the other', async () => {
    const { one, two } = await joined()
    expect(await one.get('/v1/catalog/datacenters')).toEqual(['dc1', 'dc2'])
    expect(await two.get('/v1/catalog/datacenters')).toEqual(['dc2', 'dc1'])
    for (const peer of [one, two]) expect(await statuses(peer)).toEqual({ 's1.dc1': 1, 's2.dc2': 1 })
    expect(await one.get('/v1/agent/members')).toHaveLength(1)
  })

  it('have nothing more to say once they know each other', async () => {
    const { one, two } = await joined()
    await becomes(one, 's2.dc2', 1)
    await becomes(two, 's1.dc1', 1)
    await turns(50)
    const sent = vi.spyOn(NdjsonSocket.prototype, 'send')
    await turns(200)
    expect(sent.mock.calls.length).toBeLessThan(4)
  })

  it('learn of a third one from the one that it joins', async () => {
    const { one, two } = await joined()
    const three = await startPeer('s3', { datacenter: 'dc3' })
    await three.send('PUT', `/v1/agent/join/${two.wan}?wan=1`)
    await isWide(one, 3)
    expect(await three.get('/v1/catalog/datacenters')).toEqual(['dc3', 'dc1', 'dc2'])
    await three.send('PUT', '/v1/kv/a?dc=dc1', 'x')
    expect((await one.send('GET', '/v1/kv/a?raw')).text).toBe('x')
  })

  it('answer what is asked with ?dc=, in a body, by DNS, or by a prepared query', async () => {
    const { one, two } = await joined()
    expect(await one.send('PUT', '/v1/kv/a?dc=dc2', 'there')).toMatchObject({ status: 200, text: 'true' })
    expect((await two.send('GET', '/v1/kv/a?raw')).text).toBe('there')
    expect((await one.send('GET', '/v1/kv/a')).status).toBe(404)
    const body = { Datacenter: 'dc2', Node: 'ext', Address: '10.2.0.1', Service: { Service: 'db', Port: 1 } }
    expect((await one.send('PUT', '/v1/catalog/register', body)).text).toBe('true')
    expect(await one.get('/v1/catalog/node/ext')).toBeNull()
    expect(await one.get('/v1/catalog/service/db?dc=dc2')).toMatchObject([{ Node: 'ext', Datacenter: 'dc2' }])
    expect(await resolver(one).resolve4('db.service.dc2.consul')).toEqual(['10.2.0.1'])
    await expect(resolver(one).resolve4('db.service.dc1.consul')).rejects.toMatchObject({ code: 'ENOTFOUND' })
    await one.send('POST', '/v1/query', { Name: 'q', Service: { Service: 'db', Failover: { Datacenters: ['dc2'] } } })
    expect(await one.get('/v1/query/q/execute')).toMatchObject({ Datacenter: 'dc2', Failovers: 1 })
    expect(await resolver(one).resolve4('q.query.consul')).toEqual(['10.2.0.1'])
    expect(await one.send('PUT', '/v1/kv/a?dc=dc9', 'x')).toMatchObject({ status: 500, text: 'No path to datacenter' })
  })

  it('answer what a client of the other datacenter asks its own server', async () => {
    const { one, two } = await joined()
    const client = await startClient('c1')
    await client.send('PUT', `/v1/agent/join/${one.lan}`)
    await two.send('PUT', '/v1/kv/a', 'far')
    expect((await client.send('GET', '/v1/kv/a?dc=dc2&raw')).text).toBe('far')
    expect(await resolver(client).resolve4('s2.node.dc2.consul')).toEqual(['127.0.0.1'])
  })

  it('answer what is asked of a server that joined the first one', async () => {
    const { one, two } = await joined()
    const follower = await startPeer('s1b', { dev: false, bootstrap: false, bootstrapExpect: 0 })
    await follower.send('PUT', `/v1/agent/join/${one.lan}`)
    await two.send('PUT', '/v1/kv/a', 'far')
    await isWide(follower, 2)
    expect((await follower.send('GET', '/v1/kv/a?dc=dc2&raw')).text).toBe('far')
    expect((await follower.send('PUT', '/v1/kv/b?dc=dc2', 'x')).text).toBe('true')
    expect(await resolver(follower).resolve4('s2.node.dc2.consul')).toEqual(['127.0.0.1'])
  })

  it('list one that is away as failed until it comes back, or is made to leave', async () => {
    const { one, two } = await joined()
    await two.emulator.close()
    await becomes(one, 's2.dc2', 4)
    expect(await one.get('/v1/catalog/datacenters')).toEqual(['dc1', 'dc2'])
    expect((await one.send('GET', '/v1/kv/a?dc=dc2')).status).toBe(500)
    await expect(resolver(one).resolve4('s2.node.dc2.consul')).rejects.toMatchObject({ code: 'ESERVFAIL' })
    await two.emulator.listen()
    await becomes(one, 's2.dc2', 1)
    expect((await one.send('GET', '/v1/kv/a?dc=dc2')).status).toBe(404)
    await two.emulator.close()
    await becomes(one, 's2.dc2', 4)
    await one.send('PUT', '/v1/agent/force-leave/s2.dc2?wan=1')
    expect(await statuses(one)).toEqual({ 's1.dc1': 1, 's2.dc2': 3 })
    expect(await one.get('/v1/catalog/datacenters')).toEqual(['dc1'])
    await one.send('PUT', '/v1/agent/force-leave/s2.dc2?wan=1&prune')
    expect(await statuses(one)).toEqual({ 's1.dc1': 1 })
  })

  it('forget the datacenter of one that leaves with notice', async () => {
    const { one, two } = await joined()
    await two.emulator.leave()
    await becomes(one, 's2.dc2', 3)
    expect(await one.get('/v1/catalog/datacenters')).toEqual(['dc1'])
  })

  it('join what retry_join_wan names, and copy the config entries of the primary datacenter', async () => {
    const one = await startPeer('s1', { primaryDatacenter: 'dc1' })
    const two = await startPeer('s2', { datacenter: 'dc2', primaryDatacenter: 'dc1', retryJoinWan: [one.wan] })
    for (const peer of [one, two]) await isWide(peer, 2)
    const copied = (status: number): Promise<unknown> =>
      until(async () => (await two.send('GET', '/v1/config/service-defaults/web')).status === status, {
        what: 'the copy',
        within,
      })
    const entry = { Kind: 'service-defaults', Name: 'web', Protocol: 'http' }
    expect((await two.send('PUT', '/v1/config', entry)).text).toBe('true')
    expect(await one.get('/v1/config/service-defaults/web')).toMatchObject({ Protocol: 'http' })
    await copied(200)
    await one.send('DELETE', '/v1/config/service-defaults/web')
    await copied(404)
  })

  it('need the same key', async () => {
    const key = { encryptKey: Buffer.alloc(32, 1).toString('base64') }
    await joined(key)
    const [open, locked] = [await startPeer('s1'), await startPeer('s2', { datacenter: 'dc2', ...key })]
    expect((await open.send('PUT', `/v1/agent/join/${locked.wan}?wan=1`)).status).toBe(500)
    expect(await locked.get('/v1/catalog/datacenters')).toEqual(['dc2'])
  })

  it('do not join through the ports of the other area', async () => {
    const [one, two] = [await startPeer('s1'), await startPeer('s2', { datacenter: 'dc2' })]
    expect((await one.send('PUT', `/v1/agent/join/${two.lan}?wan=1`)).status).toBe(500)
    expect((await one.send('PUT', `/v1/agent/join/${two.wan}`)).status).toBe(500)
    expect(await one.get('/v1/catalog/datacenters')).toEqual(['dc1'])
  })
})

describe('servers that follow another one of their datacenter', () => {
  /** Two servers of dc1 and one of dc2, not joined yet. */
  async function three(): Promise<{ owner: Peer; follower: Peer; two: Peer }> {
    const owner = await startPeer('s1')
    const follower = await startPeer('s2')
    await follower.send('PUT', `/v1/agent/join/${owner.lan}`)
    return { owner, follower, two: await startPeer('s3', { datacenter: 'dc2' }) }
  }

  const all = { 's1.dc1': 1, 's2.dc1': 1, 's3.dc2': 1 }
  const allSee = (peers: readonly Peer[], wanted: object = all): Promise<unknown> =>
    until(
      async () => {
        for (const peer of peers) expect(await statuses(peer)).toEqual(wanted)
        return true
      },
      { what: 'all members', within },
    )

  it('join others for their datacenter, and know all members', async () => {
    const { owner, follower, two } = await three()
    expect(await follower.send('PUT', `/v1/agent/join/${two.wan}?wan=1`)).toMatchObject({ status: 200, text: '' })
    await allSee([owner, follower, two])
    await two.send('PUT', '/v1/kv/a', 'far')
    for (const peer of [owner, follower]) {
      expect((await peer.send('GET', '/v1/kv/a?dc=dc2&raw')).text).toBe('far')
      expect(await peer.get('/v1/catalog/datacenters')).toEqual(['dc1', 'dc2'])
    }
    const { status, text } = await follower.send('PUT', '/v1/agent/join/127.0.0.1:1?wan=1')
    expect({ status, text }).toEqual({
      status: 500,
      text: '1 error occurred:\n\t* Failed to join 127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused\n\n',
    })
  })

  it('are joined by others in the place of their datacenter', async () => {
    const { owner, follower, two } = await three()
    expect(await two.send('PUT', `/v1/agent/join/${follower.wan}?wan=1`)).toMatchObject({ status: 200, text: '' })
    await allSee([owner, follower, two])
    await owner.send('PUT', '/v1/kv/a', 'here')
    expect((await two.send('GET', '/v1/kv/a?dc=dc1&raw')).text).toBe('here')
  })

  it('are announced when they come later, and bring the members that they knew', async () => {
    const { owner, two } = await three()
    const late = await startPeer('s4')
    await late.send('PUT', `/v1/agent/join/${two.wan}?wan=1`)
    await isWide(late, 2)
    expect((await late.send('PUT', `/v1/agent/join/${owner.lan}`)).status).toBe(200)
    await allSee([owner, late, two], { ...all, 's4.dc1': 1 })
  })

  it('have members that failed forced to leave, in their own and in other datacenters', async () => {
    const { owner, follower, two } = await three()
    await follower.send('PUT', `/v1/agent/join/${two.wan}?wan=1`)
    await allSee([owner, follower, two])
    const other = await startPeer('s4')
    await other.send('PUT', `/v1/agent/join/${owner.lan}`)
    await allSee([two], { ...all, 's4.dc1': 1 })
    await other.emulator.close()
    await becomes(two, 's4.dc1', 4)
    expect((await two.send('PUT', '/v1/agent/force-leave/s4.dc1?wan=1')).status).toBe(200)
    await becomes(follower, 's4.dc1', 3)
    await becomes(two, 's4.dc1', 3)
    await two.emulator.close()
    await becomes(follower, 's3.dc2', 4)
    expect((await follower.send('PUT', '/v1/agent/force-leave/s3.dc2?wan=1&prune=1')).status).toBe(200)
    await allSee([owner, follower], { 's1.dc1': 1, 's2.dc1': 1, 's4.dc1': 3 })
    expect(await follower.send('PUT', '/v1/agent/force-leave/nobody.dc9?wan=1')).toMatchObject({
      status: 500,
      text: "agent: No node found with name ''",
    })
  })
})
