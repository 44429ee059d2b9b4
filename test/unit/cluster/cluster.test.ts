import { describe, expect, it } from 'vitest'
import { forceLeave } from '../../../src/agent/force-leave.ts'
import { service } from '../../support/definitions.ts'
import { ask, dig, emulator } from './harness.ts'

const DAY = 86_400_000

const web = service({ name: 'web', port: 80, check: { ttl: '10m', status: 'passing' } })

describe('a simulated node', () => {
  it('is a member, a node with a passing serfHealth, and serves what it registers', async () => {
    const { emulator: one } = emulator()
    const node = await one.cluster.join({ name: 'web1', meta: { rack: 'a' }, services: [web] })
    expect(node.http.port).toBe(0)
    const members = (await ask(one, 'GET', '/v1/agent/members')).json as object[]
    expect(members).toMatchObject([
      { Name: 'node1', Status: 1, Tags: { role: 'consul' } },
      { Name: 'web1', Addr: '127.0.0.2', Port: 8301, Status: 1, Tags: { role: 'node', dc: 'dc1' } },
    ])
    expect((await ask(one, 'GET', '/v1/catalog/node/web1')).json).toMatchObject({
      Node: { Node: 'web1', Address: '127.0.0.2', Meta: { rack: 'a' } },
      Services: { web: { ID: 'web', Port: 80 } },
    })
    expect((await ask(one, 'GET', '/v1/health/node/web1')).json).toMatchObject([
      { CheckID: 'serfHealth', Status: 'passing', Output: 'Agent alive and reachable' },
      { CheckID: 'service:web', Status: 'passing' },
    ])
    expect((await ask(one, 'GET', '/v1/agent/services')).json).toEqual({})
    expect(await dig(one.agent, 'web.service.consul')).toEqual(['127.0.0.2'])
    expect(await dig(one.agent, 'web1.node.consul')).toEqual(['127.0.0.2'])
  })

  it('has agent endpoints of its own, and shares the rest', async () => {
    const { emulator: one } = emulator()
    await one.listen()
    const node = await one.cluster.join({ name: 'web1', http: {}, dns: {} })
    const url = `http://127.0.0.1:${node.http.port}`
    expect(node.http.port).not.toBe(one.http.port)
    expect(node.dns.port).toBeGreaterThan(0)
    await fetch(`${url}/v1/agent/service/register`, { method: 'PUT', body: JSON.stringify({ Name: 'api', Port: 1 }) })
    await fetch(`${url}/v1/kv/a`, { method: 'PUT', body: 'b' })
    expect(Object.keys((await (await fetch(`${url}/v1/agent/services`)).json()) as object)).toEqual(['api'])
    expect((await ask(one, 'GET', '/v1/agent/services')).json).toEqual({})
    expect((await ask(one, 'GET', '/v1/kv/a?raw')).text).toBe('b')
    expect((await ask(one, 'GET', '/v1/catalog/service/api')).json).toMatchObject([{ Node: 'web1' }])
    const session = (await (await fetch(`${url}/v1/session/create`, { method: 'PUT' })).json()) as { ID: string }
    expect((await ask(one, 'GET', `/v1/session/info/${session.ID}`)).json).toMatchObject([{ Node: 'web1' }])
    expect(await (await fetch(`${url}/v1/agent/self`)).json()).toMatchObject({
      Config: { NodeName: 'web1', Server: false },
      Stats: { consul: { known_servers: '1', server: 'false' } },
    })
    expect(await (await fetch(`${url}/v1/agent/members?wan=1`)).json()).toBeNull()
  })

  it('that fails turns critical, loses its sessions and its place in the DNS, and comes back', async () => {
    const { emulator: one, clock } = emulator()
    await one.listen()
    const node = await one.cluster.join({ name: 'web1', services: [web], http: {} })
    const { ID } = (await ask(one, 'PUT', '/v1/session/create', { Node: 'web1' })).json as { ID: string }
    await ask(one, 'PUT', `/v1/kv/lock?acquire=${ID}`, 'me')
    await one.cluster.fail('web1')
    expect((await ask(one, 'GET', '/v1/health/node/web1')).json).toMatchObject([
      { CheckID: 'serfHealth', Status: 'critical', Output: 'Agent not live or unreachable' },
      { CheckID: 'service:web' },
    ])
    expect((await ask(one, 'GET', '/v1/session/list')).json).toEqual([])
    expect((await ask(one, 'GET', '/v1/kv/lock')).json).not.toHaveProperty('0.Session')
    expect(await dig(one.agent, 'web.service.consul')).toEqual(['NXDOMAIN'])
    expect((await ask(one, 'GET', '/v1/agent/members')).json).toMatchObject([{ Status: 1 }, { Status: 4 }])
    await expect(fetch(`http://127.0.0.1:${node.http.port}/v1/status/leader`)).rejects.toThrow('fetch failed')
    // what the dead agent would say does not get through
    node.agent.local.deregisterService('web')
    await clock.advance(120_000)
    expect((await ask(one, 'GET', '/v1/catalog/service/web')).json).toHaveLength(1)

    const before = node.http.port
    await one.cluster.recover('web1')
    expect((await ask(one, 'GET', '/v1/health/node/web1')).json).toMatchObject([{ Status: 'passing' }])
    expect((await ask(one, 'GET', '/v1/catalog/service/web')).json).toEqual([])
    expect(node.http.port).toBe(before)
    expect((await fetch(`http://127.0.0.1:${before}/v1/status/leader`)).status).toBe(200)
  })

  it('that leaves is gone from the catalog, and stays on the list for a day', async () => {
    const { emulator: one, clock } = emulator()
    await one.listen()
    await one.cluster.join({ name: 'web1', services: [web] })
    await one.cluster.leave('web1')
    expect((await ask(one, 'GET', '/v1/catalog/nodes')).json).toMatchObject([{ Node: 'node1' }])
    expect(one.cluster.members()).toMatchObject([{ name: 'node1' }, { name: 'web1', status: 'left' }])
    expect(one.cluster.nodes()).toEqual([])
    await clock.advance(DAY)
    expect(one.cluster.members()).toHaveLength(1)
    await one.cluster.join({ name: 'web1' })
    expect(one.cluster.members()).toMatchObject([{ name: 'node1' }, { name: 'web1', status: 'alive' }])
  })

  it('that failed is made to leave by force-leave, and forgotten after three days', async () => {
    const { emulator: one, clock } = emulator()
    await one.listen()
    for (const name of ['a', 'b', 'c']) await one.cluster.join({ name })
    await one.cluster.fail('a')
    await one.cluster.fail('b')
    expect((await ask(one, 'PUT', '/v1/agent/force-leave/nobody')).text).toBe("agent: No node found with name 'nobody'")
    expect((await ask(one, 'PUT', '/v1/agent/force-leave/a')).status).toBe(200)
    expect(one.cluster.members().map(({ status }) => status)).toEqual(['alive', 'left', 'failed', 'alive'])
    expect((await ask(one, 'GET', '/v1/catalog/node/a')).json).toBeNull()
    await ask(one, 'PUT', '/v1/agent/force-leave/a?prune')
    expect(one.cluster.members().map(({ name }) => name)).toEqual(['node1', 'b', 'c'])
    await clock.advance(3 * DAY)
    expect(one.cluster.members().map(({ name }) => name)).toEqual(['node1', 'c'])
    expect((await ask(one, 'GET', '/v1/catalog/node/b')).json).toBeNull()
  })

  it('that is alive contradicts force-leave where there is a third member to tell it', async () => {
    const { emulator: one } = emulator()
    for (const name of ['a', 'b']) await one.cluster.join({ name })
    await ask(one, 'PUT', '/v1/agent/force-leave/a')
    await ask(one, 'PUT', '/v1/agent/force-leave/node1')
    expect(one.cluster.members().map(({ status }) => status)).toEqual(['alive', 'alive', 'alive'])
  })

  it('that is alive is seen as leaving between two, takes part all the same, and has left once it is gone', async () => {
    const { emulator: one } = emulator()
    const node = await one.cluster.join({ name: 'a' })
    await ask(one, 'PUT', '/v1/agent/force-leave/a')
    expect(one.cluster.members().map(({ status }) => status)).toEqual(['alive', 'leaving'])
    node.agent.local.registerService(web)
    expect((await ask(one, 'GET', '/v1/catalog/node/a')).json).toMatchObject({ Services: { web: {} } })
    await one.cluster.fail('a')
    expect(one.cluster.members().map(({ status }) => status)).toEqual(['alive', 'left'])
    expect((await ask(one, 'GET', '/v1/catalog/node/a')).json).toBeNull()
  })

  it('that is alive is forgotten by force-leave with prune, after the time that it had to leave', async () => {
    const { emulator: one, clock } = emulator()
    for (const name of ['a', 'b']) await one.cluster.join({ name })
    const pruned = forceLeave(one.agent, 'a', true)
    await clock.advance(7999)
    expect(one.cluster.members()).toHaveLength(3)
    await clock.advance(1)
    await pruned
    expect(one.cluster.members().map(({ name }) => name)).toEqual(['node1', 'b'])
    expect((await ask(one, 'GET', '/v1/catalog/node/a')).json).toBeNull()
  })

  it('leaves when its own endpoint is told so', async () => {
    const { emulator: one } = emulator()
    await one.listen()
    const node = await one.cluster.join({ name: 'web1', http: {} })
    const left = new Promise<void>(resolve => {
      one.agent.datacenter.members.onChange(() => resolve())
    })
    await fetch(`http://127.0.0.1:${node.http.port}/v1/agent/leave`, { method: 'PUT' })
    await left
    expect(one.cluster.members()).toMatchObject([{ name: 'node1' }, { status: 'left' }])
  })

  it('hears user events that concern it', async () => {
    const { emulator: one } = emulator()
    const node = await one.cluster.join({ name: 'web1', services: [web] })
    await ask(one, 'PUT', '/v1/event/fire/all', 'x')
    await ask(one, 'PUT', '/v1/event/fire/some?node=web')
    await ask(one, 'PUT', '/v1/event/fire/other?service=db')
    expect(node.agent.events.list().map(({ Name, LTime }) => [Name, LTime])).toEqual([
      ['all', 2],
      ['some', 3],
    ])
    expect(one.agent.events.list().map(({ Name }) => Name)).toEqual(['all'])
  })

  it('is refused under a name that is taken, and nothing happens to nodes that are not there', async () => {
    const { emulator: one } = emulator()
    await one.cluster.join({ name: 'a' })
    await expect(one.cluster.join({ name: 'a' })).rejects.toThrow('Failed to join "a": there is a member of this name.')
    await expect(one.cluster.join({ name: '' })).rejects.toMatchObject({ code: 'MC_ERR_CLUSTER' })
    await expect(one.cluster.fail('b')).rejects.toThrow('there is no node of this name')
    await expect(one.cluster.fail('node1')).rejects.toThrow('it is the emulator itself')
    await expect(one.cluster.recover('b')).rejects.toThrow('there is no node')
    await expect(one.cluster.leave('b')).rejects.toThrow('there is no node')
  })

  it('is gone after a reset, and no timer is left after close', async () => {
    const { emulator: one, clock } = emulator()
    await one.listen()
    for (const name of ['a', 'b']) await one.cluster.join({ name, services: [web], http: {} })
    await one.cluster.fail('b')
    await one.cluster.reset()
    expect(one.cluster.members()).toMatchObject([{ name: 'node1' }])
    expect((await ask(one, 'GET', '/v1/catalog/nodes')).json).toHaveLength(1)
    await one.cluster.join({ name: 'c', http: {} })
    await one.close()
    expect(clock.pending).toBe(0)
    await one.listen()
    expect(one.cluster.members()).toMatchObject([{ name: 'node1' }, { name: 'c', status: 'alive' }])
  })

  it('is in the catalog again after a restore of a state that knew nothing of it', async () => {
    const { emulator: one } = emulator()
    const before = one.state.snapshot()
    await one.cluster.join({ name: 'web1', services: [web] })
    await one.cluster.join({ name: 'web2' })
    await one.cluster.fail('web2')
    one.state.restore(before)
    await Promise.resolve()
    expect((await ask(one, 'GET', '/v1/catalog/service/web')).json).toMatchObject([{ Node: 'web1' }])
    expect((await ask(one, 'GET', '/v1/health/node/web2')).json).toMatchObject([{ Status: 'critical' }])
  })
})

