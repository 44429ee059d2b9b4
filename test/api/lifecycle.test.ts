import { describe, expect, it } from 'vitest'
import { createConsul, startConsul } from '../../src/index.ts'

describe('life', () => {
  it('can be arranged before it listens, and looked at after it closed', async () => {
    const consul = createConsul()
    expect(consul.listening).toBe(false)
    consul.kv.put('greeting', 'hello')
    await consul.listen()
    expect(consul.listening).toBe(true)
    expect(await (await fetch(`${consul.http.url}/v1/kv/greeting?raw`)).text()).toBe('hello')
    await consul.close()
    expect(consul.listening).toBe(false)
    expect(consul.kv.getText('greeting')).toBe('hello')
  })

  it('keeps its addresses over a restart, while connections break', async () => {
    const consul = await startConsul()
    const { url } = consul.http
    const { port } = consul.dns
    consul.kv.put('a', '1')
    await consul.restart()
    expect([consul.http.url, consul.dns.port]).toEqual([url, port])
    expect(await (await fetch(`${url}/v1/kv/a?raw`)).text()).toBe('1')
    await consul.close()
  })

  it('takes listen and close in the order in which they were called', async () => {
    const consul = createConsul()
    await Promise.all([
      consul.listen(),
      consul.listen(),
      consul.close(),
      consul.listen(),
      consul.close(),
      consul.close(),
    ])
    expect(consul.listening).toBe(false)
  })

  it('answers blocked queries when it closes', async () => {
    const consul = await startConsul()
    consul.kv.put('a', '1')
    const waiting = fetch(`${consul.http.url}/v1/kv/a?raw&index=${consul.index}&wait=10m`).then(answer => answer.text())
    await fetch(`${consul.http.url}/v1/status/leader`)
    await consul.close()
    expect(await waiting).toBe('1')
  })

  it('closes when its signal is aborted', async () => {
    const controller = new AbortController()
    const consul = await startConsul({ signal: controller.signal })
    controller.abort(new Error('enough'))
    await consul.close()
    expect(consul.listening).toBe(false)
    await expect(consul.listen()).rejects.toThrow('enough')
    await expect(startConsul({ signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before')
  })

  it('disposes of itself', async () => {
    let disposed: { listening: boolean } | undefined
    {
      await using consul = await startConsul()
      disposed = consul
      expect(consul.listening).toBe(true)
    }
    expect(disposed.listening).toBe(false)
  })

  it('tells a child process where it is, and nothing that would lead it elsewhere', async () => {
    const consul = await startConsul()
    expect(consul.env).toEqual({
      CONSUL_HTTP_ADDR: `127.0.0.1:${consul.http.port}`,
      CONSUL_HTTP_SSL: 'false',
      CONSUL_HTTP_TOKEN: '',
      CONSUL_HTTP_TOKEN_FILE: '',
      CONSUL_HTTP_AUTH: '',
      CONSUL_NAMESPACE: '',
      CONSUL_PARTITION: '',
      CONSUL_CACERT: '',
      CONSUL_CAPATH: '',
      CONSUL_CLIENT_CERT: '',
      CONSUL_CLIENT_KEY: '',
      CONSUL_TLS_SERVER_NAME: '',
      CONSUL_HTTP_SSL_VERIFY: '',
    })
    await consul.close()
  })

  it('ends a session at twice its TTL after a restart, too', async () => {
    const consul = await startConsul({ clock: 'manual' })
    const id = consul.session.create({ ttl: '10s' })
    await consul.clock.advance('15s')
    await consul.restart()
    await consul.clock.advance('19s')
    expect(consul.session.info(id)).toBeDefined()
    await consul.clock.advance('1s')
    expect(consul.session.info(id)).toBeUndefined()
    await consul.close()
  })

  it('can do without its adapters, and live on other addresses', async () => {
    const none = await startConsul({ http: false, dns: false })
    expect(none.listening).toBe(true)
    expect(() => none.http).toThrow(expect.objectContaining({ code: 'MC_ERR_NOT_LISTENING' }))
    expect(() => none.dns).toThrow(expect.objectContaining({ code: 'MC_ERR_NOT_LISTENING' }))
    await none.close()
    const other = await startConsul({ http: { host: '::1' }, dns: false })
    expect(other.http.url).toBe(`http://[::1]:${other.http.port}`)
    expect((await fetch(`${other.http.url}/v1/status/leader`)).status).toBe(200)
    await other.close()
  })

  it('lives a hundred times side by side', async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, n) => startConsul({ seed: { kv: { n: String(n) } } })),
    )
    const answers = await Promise.all(all.map(async consul => (await fetch(`${consul.http.url}/v1/kv/n?raw`)).text()))
    expect(answers).toEqual(all.map((_, n) => String(n)))
    expect(new Set(all.flatMap(consul => [consul.http.port])).size).toBe(100)
    await Promise.all(all.map(consul => consul.close()))
  })
})

describe('requests without a socket', () => {
  it('go through the same routes, listening or not', async () => {
    const consul = createConsul()
    expect(await consul.inject('PUT', '/v1/kv/a', 'text')).toMatchObject({ statusCode: 200, body: 'true' })
    const answer = await consul.inject('GET', '/v1/kv/a')
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'x-consul-index': String(consul.index) })
    expect(answer.json()).toMatchObject([{ Key: 'a', Value: btoa('text') }])
    expect((await consul.inject('PUT', '/v1/agent/service/register', { Name: 'web' })).statusCode).toBe(200)
    expect((await consul.inject('GET', '/v1/nothing')).statusCode).toBe(404)
    const waiting = consul.inject('GET', `/v1/kv/a?raw&index=${consul.index}&wait=10m`)
    consul.kv.put('a', 'news')
    expect((await waiting).body).toBe('news')
    expect((await consul.inject('GET', '/_miniconsul/clock')).json()).toMatchObject({ Mode: 'system' })
    await consul.close()
  })
})

describe('the node', () => {
  it('is what the options say', () => {
    const id = '22222222-3333-4444-5555-666666666666'
    const consul = createConsul({ node: { name: 'web-1', id, address: '10.0.0.7', meta: { rack: 'a' } } })
    expect(consul.catalog.nodes()).toMatchObject([{ Node: 'web-1', ID: id, Address: '10.0.0.7', Meta: { rack: 'a' } }])
  })
})
