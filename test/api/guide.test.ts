import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Resolver } from 'node:dns/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it } from 'vitest'
import { connectConsul, type Consul, type ConsulPlugin, createConsul, readSeed, startConsul } from '../../src/index.ts'

// The examples of docs/library.md: what stands between `region` and `endregion` is shown there.

let consul: Consul
afterEach(() => consul?.close())

/** A program under test that prints where it looks for Consul. */
async function runProgram(env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, ['-p', 'process.env.CONSUL_HTTP_ADDR'], { env })
  const [output] = (await once(child.stdout, 'data')) as [Buffer]
  await once(child, 'close')
  return output.toString().trim()
}

it('is shown in the README', async () => {
  // #region readme
  // import { startConsul } from 'miniconsul'
  consul = await startConsul({ clock: 'manual', seed: { kv: { greeting: 'hello' } } })
  consul.agent.register({ name: 'web', port: 8080, check: { ttl: '30s', status: 'passing' } })

  // the program under test finds it by consul.env: CONSUL_HTTP_ADDR and friends
  const healthy = `${consul.http.url}/v1/health/service/web?passing`
  expect(await (await fetch(healthy)).json()).toHaveLength(1)

  await consul.clock.advance('31s') // no update came in time
  expect(await (await fetch(healthy)).json()).toHaveLength(0)

  consul.faults.use({ path: '/v1/kv/greeting' }, { status: 500 }, { times: 1 })
  expect((await fetch(`${consul.http.url}/v1/kv/greeting`)).status).toBe(500)
  await consul.close()
  // #endregion
})

it('starts', async () => {
  // #region start
  consul = await startConsul({ seed: { kv: { greeting: 'hello' } } })
  const answer = await fetch(`${consul.http.url}/v1/kv/greeting?raw`)
  expect(await answer.text()).toBe('hello')
  await consul.close()
  // #endregion
})

it('tells programs where it is', async () => {
  consul = await startConsul()
  // #region env
  const output = await runProgram({ ...process.env, ...consul.env })
  expect(output).toBe(`127.0.0.1:${consul.http.port}`)
  // #endregion
})

it('serves HTTPS with an authority of its own', async () => {
  consul = await startConsul({ https: true, seed: { kv: { greeting: 'hello' } } })
  // #region https
  const { url, ca } = consul.https
  const [response] = await once(https.get(`${url}/v1/kv/greeting?raw`, { ca }), 'response')
  expect(await text(response)).toBe('hello')
  // #endregion
})

it('keeps its state in a folder', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'guide-'))
  // #region dataDir
  const first = await startConsul({ dataDir })
  await fetch(`${first.http.url}/v1/kv/greeting`, { method: 'PUT', body: 'hello' })
  await first.close()

  consul = await startConsul({ dataDir })
  expect(consul.kv.getText('greeting')).toBe('hello')
  expect(consul.index).toBeGreaterThanOrEqual(first.index)
  // #endregion
  await consul.close()
  rmSync(dataDir, { recursive: true })
})

it('answers DNS', async () => {
  consul = await startConsul()
  // #region dns
  consul.agent.register({ name: 'web', port: 8080, address: '10.0.0.7', check: 'passing' })
  const resolver = new Resolver()
  resolver.setServers([`${consul.dns.host}:${consul.dns.port}`])
  expect(await resolver.resolve4('web.service.consul')).toEqual(['10.0.0.7'])
  // #endregion
})

it('needs no sockets', async () => {
  // #region inject
  consul = createConsul()
  consul.kv.put('greeting', 'hello')
  const answer = await consul.inject('GET', '/v1/kv/greeting')
  expect(answer.json()).toMatchObject([{ Key: 'greeting', Value: btoa('hello') }])
  // #endregion
})

it('has its state at hand', async () => {
  consul = await startConsul()
  // #region state
  consul.kv.put('app/config', 'on', { flags: 42 })
  consul.agent.register({ name: 'web', port: 8080, tags: ['v1'], check: 'passing' })
  consul.catalog.register({ Node: 'db1', Address: '10.0.0.1', Service: { Service: 'db', Port: 5432 } })
  consul.agent.fail('service:web', 'out of memory')

  expect(consul.kv.getText('app/config')).toBe('on')
  expect(consul.health.service('web', { passing: true })).toHaveLength(0)
  expect(consul.catalog.services()).toEqual({ consul: [], db: [], web: ['v1'] })
  // #endregion
})

