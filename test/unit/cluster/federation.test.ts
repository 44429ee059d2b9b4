import { describe, expect, it } from 'vitest'
import type { Emulator } from '../../../src/emulator.ts'
import { ask, dig, emulator } from './harness.ts'

/** Two datacenters that know each other. */
function two(roundTrip = 0): { one: Emulator; two: Emulator } {
  const one = emulator().emulator
  const two = emulator({ datacenter: 'dc2', nodeName: 'd2' }).emulator
  one.cluster.joinWan(two.cluster, { roundTrip })
  return { one, two }
}

const register = (name: string, port: number): object => ({
  Node: 'ext',
  Address: '10.2.0.1',
  Datacenter: 'dc2',
  Service: { Service: name, Port: port },
})

describe('datacenters in one process', () => {
  it('are reached by ?dc=', async () => {
    const { one, two: other } = two()
    expect((await ask(one, 'PUT', '/v1/kv/x?dc=dc2', 'v')).json).toBe(true)
    expect((await ask(other, 'GET', '/v1/kv/x?raw')).text).toBe('v')
    expect((await ask(one, 'GET', '/v1/kv/x')).status).toBe(404)
    expect((await ask(one, 'GET', '/v1/kv/x?dc=dc2&raw')).text).toBe('v')
    await ask(other, 'PUT', '/v1/kv/x', 'w')
    expect((await ask(one, 'GET', '/v1/kv/x?dc=dc2&raw')).text).toBe('w')
    expect((await ask(one, 'GET', '/v1/catalog/nodes?dc=dc2')).json).toMatchObject([{ Node: 'd2', Datacenter: 'dc2' }])
    expect((await ask(one, 'GET', '/v1/operator/raft/configuration?dc=dc2')).json).toMatchObject({
      Servers: [{ Node: 'd2' }],
    })
    expect((await ask(one, 'GET', '/v1/agent/self?dc=dc2')).json).toMatchObject({ Config: { Datacenter: 'dc1' } })
    expect(await ask(one, 'GET', '/v1/catalog/nodes?dc=dc9')).toMatchObject({
      status: 500,
      text: 'No path to datacenter',
    })
  })

  it('are reached by the datacenter in a body', async () => {
    const { one, two: other } = two()
    expect((await ask(one, 'PUT', '/v1/catalog/register', register('web', 81))).json).toBe(true)
    expect((await ask(other, 'GET', '/v1/catalog/service/web')).json).toMatchObject([{ Datacenter: 'dc2' }])
    expect((await ask(one, 'GET', '/v1/catalog/service/web')).json).toEqual([])
    const elsewhere = { ...register('web', 81), Datacenter: 'dc9' }
    expect((await ask(one, 'PUT', '/v1/catalog/register', elsewhere)).text).toBe('No path to datacenter')
    await ask(one, 'PUT', '/v1/catalog/deregister', { Node: 'ext', Datacenter: 'dc2' })
    expect((await ask(other, 'GET', '/v1/catalog/service/web')).json).toEqual([])
  })

  it('keep events to themselves', async () => {
    const { one, two: other } = two()
    await ask(one, 'PUT', '/v1/event/fire/there?dc=dc2')
    expect((await ask(other, 'GET', '/v1/event/list')).json).toMatchObject([{ Name: 'there' }])
    expect((await ask(one, 'GET', '/v1/event/list')).json).toEqual([])
  })

  it('are named in the DNS', async () => {
    const { one } = two()
    await ask(one, 'PUT', '/v1/catalog/register', register('web', 81))
    expect(await dig(one.agent, 'web.service.dc2.consul')).toEqual(['10.2.0.1'])
    expect(await dig(one.agent, 'web.service.dc2.dc.consul')).toEqual(['10.2.0.1'])
    expect(await dig(one.agent, 'web.service.dc2.consul', 'SRV')).toEqual(['1 1 81 ext.node.dc2.consul.'])
    expect(await dig(one.agent, 'd2.node.dc2.consul')).toEqual(['127.0.0.1'])
    expect(await dig(one.agent, 'web.service.consul')).toEqual(['NXDOMAIN'])
    expect(await dig(one.agent, 'web.service.dc9.consul')).toEqual(['NXDOMAIN'])
  })

  it('are shown by the addresses that lead there from outside, where an agent translates', async () => {
    const { one, two: other } = two()
    one.agent.replaceSettings({ ...one.agent.settings, translateWanAddresses: true })
    const wan = { Address: '192.0.2.80', Port: 8080 }
    await ask(other, 'PUT', '/v1/catalog/register', {
      Node: 'far',
      Address: '10.0.0.1',
      TaggedAddresses: { wan: '192.0.2.1' },
      Service: { Service: 'web', Port: 80, Address: '10.1.0.1', TaggedAddresses: { wan } },
    })
    expect((await ask(one, 'GET', '/v1/catalog/node/far?dc=dc2')).json).toMatchObject({
      Node: { Address: '192.0.2.1' },
      Services: { web: wan },
    })
    expect((await ask(one, 'GET', '/v1/catalog/nodes?dc=dc2')).json[1]).toMatchObject({ Address: '192.0.2.1' })
    expect((await ask(one, 'GET', '/v1/catalog/service/web?dc=dc2')).json).toMatchObject([
      { Address: '192.0.2.1', ServiceAddress: '192.0.2.80', ServicePort: 8080 },
    ])
    expect((await ask(one, 'GET', '/v1/health/service/web?dc=dc2')).json).toMatchObject([{ Service: wan }])
    await ask(one, 'POST', '/v1/query', { Name: 'q', Service: { Service: 'web', Failover: { Datacenters: ['dc2'] } } })
    expect((await ask(one, 'GET', '/v1/query/q/execute')).json).toMatchObject({ Nodes: [{ Service: wan }] })
    expect(await dig(one.agent, 'web.service.dc2.consul', 'SRV')).toEqual(['1 1 8080 c0000250.addr.dc2.consul.'])
    expect(await dig(one.agent, 'far.node.dc2.consul')).toEqual(['192.0.2.1'])
    expect(await dig(one.agent, 'q.query.consul')).toEqual(['192.0.2.80'])
    // those there see their own
    expect((await ask(other, 'GET', '/v1/health/service/web')).json).toMatchObject([{ Service: { Port: 80 } }])
    expect(await dig(other.agent, 'web.service.consul')).toEqual(['10.1.0.1'])
  })

  it('answers of the DNS follow what changes there', async () => {
    const { one, two: other } = two()
    await one.listen()
    await ask(other, 'PUT', '/v1/catalog/register', register('web', 81))
    const { Resolver } = await import('node:dns/promises')
    const resolver = new Resolver({ timeout: 2000, tries: 1 })
    resolver.setServers([`127.0.0.1:${one.dns.port}`])
    for (const address of ['10.2.0.1', '10.2.0.2']) {
      await ask(other, 'PUT', '/v1/catalog/register', { ...register('web', 81), Address: address })
      expect(await resolver.resolve4('web.service.dc2.consul')).toEqual([address])
    }
  })

  it('are listed by distance', async () => {
    const one = emulator().emulator
    for (const [datacenter, roundTrip] of [
      ['dc2', 90],
      ['dc3', 10],
      ['dc4', 50],
    ] as const) {
      const other = emulator({ datacenter, nodeName: `in-${datacenter}` }).emulator
      one.cluster.joinWan(other.cluster, { roundTrip })
    }
    expect((await ask(one, 'GET', '/v1/catalog/datacenters')).json).toEqual(['dc1', 'dc3', 'dc4', 'dc2'])
    expect((await ask(one, 'GET', '/v1/coordinate/datacenters')).json).toMatchObject([
      { Datacenter: 'dc1', AreaID: 'wan', Coordinates: [{ Node: 'node1' }] },
      { Datacenter: 'dc3', Coordinates: [{ Node: 'in-dc3', Coord: { Vec: [0.01, 0, 0, 0, 0, 0, 0, 0] } }] },
      { Datacenter: 'dc4' },
      { Datacenter: 'dc2' },
    ])
    expect((await ask(one, 'GET', '/v1/agent/members?wan=1')).json).toMatchObject([
      { Name: 'node1.dc1', Port: 8302 },
      { Name: 'in-dc3.dc3' },
      { Name: 'in-dc4.dc4' },
      { Name: 'in-dc2.dc2', Tags: { dc: 'dc2' } },
    ])
  })

  it('that have the same name are not joined', () => {
    const one = emulator().emulator
    const same = emulator().emulator
    expect(() => one.cluster.joinWan(same.cluster)).toThrow('there is a datacenter "dc1" already')
  })

  it('that are closed cannot be reached', async () => {
    const { one, two: other } = two()
    await other.close()
    expect((await ask(one, 'GET', '/v1/kv/x?dc=dc2')).text).toBe('No path to datacenter')
  })

  it('without a leader say so', async () => {
    const { one, two: other } = two()
    other.cluster.loseLeader()
    expect((await ask(one, 'GET', '/v1/kv/x?dc=dc2')).text).toBe('rpc error making call: No cluster leader')
    expect((await ask(one, 'PUT', '/v1/catalog/register', register('web', 81))).text).toBe(
      'rpc error making call: No cluster leader',
    )
    expect((await ask(one, 'GET', '/v1/kv/x')).status).toBe(404)
  })
})

