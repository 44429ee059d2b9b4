import { afterEach, expect, test } from 'vitest'
import { commandUnderTest } from '../support/e2e/consul-link.ts'
import { eventually, type Member, seesMembers, TestCluster } from '../support/e2e/cluster.ts'
import { start } from '../support/e2e/programs.ts'
import { until } from '../support/e2e/until.ts'

// Addresses of the loopback interface that nobody else takes, so that all ports can be the usual ones.
const [SERVER, CLIENT, OTHER] = ['127.0.77.1', '127.0.77.2', '127.0.77.3'] as const

const cluster = new TestCluster()
afterEach(() => cluster.stop())

const web = { Name: 'web', Port: 80, Check: { TTL: '10m', Status: 'passing' } }

async function serverAndClient(...flags: string[]): Promise<{ server: Member; client: Member }> {
  const server = await cluster.start('s1', SERVER, '-dev')
  const client = await cluster.start('c1', CLIENT, ...flags)
  return { server, client }
}

test.each(['client', 'server'])('joined from the %s, they share catalog, keys and DNS', async from => {
  const { server, client } = await serverAndClient()
  expect(await client.send('GET', '/v1/catalog/nodes')).toEqual({ status: 500, text: 'No known Consul servers' })
  const [joiner, joined] = from === 'client' ? [client, server] : [server, client]
  expect(await joiner.command('join', joined.address)).toMatchObject({
    code: 0,
    stdout: 'Successfully joined cluster by contacting 1 nodes.\n',
  })
  for (const agent of [server, client]) await seesMembers(agent, { s1: 'alive', c1: 'alive' })
  await client.send('PUT', '/v1/agent/service/register', web)
  await eventually('the service in the catalog', async () => {
    expect(await server.get('/v1/health/service/web?passing')).toMatchObject([
      { Node: { Node: 'c1', Address: CLIENT } },
    ])
  })
  expect(await client.command('kv', 'put', 'a', 'b')).toMatchObject({ code: 0 })
  expect(await server.command('kv', 'get', 'a')).toMatchObject({ code: 0, stdout: 'b\n' })
  for (const agent of [server, client]) {
    expect(await agent.dig('web.service.consul')).toEqual([CLIENT])
    expect(await agent.dig('s1.node.consul')).toEqual([SERVER])
  }
  const { stdout } = await client.command('members')
  expect(stdout).toMatch(/^s1 +127\.0\.77\.1:8301 +alive +server /m)
  expect(stdout).toMatch(/^c1 +127\.0\.77\.2:8301 +alive +client /m)
})

test('a killed client is failed within seconds; its sessions and its place in the DNS are gone', async () => {
  const { server, client } = await serverAndClient(`-retry-join=${SERVER}`)
  await seesMembers(server, { s1: 'alive', c1: 'alive' })
  await client.send('PUT', '/v1/agent/service/register', web)
  const { ID } = JSON.parse((await client.send('PUT', '/v1/session/create')).text) as { ID: string }
  expect((await server.send('PUT', `/v1/kv/lock?acquire=${ID}`, 'me')).text).toBe('true')
  await eventually('the name', async () => expect(await server.dig('web.service.consul')).toEqual([CLIENT]))
  client.program.signal('SIGKILL')
  await seesMembers(server, { s1: 'alive', c1: 'failed' })
  expect(await server.get('/v1/session/list')).toEqual([])
  expect(await server.get('/v1/kv/lock')).not.toHaveProperty('0.Session')
  expect(await server.get('/v1/health/state/critical')).toMatchObject([{ Node: 'c1', CheckID: 'serfHealth' }])
  expect(await server.dig('web.service.consul')).toEqual(['ENOTFOUND'])

  expect(await server.command('force-leave', 'c1')).toMatchObject({ code: 0 })
  await seesMembers(server, { s1: 'alive', c1: 'left' })
  expect(await server.get('/v1/catalog/nodes')).toMatchObject([{ Node: 's1' }])
})

test('a stopped client is failed as well, and is back when it goes on', async () => {
  const { server, client } = await serverAndClient(`-retry-join=${SERVER}`)
  await seesMembers(server, { s1: 'alive', c1: 'alive' })
  client.program.signal('SIGSTOP')
  await seesMembers(server, { s1: 'alive', c1: 'failed' })
  client.program.signal('SIGCONT')
  await seesMembers(server, { s1: 'alive', c1: 'alive' })
  expect((await client.send('PUT', '/v1/kv/a', 'b')).text).toBe('true')
})

