import Consul from 'consul'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { put, startAgent, type Agent } from '../support/e2e/agent.ts'
import { linkConsul } from '../support/e2e/consul-link.ts'
import { until } from '../support/e2e/until.ts'

let agent: Agent
let consul: Consul

beforeAll(async () => {
  agent = await startAgent()
  consul = new Consul({ host: '127.0.0.1', port: agent.http })
})
afterAll(() => agent?.stop())

/** Collects what a watch sees, and its errors, until the test has ended. */
function watching<T>(method: (...args: never[]) => unknown, options: Record<string, unknown>) {
  const seen: T[] = []
  const errors: unknown[] = []
  const watch = consul.watch({ method, options: options as Record<string, string>, backoffFactor: 10 })
  watch.on('change', (data: T) => seen.push(data))
  watch.on('error', error => errors.push(error))
  onTestFinished(() => {
    watch.end()
    expect(errors).toEqual([])
  })
  return { seen, last: () => seen.at(-1) }
}

describe('a service with a TTL check', () => {
  interface Entry {
    Service: { ID: string; Port: number }
    Checks: { CheckID: string; Status: string; Output: string }[]
  }
  test('is watched while it falls ill, recovers and leaves', async () => {
    const { last } = watching<Entry[]>(consul.health.service, { service: 'web', passing: true })
    await until(() => last()?.length === 0, { what: 'an empty list' })

    const check = { ttl: '1s', status: 'passing', name: 'alive' } as never
    await consul.agent.service.register({ id: 'web1', name: 'web', port: 8080, tags: ['v1'], check })
    await until(() => last()?.[0]?.Service.Port === 8080, { what: 'the instance' })
    await consul.agent.check.pass({ id: 'service:web1', note: 'fine' })

    await until(() => last()?.length === 0, { what: 'the end of the time to live' })
    const checks = await consul.health.checks('web')
    expect(checks).toMatchObject([
      { Status: 'critical', Output: 'TTL expired (last output before timeout follows): fine', ServiceTags: ['v1'] },
    ])

    await consul.agent.check.pass('service:web1')
    await until(() => last()?.length === 1, { what: 'the instance again' })
    await consul.agent.service.deregister('web1')
    await until(() => last()?.length === 0, { what: 'the end of the service' })
    expect(await consul.catalog.service.nodes('web')).toEqual([])
  })

  test('is put to sleep', async () => {
    await consul.agent.service.register({ id: 'web1', name: 'web' })
    await consul.agent.service.maintenance({ id: 'web1', enable: true, reason: 'upgrade' })
    const asleep = [{ CheckID: '_service_maintenance:web1', Status: 'critical', Notes: 'upgrade' }]
    await until(async () => (await consul.health.checks('web')).length === 1, { what: 'the maintenance' })
    expect(await consul.health.checks('web')).toMatchObject(asleep)
    await consul.agent.service.maintenance({ id: 'web1', enable: false })
    await until(async () => (await consul.health.checks('web')).length === 0, { what: 'the end of the maintenance' })
    await consul.agent.service.deregister('web1')
  })
})

describe('keys', () => {
  test('are set, read, listed and deleted', async () => {
    expect(await consul.kv.get('none')).toBeUndefined()
    expect(await consul.kv.set('a/b', 'value')).toBe(true)
    expect(await consul.kv.set({ key: 'a/b', value: 'other', cas: 0 })).toBeUndefined() // its way to say false
    expect(await consul.kv.set({ key: 'a/ü', value: Buffer.from([0, 255]), flags: 7 })).toBe(true)
    expect(await consul.kv.get('a/b')).toMatchObject({ Key: 'a/b', Value: 'value', Flags: 0, LockIndex: 0 })
    expect(await consul.kv.keys('a/')).toEqual(['a/b', 'a/ü'])
    expect(await consul.kv.get({ key: 'a/', recurse: true })).toMatchObject([{ Key: 'a/b' }, { Key: 'a/ü', Flags: 7 }])
    expect(await consul.kv.del({ key: 'a/', recurse: true })).toBe(true)
    expect(await consul.kv.get('a/b')).toBeUndefined()
  })

  test('are written together or not at all', async () => {
    const set = (Key: string) => ({ KV: { Verb: 'set', Key, Value: Buffer.from('1').toString('base64') } })
    await consul.transaction.create([set('txn/a'), set('txn/b')] as never)
    expect(await consul.kv.keys('txn/')).toEqual(['txn/a', 'txn/b'])
    const missing = { KV: { Verb: 'get', Key: 'txn/none' } }
    await expect(consul.transaction.create([set('txn/c'), missing] as never)).rejects.toThrow('conflict')
    expect(await consul.kv.keys('txn/')).toEqual(['txn/a', 'txn/b'])
  })
})