it('refuses as Consul does', async () => {
  consul = await startConsul()
  // #region refusal
  expect(() => consul.session.create({ ttl: '1s' })).toThrow(
    expect.objectContaining({
      code: 'MC_ERR_REFUSED',
      statusCode: 500,
      reason: "Invalid Session TTL '1000000000', must be between [10s=24h0m0s]",
    }),
  )
  // #endregion
})

it('moves time', async () => {
  // #region clock
  consul = await startConsul({ clock: 'manual' })
  const session = consul.session.create({ ttl: '10s', behavior: 'delete' })
  consul.kv.acquire('leader', session, 'me')

  await consul.clock.advance('19s')
  expect(consul.kv.getText('leader')).toBe('me')
  await consul.clock.advance('1s') // Consul ends a session at twice its TTL
  expect(consul.kv.getText('leader')).toBeUndefined()
  // #endregion
})

it('reads seeds', async () => {
  // #region seed
  consul = await startConsul({
    seed: await readSeed('fixtures/seeds/full.yaml', 'fixtures/seeds/exported.json'),
    runChecks: false,
  })
  expect(consul.kv.keys('app/')).toEqual(['app/bytes', 'app/config', 'app/empty', 'app/locked', 'app/workers'])
  // #endregion
})

it('reads seeds with tokens', async () => {
  // #region seed-acl
  consul = await startConsul({
    acl: { defaultPolicy: 'deny', initialManagement: '5fb34f04-3f1c-4b6e-9d0c-6d1f6c1d7a10' },
    seed: await readSeed('fixtures/seeds/acl.yaml'),
  })
  const read = (key: string): Promise<Response> =>
    fetch(`${consul.http.url}/v1/kv/${key}?raw`, {
      headers: { 'X-Consul-Token': '8c2b6d3e-54a1-4b1f-a0c7-0f4f1f7c9e21' },
    })
  expect(await (await read('app/config')).text()).toBe('on')
  expect((await read('secret')).status).toBe(403)
  // #endregion
})

it('goes back', async () => {
  // #region reset
  consul = await startConsul({ seed: { kv: { mode: 'blue' } } })
  consul.kv.put('mode', 'green')
  expect(consul.diff()).toMatchObject([
    { table: 'kv', key: 'mode', before: { Value: 'blue' }, after: { Value: 'green' } },
  ])

  await consul.reset()
  expect(consul.kv.getText('mode')).toBe('blue')
  // #endregion
})

it('takes snapshots', async () => {
  consul = await startConsul()
  // #region snapshot
  const before = consul.snapshot()
  consul.kv.put('mode', 'green')
  consul.restore(before)
  expect(consul.diff(before)).toEqual([])
  // #endregion
})

it('reads the past', async () => {
  // #region history
  consul = await startConsul({ history: 100, seed: { kv: { mode: 'blue' } } })
  const before = consul.index
  consul.kv.put('mode', 'green')
  consul.agent.register({ name: 'web', port: 8080 })

  expect(consul.history().at(-2)?.changes).toMatchObject([{ table: 'kv', key: 'mode', after: { Value: 'green' } }])
  expect(consul.at(before).kv.getText('mode')).toBe('blue')
  expect(consul.at(before).catalog.service('web')).toEqual([])
  consul.revert(before)
  expect(consul.kv.getText('mode')).toBe('blue')
  // #endregion
})

it('follows another Consul', async () => {
  await using real = await startConsul({ node: 'real', seed: { kv: { 'app/mode': 'blue', secret: 'x' } } })
  const url = real.http.url
  // #region mirror
  consul = await startConsul({ mirror: { from: url, prefix: 'app/' } })
  expect(consul.kv.keys()).toEqual(['app/mode'])

  real.kv.put('app/mode', 'green') // over there
  await consul.until(() => consul.kv.getText('app/mode') === 'green')
  // #endregion
})

it('writes its state out', async () => {
  // #region dump
  consul = await startConsul({
    seed: { kv: { mode: 'blue' }, services: [{ name: 'web', port: 8080, check: 'passing' }] },
  })
  expect(consul.dump()).toMatchInlineSnapshot(`
    "kv
      mode = "blue"
    nodes
      node1 127.0.0.1
    services
      node1/consul consul :8300
      node1/web web :8080
    checks
      node1/serfHealth passing (output: "Agent alive and reachable")
      node1/service:web passing (service: web)
    "
  `)
  // #endregion
})