test.each([
  ['the leave command', (client: Member) => client.command('leave')],
  ['an interrupt', (client: Member) => Promise.resolve(client.program.signal('SIGINT'))],
  ['a request to terminate', (client: Member) => Promise.resolve(client.program.signal('SIGTERM'))],
])('a client leaves by %s', async (_how, leave) => {
  const { server, client } = await serverAndClient(`-retry-join=${SERVER}`)
  await client.send('PUT', '/v1/agent/service/register', web)
  await seesMembers(server, { s1: 'alive', c1: 'alive' })
  await leave(client)
  await seesMembers(server, { s1: 'alive', c1: 'left' })
  expect(await server.get('/v1/catalog/nodes')).toMatchObject([{ Node: 's1' }])
  expect(await client.program.exited).toMatchObject({ code: 0 })
})

test('a client says that its server is gone, and is back by itself', async () => {
  const { server, client } = await serverAndClient(`-retry-join=${SERVER}`)
  await client.send('PUT', '/v1/agent/service/register', web)
  await seesMembers(client, { s1: 'alive', c1: 'alive' })
  await server.program.kill()
  await seesMembers(client, { s1: 'failed', c1: 'alive' })
  expect(await client.send('GET', '/v1/kv/a')).toEqual({ status: 500, text: 'No known Consul servers' })
  expect(await client.dig('web.service.consul')).toEqual(['ESERVFAIL'])
  expect(Object.keys((await client.get('/v1/agent/services')) as object)).toEqual(['web'])

  const again = await cluster.start('s1', SERVER, '-dev')
  await seesMembers(again, { s1: 'alive', c1: 'alive' })
  expect(await again.get('/v1/catalog/service/web')).toMatchObject([{ Node: 'c1' }])
  expect((await client.send('GET', '/v1/kv/a')).status).toBe(404)
  expect(await client.dig('web.service.consul')).toEqual([CLIENT])
})

test('three agents: a further server and a client of it, with a key', async () => {
  const key = `-encrypt=${Buffer.alloc(32, 7).toString('base64')}`
  const server = await cluster.start('s1', SERVER, '-dev', key)
  const second = await cluster.start('s2', OTHER, '-server', `-retry-join=${SERVER}`, key)
  await seesMembers(second, { s1: 'alive', s2: 'alive' })
  const client = await cluster.start('c1', CLIENT, `-retry-join=${OTHER}`, key)
  for (const agent of [server, second, client]) await seesMembers(agent, { s1: 'alive', s2: 'alive', c1: 'alive' })
  expect(await client.get('/v1/status/peers')).toEqual([`${SERVER}:8300`, `${OTHER}:8300`])
  await second.send('PUT', '/v1/kv/a', 'b')
  expect((await client.send('GET', '/v1/kv/a?raw')).text).toBe('b')
})

test('an agent that cannot join says why, and two cannot have one address', async () => {
  const { client } = await serverAndClient()
  expect(await client.command('join', '127.0.77.9')).toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      "Error joining address '127.0.77.9': Unexpected response code: 500 (1 error occurred:\n" +
      '\t* Failed to join 127.0.77.9:8301: dial tcp 127.0.77.9:8301: connect: connection refused)\n' +
      'Failed to join any nodes.\n',
  })
  await expect(cluster.start('c2', OTHER, `-bind=${CLIENT}`)).rejects.toThrow(
    `listen tcp ${CLIENT}:8301: bind: address already in use`,
  )
})

test('agents of tests with nothing but an HTTP port of their own do not get into each other’s way', async () => {
  const flags = ['agent', '-dev', `-bind=${SERVER}`, `-client=${SERVER}`, '-dns-port=-1']
  const programs = [8511, 8512].map(port => start(commandUnderTest(), [...flags, `-http-port=${port}`]))
  try {
    for (const port of [8511, 8512]) {
      const leader = (): Promise<boolean> => fetch(`http://${SERVER}:${port}/v1/status/leader`).then(({ ok }) => ok)
      expect(await until(leader, { what: 'an agent' })).toBe(true)
    }
  } finally {
    await Promise.all(programs.map(program => program.kill()))
  }
})