describe('the leader', () => {
  it('is one of the servers, and all of them are peers', async () => {
    const { emulator: one } = emulator()
    await one.cluster.join({ name: 's2', server: true })
    await one.cluster.join({ name: 's3', server: true })
    expect(one.cluster.leader).toBe('node1')
    expect((await ask(one, 'GET', '/v1/status/peers')).json).toEqual([
      '127.0.0.1:8300',
      '127.0.0.2:8300',
      '127.0.0.3:8300',
    ])
    expect((await ask(one, 'GET', '/v1/catalog/service/consul')).json).toHaveLength(3)
    one.cluster.elect('s2')
    expect((await ask(one, 'GET', '/v1/status/leader')).json).toBe('127.0.0.2:8300')
    expect((await ask(one, 'GET', '/v1/operator/raft/configuration')).json).toMatchObject({
      Servers: [
        { Node: 'node1', Leader: false },
        { Node: 's2', Leader: true, Address: '127.0.0.2:8300' },
        { Node: 's3', Leader: false },
      ],
    })
    expect((await ask(one, 'GET', '/v1/operator/autopilot/health')).json).toMatchObject({
      Healthy: true,
      FailureTolerance: 1,
      Servers: [{ LastTerm: 3 }, { Leader: true }, { Leader: false }],
    })
    const { ID } = (await ask(one, 'GET', '/v1/operator/raft/configuration')).json.Servers[2] as { ID: string }
    expect((await ask(one, 'POST', `/v1/operator/raft/transfer-leader?id=${ID}`)).json).toEqual({ Success: true })
    expect(one.cluster.leader).toBe('s3')
  })

  it('is another one when it fails, as long as most servers live', async () => {
    const { emulator: one } = emulator()
    for (const name of ['s2', 's3']) await one.cluster.join({ name, server: true })
    one.cluster.elect('s2')
    await one.cluster.fail('s2')
    expect(one.cluster.leader).toBe('node1')
    expect((await ask(one, 'GET', '/v1/operator/autopilot/health')).json).toMatchObject({
      Healthy: false,
      FailureTolerance: 0,
    })
    await one.cluster.fail('s3')
    expect(one.cluster.leader).toBeUndefined()
    expect(() => one.cluster.elect()).toThrow('too few servers are alive')
    await one.cluster.recover('s3')
    expect(one.cluster.leader).toBe('node1')
    expect(() => one.cluster.elect('s2')).toThrow('it is no server that is alive')
    // what failed while nobody led is caught up on
    expect((await ask(one, 'GET', '/v1/health/node/s2')).json).toMatchObject([{ Status: 'critical' }])
    expect((await ask(one, 'GET', '/v1/health/node/s3')).json).toMatchObject([{ Status: 'passing' }])
  })

  it('that is lost leaves only stale reads and the agent itself', async () => {
    const { emulator: one, clock } = emulator()
    await ask(one, 'PUT', '/v1/kv/a', 'b')
    await ask(one, 'GET', '/v1/kv/a')
    const lost = one.cluster.loseLeader()
    await clock.advance(1500)
    const refused = 'No cluster leader'
    for (const url of ['/v1/kv/a', '/v1/kv/a?consistent', '/v1/kv/none', '/v1/health/service/consul']) {
      expect(await ask(one, 'GET', url)).toMatchObject({ status: 500, text: refused })
    }
    expect(await ask(one, 'GET', '/v1/catalog/nodes')).toMatchObject({
      text: refused,
      headers: { 'x-consul-index': '1', 'x-consul-knownleader': 'false', 'x-consul-lastcontact': '0' },
    })
    for (const [method, url, body] of [
      ['PUT', '/v1/kv/a', 'c'],
      ['DELETE', '/v1/kv/a', undefined],
      ['PUT', '/v1/session/create', undefined],
      ['PUT', '/v1/txn', [{ KV: { Verb: 'get', Key: 'a' } }]],
      ['PUT', '/v1/catalog/register', { Node: 'e', Address: '1.1.1.1' }],
      ['GET', '/v1/operator/raft/configuration', undefined],
      ['GET', '/v1/operator/autopilot/health', undefined],
    ] as const) {
      expect(await ask(one, method, url, body)).toMatchObject({ status: 500, text: refused })
    }
    expect(await ask(one, 'GET', '/v1/kv/a?stale')).toMatchObject({
      status: 200,
      headers: { 'x-consul-knownleader': 'false', 'x-consul-lastcontact': '1500' },
    })
    expect((await ask(one, 'GET', '/v1/kv/a?stale&raw')).text).toBe('b')
    expect((await ask(one, 'GET', '/v1/health/service/consul?cached')).status).toBe(200)
    expect((await ask(one, 'GET', '/v1/status/leader')).json).toBe('')
    expect((await ask(one, 'GET', '/v1/status/peers')).json).toEqual(['127.0.0.1:8300'])
    expect((await ask(one, 'GET', '/v1/operator/raft/configuration?stale')).json).toMatchObject({
      Servers: [{ Leader: false }],
    })
    expect((await ask(one, 'PUT', '/v1/event/fire/e')).status).toBe(200)
    expect((await ask(one, 'PUT', '/v1/agent/service/register', { Name: 'late' })).status).toBe(200)
    expect((await ask(one, 'GET', '/v1/catalog/service/late?stale')).json).toEqual([])
    expect(await dig(one.agent, 'consul.service.consul')).toEqual(['127.0.0.1'])

    lost[Symbol.dispose]()
    expect((await ask(one, 'GET', '/v1/catalog/service/late')).json).toHaveLength(1)
    expect(await ask(one, 'GET', '/v1/kv/a')).toMatchObject({ headers: { 'x-consul-knownleader': 'true' } })
    expect(one.cluster.leader).toBe('node1')
  })

  it('that is new gives sessions their whole time again', async () => {
    const { emulator: one, clock } = emulator()
    await one.listen()
    await ask(one, 'PUT', '/v1/session/create', { TTL: '10s' })
    await clock.advance(15_000)
    one.cluster.loseLeader()
    await clock.advance(60_000)
    expect((await ask(one, 'GET', '/v1/session/list?stale')).json).toHaveLength(1)
    one.cluster.elect()
    await clock.advance(15_000)
    expect((await ask(one, 'GET', '/v1/session/list')).json).toHaveLength(1)
    await clock.advance(5_000)
    expect((await ask(one, 'GET', '/v1/session/list')).json).toHaveLength(0)
  })
})
