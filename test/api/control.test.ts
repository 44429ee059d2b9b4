import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Consul, startConsul } from '../../src/index.ts'

let consul: Consul
beforeEach(async () => {
  consul = await startConsul({ clock: 'manual' })
})
afterEach(() => consul.close())

const get = (path: string): Promise<Response> => fetch(`${consul.http.url}${path}`)

describe('what no real Consul has', () => {
  it('makes requests fail', async () => {
    consul.kv.put('app/config', 'on')
    using outage = consul.faults.use({ key: 'app/config' }, { status: 500, body: 'rpc error' }, { times: 1 })
    expect(await (await get('/v1/kv/app/config?raw')).text()).toBe('rpc error')
    expect(await (await get('/v1/kv/app/config?raw')).text()).toBe('on')
    expect(outage.used).toBe(1)
    consul.faults.assertUsed()
    consul.faults.dns({}, 'servfail')
    expect(() => consul.faults.assertUsed()).toThrow(expect.objectContaining({ code: 'MC_ERR_FAULTS_UNUSED' }))
  })

  it('remembers what came', async () => {
    await get('/v1/kv/a?recurse')
    expect(consul.requests).toMatchObject([{ method: 'GET', path: '/v1/kv/a', status: 404 }])
    expect(consul.journal.assertRequested({ key: 'a', query: { recurse: '' } }, 1)).toHaveLength(1)
    expect(() => consul.journal.assertRequested({ method: 'PUT' })).toThrow('none came')
    consul.journal.clear()
    expect(consul.requests).toEqual([])
  })

  it('reports blocked queries, instead of sleeping', async () => {
    consul.kv.put('app/config', 'on')
    const waiting = get(`/v1/kv/app/config?raw&index=${consul.index}&wait=10m`)
    const [query] = await consul.untilBlocked({ path: '/v1/kv/app/config' })
    expect(query).toMatchObject({ path: '/v1/kv/app/config', index: consul.index })
    expect(consul.blocked).toHaveLength(1)
    consul.kv.put('app/config', 'off')
    expect(await (await waiting).text()).toBe('off')
    expect(consul.blocked).toEqual([])
  })

  it('ends waits when it is closed', async () => {
    const waiting = consul.untilBlocked()
    await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'MC_ERR_CLOSED' }), consul.close()])
  })
})

describe('a cluster', () => {
  it('has nodes that come, fail, recover and leave', async () => {
    const node = await consul.cluster.join({
      name: 'web-2',
      services: [{ name: 'web', check: 'passing' }],
      http: {},
    })
    expect(consul.cluster.members()).toMatchObject([
      { name: 'node1', leader: true },
      { name: 'web-2', status: 'alive' },
    ])
    expect(await (await fetch(`${node.http.url}/v1/agent/services`)).json()).toHaveProperty('web')
    expect(() => node.dns).toThrow(expect.objectContaining({ code: 'MC_ERR_NOT_LISTENING' }))
    expect(consul.health.service('web', { passing: true })).toHaveLength(1)
    node.agent.fail('service:web')
    expect(consul.health.service('web', { passing: true })).toHaveLength(0)
    node.agent.pass('service:web')
    await consul.cluster.fail('web-2')
    expect(consul.health.service('web', { passing: true })).toHaveLength(0)
    await consul.cluster.recover('web-2')
    expect(consul.health.service('web', { passing: true })).toHaveLength(1)
    await consul.cluster.leave('web-2')
    expect(consul.catalog.services()).not.toHaveProperty('web')
    await expect(consul.cluster.fail('web-2')).rejects.toMatchObject({ code: 'MC_ERR_CLUSTER' })
  })

  it('can be without a leader', async () => {
    {
      using _gone = consul.cluster.loseLeader()
      expect(await (await get('/v1/kv/a')).text()).toBe('No cluster leader')
      expect(consul.cluster.leader).toBeUndefined()
    }
    expect((await get('/v1/kv/a')).status).toBe(404)
    consul.cluster.loseLeader()
    consul.cluster.elect()
    expect(consul.cluster.leader).toBe('node1')
  })

  it('knows other datacenters', async () => {
    await using other = await startConsul({ datacenter: 'dc2', seed: { services: [{ name: 'far' }] } })
    consul.cluster.joinWan(other)
    expect(await (await get('/v1/catalog/services?dc=dc2')).json()).toEqual({ consul: [], far: [] })
  })

  it('joins no other than an emulator of its own kind', () => {
    const stranger = { cluster: { ...consul.cluster } }
    expect(() => consul.cluster.joinWan(stranger)).toThrow(
      expect.objectContaining({
        code: 'MC_ERR_CLUSTER',
        message: expect.stringContaining('no emulator of this package'),
      }),
    )
  })
})

describe('reset', () => {
  it('takes nodes, faults and the journal along', async () => {
    const before = consul.dump()
    const { index } = consul
    await consul.cluster.join({ name: 'web-2' })
    consul.cluster.loseLeader()
    consul.faults.use({}, { status: 500 })
    await get('/v1/kv/a')
    await consul.reset()
    expect(consul.dump()).toBe(before)
    expect(consul.index).toBeGreaterThan(index)
    expect(consul.cluster.members()).toHaveLength(1)
    expect(consul.requests).toEqual([])
    expect((await get('/v1/kv/a')).status).toBe(404)
  })
})