describe('a prepared query fails over', () => {
  const query = async (one: Emulator, Failover: object, service = 'webx'): Promise<Record<string, unknown>> => {
    await ask(one, 'POST', '/v1/query', { Name: `q-${service}`, Service: { Service: service, Failover } })
    return (await ask(one, 'GET', `/v1/query/q-${service}/execute`)).json as Record<string, unknown>
  }

  it('to the nearest, and to those it names', async () => {
    const { one } = two()
    await ask(one, 'PUT', '/v1/catalog/register', register('webx', 83))
    const found = {
      Datacenter: 'dc2',
      PeerName: '',
      Failovers: 1,
      Nodes: [{ Node: { Node: 'ext', Datacenter: 'dc2' } }],
    }
    expect(await query(one, { NearestN: 3 })).toMatchObject(found)
    expect(await dig(one.agent, 'q-webx.query.consul', 'SRV')).toEqual(['1 1 83 ext.node.dc2.consul.'])
  })

  it('passing by those that nobody knows', async () => {
    const { one } = two()
    await ask(one, 'PUT', '/v1/catalog/register', register('webx', 83))
    expect(await query(one, { Datacenters: ['dc9', 'dc2'] })).toMatchObject({ Datacenter: 'dc2', Failovers: 1 })
  })

  it('in vain, and says where it looked last', async () => {
    const { one } = two()
    const vain = { Nodes: [], Datacenter: 'dc2', Failovers: 1 }
    expect(await query(one, { Datacenters: ['dc2'] })).toMatchObject(vain)
    expect(await query(one, { NearestN: 1, Datacenters: ['dc2', 'dc1', 'dc9'] }, 'two')).toMatchObject(vain)
    const targets = [{ Datacenter: 'dc9' }, { Datacenter: 'dc2' }, { Peer: 'p' }]
    expect(await query(one, { Targets: targets }, 'three')).toMatchObject({
      Datacenter: '',
      PeerName: 'p',
      Failovers: 2,
    })
    expect(await query(one, {}, 'four')).toMatchObject({ Datacenter: 'dc1', Failovers: 0, Nodes: [] })
  })

  it('past peers, which have nothing', async () => {
    const { one } = two()
    await ask(one, 'PUT', '/v1/catalog/register', register('webx', 83))
    const targets = [{ Peer: 'p' }, { Datacenter: 'dc2' }]
    expect(await query(one, { Targets: targets })).toMatchObject({ Datacenter: 'dc2', PeerName: '', Failovers: 2 })
  })
})
