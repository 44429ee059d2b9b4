import { describe, expect, it } from 'vitest'
import { type Consul, createConsul, type Snapshot, startConsul } from '../../src/index.ts'

const seed = {
  kv: { 'app/config': 'on', gone: 'no', lock: { value: 'held', flags: 3 } },
  services: [{ name: 'web', port: 8080, check: 'passing' }],
  nodes: [{ name: 'db1', address: '10.0.0.1', services: [{ name: 'db', port: 5432, check: 'passing' }] }],
  sessions: [{ name: 'job', holds: ['lock'] }],
  queries: [{ Name: 'web', Service: { Service: 'web' } }],
} as const

/** Changes something in every table. */
function disturb(consul: Consul): void {
  consul.kv.put('app/config', 'off')
  consul.kv.put('more', '1')
  consul.kv.delete('gone')
  for (const { ID } of consul.session.list()) consul.session.destroy(ID)
  consul.session.create({ name: 'another' })
  consul.agent.fail('service:web', 'no')
  consul.agent.register({ name: 'extra', check: 'passing' })
  consul.agent.maintenance(true)
  consul.catalog.deregister({ Node: 'db1' })
  consul.catalog.register({ Node: 'db2', Address: '10.0.0.2', Service: { Service: 'db' } })
  for (const { ID } of consul.query.list()) consul.query.delete(ID)
  consul.event.fire('deploy')
}

describe('reset', () => {
  it('goes back to the seed by one commit', () => {
    const consul = createConsul({ seed })
    const before = consul.dump()
    disturb(consul)
    expect(consul.dump()).not.toBe(before)
    const { index } = consul
    consul.reset()
    expect(consul.dump()).toBe(before)
    expect(consul.diff()).toEqual([])
    expect(consul.index).toBe(index + 1)
    expect(consul.event.list()).toEqual([])
    expect(Object.keys(consul.agent.services())).toEqual(['web'])
    expect(Object.keys(consul.agent.checks())).toEqual(['service:web'])
    expect(consul.kv.get('lock')?.Session).toBe(consul.session.list()[0]?.ID)
  })

  it('changes nothing where there is nothing to change', () => {
    const consul = createConsul({ seed })
    const { index } = consul
    consul.reset()
    expect(consul.index).toBe(index)
  })

  it('answers readers that wait for what changed, with an index that rises', async () => {
    const consul = await startConsul({ seed })
    consul.kv.put('app/config', 'off')
    const wait = async (path: string): Promise<Response> => {
      const index = (await fetch(`${consul.http.url}${path}`)).headers.get('x-consul-index')
      return fetch(`${consul.http.url}${path}?index=${index}&wait=1m`)
    }
    consul.agent.fail('service:web')
    const [key, health] = [wait('/v1/kv/app/config'), wait('/v1/health/service/web')]
    await fetch(`${consul.http.url}/v1/status/leader`)
    await fetch(`${consul.http.url}/v1/status/leader`)
    const { index } = consul
    consul.reset()
    expect(await (await key).json()).toMatchObject([{ Value: btoa('on'), ModifyIndex: index + 1 }])
    expect((await key).headers.get('x-consul-index')).toBe(String(index + 1))
    expect((await health).headers.get('x-consul-index')).toBe(String(index + 1))
    await consul.close()
  })

  it('forgets lock delays, and starts TTLs anew', async () => {
    const consul = await startConsul({
      clock: 'manual',
      seed: { sessions: [{ name: 'a', ttl: '10s', holds: ['lock'] }] },
    })
    await consul.clock.advance('20s')
    expect(consul.session.list()).toEqual([])
    consul.reset()
    const [session] = consul.session.list()
    expect(consul.kv.get('lock')?.Session).toBe(session?.ID)
    await consul.clock.advance('19s')
    expect(consul.session.list()).toHaveLength(1)
    await consul.clock.advance('1s')
    expect(consul.session.list()).toEqual([])
    await consul.close()
  })

  it('lets the checks of the agent live on', async () => {
    const consul = await startConsul({
      clock: 'manual',
      seed: { services: [{ name: 'web', check: { ttl: '10s', status: 'passing' } }] },
    })
    await consul.clock.advance('11s')
    expect(consul.health.service('web', { passing: true })).toEqual([])
    consul.reset()
    expect(consul.health.service('web', { passing: true })).toHaveLength(1)
    consul.agent.pass('service:web', 'alive')
    await consul.clock.advance('11s')
    expect(consul.health.service('web', { passing: true })).toEqual([])
    await consul.close()
  })

  it('goes back to what the configuration defines', () => {
    const consul = createConsul({ config: { services: [{ name: 'web' }] } })
    consul.agent.deregister('web')
    consul.reset()
    expect(consul.catalog.services()).toHaveProperty('web')
  })
})