it('makes requests and questions fail', async () => {
  consul = await startConsul()
  // #region faults
  consul.kv.put('greeting', 'hello')
  consul.faults.use({ key: 'greeting' }, { status: 500, body: 'rpc error' }, { times: 1 })

  const url = `${consul.http.url}/v1/kv/greeting?raw`
  expect(await (await fetch(url)).text()).toBe('rpc error')
  expect(await (await fetch(url)).text()).toBe('hello')
  consul.faults.assertUsed()
  // #endregion
})

it('shows which requests came', async () => {
  consul = await startConsul()
  const program = async (): Promise<string> => {
    const url = `${consul.http.url}/v1/kv/greeting?raw`
    const index = (await fetch(url)).headers.get('x-consul-index')
    return (await fetch(`${url}&index=${index}`)).text()
  }
  // #region journal
  consul.kv.put('greeting', 'hello')
  const greeting = program() // reads the greeting, then waits for it to change
  await consul.untilBlocked({ key: 'greeting' })
  consul.kv.put('greeting', 'good morning')
  expect(await greeting).toBe('good morning')
  consul.journal.assertRequested({ method: 'GET', key: 'greeting' }, 2)
  // #endregion
})

it('waits for requests and conditions, and tells of changes', async () => {
  consul = await startConsul()
  const program = async (): Promise<void> => {
    await fetch(`${consul.http.url}/v1/agent/service/register`, {
      method: 'PUT',
      body: '{"Name": "web", "Port": 8080}',
    })
  }
  // #region until
  const changes: string[] = []
  const stop = consul.on('change', ({ changes: rows }) =>
    changes.push(...rows.map(({ table, key }) => `${table} ${key}`)),
  )

  void program() // registers the service web
  const [request] = await consul.untilRequested({ path: '/v1/agent/service/register' }, { timeout: '5s' })
  expect(JSON.parse(request?.body ?? '')).toEqual({ Name: 'web', Port: 8080 })
  await consul.until(() => consul.catalog.service('web').length > 0, { timeout: '5s' })

  stop()
  expect(changes).toContain('services node1/web')
  // #endregion
})

it('simulates a cluster', async () => {
  consul = await startConsul()
  // #region cluster
  await consul.cluster.join({ name: 'web-2', services: [{ name: 'web', port: 8080, check: 'passing' }] })
  expect(consul.health.service('web', { passing: true })).toHaveLength(1)

  await consul.cluster.fail('web-2') // serfHealth is critical, sessions end, it is gone from the DNS
  expect(consul.health.service('web', { passing: true })).toHaveLength(0)

  consul.cluster.loseLeader()
  expect(await (await fetch(`${consul.http.url}/v1/kv/greeting`)).text()).toBe('No cluster leader')
  consul.cluster.elect()
  // #endregion
})

it('has other datacenters', async () => {
  consul = await startConsul()
  // #region datacenters
  await using other = await startConsul({ datacenter: 'dc2', seed: { services: [{ name: 'far' }] } })
  consul.cluster.joinWan(other, { roundTrip: 20 })
  const answer = await fetch(`${consul.http.url}/v1/catalog/services?dc=dc2`)
  expect(await answer.json()).toEqual({ consul: [], far: [] })
  // #endregion
})

it('is one of two engines', async () => {
  // #region upstream
  // CONSUL_HTTP_ADDR names a real Consul, or else this is an emulator
  await using connection = await connectConsul({
    upstream: 'env',
    seed: {
      kv: { greeting: 'hello' },
      services: [{ name: 'web', port: 8080, check: { ttl: '1h', status: 'passing' } }],
    },
  })
  const greeting = await fetch(`${connection.http.url}/v1/kv/${connection.key('greeting')}?raw`)
  expect(await greeting.text()).toBe('hello')
  const web = await connection.request('GET', `/v1/health/service/${connection.name('web')}?passing`)
  expect(web.json()).toMatchObject([{ Service: { Port: 8080 } }])
  // #endregion
})

it('serves other things beside Consul', async () => {
  // #region plugins
  const orders: ConsulPlugin = app => {
    app.get('/orders/:id', request => ({ id: (request.params as { id: string }).id, state: 'paid' }))
  }
  let requests = 0
  const counting: ConsulPlugin = app => {
    app.addHook('onRequest', async () => {
      requests++
    })
  }
  consul = await startConsul({ plugins: [orders, counting] })

  // the program under test finds the stub where it looks for it: in the catalog
  consul.agent.register({ name: 'orders', address: consul.http.host, port: consul.http.port })
  expect(await (await fetch(`${consul.http.url}/orders/7`)).json()).toEqual({ id: '7', state: 'paid' })
  await fetch(`${consul.http.url}/v1/health/service/orders`)
  expect(requests).toBe(2)
  // #endregion
})