test('one of two is elected, and the other follows when its session ends', async () => {
  const key = 'service/leader'
  const { last } = watching<{ Session?: string; Value: string } | undefined>(consul.kv.get, { key })
  const session = async (name: string): Promise<string> => {
    const { ID } = await consul.session.create({ name, ttl: '10s', lockdelay: '1ms' } as never)
    return ID
  }
  const [first, second] = [await session('first'), await session('second')]
  const stand = (value: string, acquire: string) => consul.kv.set({ key, value, acquire })
  expect(await stand('first', first)).toBe(true)
  expect(await stand('second', second)).toBeUndefined()
  await until(() => last()?.Session === first, { what: 'the first leader' })
  expect(await consul.session.renew(first)).toMatchObject([{ ID: first, TTL: '10s', LockDelay: 1e6 }])
  expect(await consul.session.get(first)).toMatchObject({ Name: 'first', Node: 'node1' })

  await consul.session.destroy(first)
  await until(() => last() !== undefined && last()?.Session === undefined, { what: 'a place that is free' })
  await until(() => stand('second', second), { what: 'the second leader' })
  await until(() => last()?.Session === second && last()?.Value === 'second', { what: 'news of the second leader' })
  await consul.session.destroy(second)
})

test('events, members, status and the catalog', async () => {
  await consul.event.fire({ name: 'deploy', payload: 'v1' })
  const events = () => consul.event.list('deploy') as Promise<{ Payload: string }[]>
  const [event] = await until(async () => ((await events()).length === 1 ? events() : false), { what: 'the event' })
  expect(event).toMatchObject({ Name: 'deploy', Payload: 'v1' })
  expect(await consul.agent.members()).toMatchObject([{ Name: 'node1', Addr: '127.0.0.1', Status: 1 }])
  expect(await consul.agent.self()).toMatchObject({ Config: { NodeName: 'node1' }, Member: { Name: 'node1' } })
  expect(await consul.status.peers()).toEqual([await consul.status.leader()])
  expect(await consul.catalog.datacenters()).toEqual(['dc1'])
  expect(await consul.catalog.node.list()).toMatchObject([{ Node: 'node1' }])
  expect(await consul.catalog.service.list()).toMatchObject({ consul: [] })
})

test('prepared queries', async () => {
  await consul.agent.service.register({ name: 'queried', port: 81 })
  const { ID } = await consul.query.create({ name: 'find', service: { service: 'queried' } })
  const found = () => consul.query.execute('find') as Promise<{ Nodes: unknown[] }>
  await until(async () => (await found()).Nodes.length === 1, { what: 'the instance' })
  expect(await consul.query.list()).toMatchObject([{ ID, Name: 'find' }])
  const queries = consul.query as unknown as { destroy(id: string): Promise<void> } // its types forget this one
  await queries.destroy(ID)
  await expect(consul.query.execute('find')).rejects.toThrow('not found')
})

test('a client with a token does what its policy allows', async () => {
  const root = 'aaaaaaaa-0000-0000-0000-000000000001'
  const secret = 'bbbbbbbb-0000-0000-0000-000000000001'
  const tokens = { initial_management: root, agent: root }
  const acl = { enabled: true, default_policy: 'deny', tokens }
  const closed = await startAgent({ acl }, linkConsul, { token: root })
  onTestFinished(() => closed.stop())
  const rules = `key_prefix "app/" { policy = "write" } service "web" { policy = "write" }
    node_prefix "" { policy = "read" } session_prefix "" { policy = "write" }`
  const made = await fetch(`${closed.url}/v1/acl/policy?token=${root}`, {
    method: 'PUT',
    body: JSON.stringify({ Name: 'app', Rules: rules }),
  })
  const policy = (await made.json()) as { ID: string }
  await put(closed, `/v1/acl/token?token=${root}`, { SecretID: secret, Policies: [{ Name: 'app' }] })

  const client = new Consul({ host: '127.0.0.1', port: closed.http, defaults: { token: secret } } as never)
  expect(await client.kv.set('app/x', '1')).toBe(true)
  expect(await client.kv.get('app/x')).toMatchObject({ Value: '1' })
  await expect(client.kv.set('other', '1')).rejects.toMatchObject({ statusCode: 403 })
  await client.agent.service.register({ id: 'web1', name: 'web' })
  await expect(client.agent.service.register({ id: 'db1', name: 'db' })).rejects.toMatchObject({ statusCode: 403 })
  const anonymous = new Consul({ host: '127.0.0.1', port: closed.http })
  await expect(anonymous.kv.get('app/x')).rejects.toMatchObject({ statusCode: 403 })

  expect(await client.catalog.service.list()).toEqual({ web: [] })
  expect(await client.catalog.service.nodes('web')).toMatchObject([{ Node: 'node1', ServiceID: 'web1' }])
  expect(await client.catalog.node.list()).toMatchObject([{ Node: 'node1' }])
  expect(await anonymous.catalog.node.list()).toEqual([])
  const { ID } = await client.session.create({ name: 'of a test' })
  expect(await client.kv.set({ key: 'app/lock', value: 'held', acquire: ID })).toBe(true)
  expect(await client.session.list()).toMatchObject([{ ID }])
  await expect(anonymous.session.create({})).rejects.toMatchObject({ statusCode: 403 })
  await client.session.destroy(ID)

  await expect(client.acl.bootstrap({} as never)).rejects.toMatchObject({ statusCode: 403 })
  // it has no calls of its own for policies and tokens
  await put(closed, `/v1/acl/policy/${policy.ID}?token=${root}`, { Name: 'app', Rules: '' })
  await expect(client.kv.get('app/x')).rejects.toMatchObject({ statusCode: 403 })
})