describe('snapshot and restore', () => {
  it('bring everything back, indexes included', () => {
    const consul = createConsul({ seed })
    const snapshot = consul.snapshot()
    const { ModifyIndex } = consul.kv.get('app/config') ?? {}
    disturb(consul)
    consul.restore(snapshot)
    expect(consul.diff(snapshot)).toEqual([])
    expect(consul.kv.get('app/config')?.ModifyIndex).toBe(ModifyIndex)
    expect(Object.keys(consul.agent.services())).toEqual(['web'])
  })

  it('go to another emulator, which stays itself', async () => {
    const first = createConsul({ seed })
    const second = await startConsul({ seed: first.snapshot(), clock: 'manual' })
    expect(second.dump()).toBe(first.dump())
    expect(second.catalog.nodes()[1]?.ID).not.toBe(first.catalog.nodes()[1]?.ID)
    second.kv.delete('', { recurse: true })
    second.reset()
    expect(second.kv.getText('app/config')).toBe('on')
    await second.clock.advance('2m')
    expect(second.dump()).toBe(first.dump())
    await second.close()
  })

  it('go to an emulator of another name', async () => {
    const snapshot = createConsul({ seed }).snapshot()
    const other = await startConsul({ node: 'other', seed: snapshot, clock: 'manual' })
    await other.clock.advance('2m')
    expect(other.catalog.node('other')?.Services.map(service => service.ID)).toContain('web')
    other.agent.deregister('web')
    expect(other.catalog.node('other')?.Services.map(service => service.ID)).not.toContain('web')
    await other.close()
  })

  it('keep what the catalog was not told of yet', async () => {
    const consul = await startConsul({ clock: 'manual', syncDelay: 1000 })
    consul.agent.register({ name: 'web', check: 'passing' })
    const snapshot = consul.snapshot()
    consul.agent.deregister('web')
    consul.restore(snapshot)
    expect(consul.catalog.services()).not.toHaveProperty('web')
    await consul.clock.advance('1s')
    expect(consul.health.service('web', { passing: true })).toHaveLength(1)
    await consul.close()
  })

  it('answer all blocked queries', async () => {
    const consul = await startConsul({ seed })
    const snapshot = consul.snapshot()
    const waiting = fetch(`${consul.http.url}/v1/kv/app/config?raw&index=100000&wait=1m`)
    await fetch(`${consul.http.url}/v1/status/leader`)
    consul.restore(snapshot)
    expect(await (await waiting).text()).toBe('on')
    await consul.close()
  })

  it('refuse what is no snapshot', () => {
    const consul = createConsul()
    const code = expect.objectContaining({ code: 'MC_ERR_SNAPSHOT' })
    expect(() => consul.restore({} as Snapshot)).toThrow(code)
    const { tables, ...rest } = consul.snapshot()
    expect(() => consul.restore({ ...rest, tables: { ...tables, kv: 'x' as unknown as [] } })).toThrow(/table kv/)
    expect(() => consul.restore({ ...rest, tables, agent: {} as Snapshot['agent'] })).toThrow(code)
    expect(() => consul.diff({ version: 2 } as unknown as Snapshot)).toThrow(code)
  })
})

describe('dump', () => {
  it('is the same from run to run', () => {
    const [first, second] = [createConsul({ seed }), createConsul({ seed })]
    expect(first.dump()).toBe(second.dump())
    expect(first.dump()).toMatchInlineSnapshot(`
      "kv
        app/config = "on"
        gone = "no"
        lock = "held" (flags: 3, held: session-1)
      nodes
        db1 10.0.0.1
        node1 127.0.0.1
      services
        db1/db db :5432
        node1/consul consul :8300
        node1/web web :8080
      checks
        db1/service:db passing (service: db)
        node1/serfHealth passing (output: "Agent alive and reachable")
        node1/service:web passing (service: web)
      sessions
        session-1 (name: job, node: node1, behavior: release)
      queries
        web -> web
      "
    `)
  })

  it('cuts what is long, and shows bytes that are no text', () => {
    const consul = createConsul({
      seed: { kv: { long: 'x'.repeat(1000), bytes: new Uint8Array([255, 0]), empty: '' } },
    })
    expect(consul.dump()).toContain(`long = "${'x'.repeat(160)}"... (1000 characters)`)
    expect(consul.dump()).toContain('bytes = base64 /wA=')
    expect(consul.dump()).toContain('empty = ""')
  })
})

describe('diff', () => {
  it('tells what was added, removed and changed', () => {
    const consul = createConsul({ seed: { kv: { a: '1', b: '2' } } })
    consul.kv.put('a', 'one')
    consul.kv.delete('b')
    consul.agent.register({ name: 'web' })
    expect(consul.diff()).toMatchObject([
      { table: 'kv', key: 'a', change: 'changed', before: { Value: '1' }, after: { Value: 'one' } },
      { table: 'kv', key: 'b', change: 'removed', before: { Value: '2' } },
      { table: 'services', key: 'node1/web', change: 'added', after: { Service: 'web' } },
    ])
  })
})
