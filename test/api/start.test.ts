import { expect, it } from 'vitest'
import { ConsulError, createConsul, startConsul } from '../../src/index.ts'

it('starts, answers and closes', async () => {
  const consul = await startConsul()
  try {
    await fetch(`${consul.http.url}/v1/kv/greeting`, { method: 'PUT', body: 'hello' })
    const answer = await fetch(`${consul.http.url}/v1/kv/greeting?raw`)
    expect(await answer.text()).toBe('hello')
    expect(consul.env).toMatchObject({ CONSUL_HTTP_ADDR: `127.0.0.1:${consul.http.port}` })
  } finally {
    await consul.close()
  }
})

it('keeps its state over close and listen', async () => {
  const consul = await startConsul()
  await fetch(`${consul.http.url}/v1/kv/a`, { method: 'PUT', body: '1' })
  await consul.close()
  await consul.close()
  await consul.listen()
  expect(await (await fetch(`${consul.http.url}/v1/kv/a?raw`)).text()).toBe('1')
  await consul.close()
})

it('moves session TTLs and waits by the clock alone', async () => {
  const consul = await startConsul({ clock: 'manual' })
  const put = (path: string, body = ''): Promise<unknown> =>
    fetch(`${consul.http.url}/v1/${path}`, { method: 'PUT', body }).then(res => res.json())
  const { ID } = (await put('session/create', '{"TTL": "10s", "Behavior": "delete"}')) as { ID: string }
  await put(`kv/lock?acquire=${ID}`, 'mine')
  const index = (await fetch(`${consul.http.url}/v1/kv/lock`)).headers.get('x-consul-index')
  const waiting = fetch(`${consul.http.url}/v1/kv/lock?index=${index}&wait=10m`)
  await fetch(`${consul.http.url}/v1/status/leader`)
  await consul.clock.advance('20s')
  expect((await waiting).status).toBe(404)
  await consul.close()
})

it('rejects when a port is taken, and leaves nothing open', async () => {
  const first = await startConsul()
  const second = createConsul({ http: { port: first.http.port } })
  await expect(second.listen()).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await first.close()
  await second.listen()
  await second.close()
})

it('tells what is wrong with its options and its use', () => {
  expect(() => createConsul({ config: { no_such_key: 1 } })).toThrow(ConsulError)
  expect(() => createConsul({ config: { no_such_key: 1 } })).toThrow(/no_such_key/)
  expect(() => createConsul().http).toThrow(expect.objectContaining({ code: 'MC_ERR_NOT_LISTENING' }))
})

it('lets a registration reach the catalog later when it is told to', async () => {
  const consul = await startConsul({ clock: 'manual', syncDelay: 1000 })
  const found = (): Promise<unknown> => fetch(`${consul.http.url}/v1/catalog/service/web`).then(res => res.json())
  await fetch(`${consul.http.url}/v1/agent/service/register`, { method: 'PUT', body: '{"Name": "web"}' })
  expect(await found()).toEqual([])
  await consul.clock.advance('1s')
  expect(await found()).toMatchObject([{ ServiceName: 'web' }])
  await consul.close()
})
