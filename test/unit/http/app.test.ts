import { describe, expect, it, vi } from 'vitest'
import type { ConsulPlugin } from '../../../src/index.ts'
import { FastPath } from '../../../src/http/fast-path/fast-path.ts'
import { Agent } from '../../../src/agent/agent.ts'
import type { LazyPlugin } from '../../../src/http/plugin.ts'
import { HttpServer } from '../../../src/http/server.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { start } from '../../support/both-ways.ts'

const text = async (url: string, init?: RequestInit): Promise<string> => (await fetch(url, init)).text()

/** How many requests came by the fast path while `fn` ran. */
async function fastRequests(fn: () => Promise<unknown>): Promise<number> {
  const handle = vi.spyOn(FastPath.prototype, 'handle')
  await fn()
  const { length } = handle.mock.calls
  handle.mockRestore()
  return length
}

describe('plugins of the user', () => {
  it('answer beside the Consul API', async () => {
    const consul = await start({ plugins: [app => app.get('/orders', () => [{ id: 1 }])] })
    expect(await text(`${consul.http.url}/orders`)).toBe('[{"id":1}]')
    expect(await text(`${consul.http.url}/v1/status/leader`)).toMatch(/^"127/)
    expect((await consul.inject('GET', '/orders')).json()).toEqual([{ id: 1 }])
  })

  it('leave the fast path to the Consul API when they only add routes elsewhere', async () => {
    const consul = await start({ plugins: [app => app.get('/orders', () => [])] })
    expect(await fastRequests(() => fetch(`${consul.http.url}/v1/kv/a`))).toBe(1)
  })

  it.each<[string, ConsulPlugin]>([
    ['a hook', app => app.addHook('onRequest', async () => undefined)],
    ['a hook in an async plugin', async app => void app.addHook('onResponse', async () => undefined)],
    ['a route below /v1/', app => app.get('/v1/orders', () => [])],
    ['a route with a name at its root', app => app.get('/:version/orders', () => [])],
  ])('switch the fast path off when they add %s', async (_, plugin) => {
    const consul = await start({ plugins: [plugin] })
    expect(await fastRequests(() => fetch(`${consul.http.url}/v1/kv/a`))).toBe(0)
  })

  it('see every request by their hooks, whatever it is for', async () => {
    const seen: string[] = []
    const consul = await start({
      plugins: [
        async app => void app.addHook('onRequest', async ({ method, url }) => void seen.push(`${method} ${url}`)),
        app => app.addHook('onResponse', async (_, { statusCode }) => void seen.push(String(statusCode))),
      ],
    })
    const { url } = consul.http
    await text(`${url}/v1/kv/a`, { method: 'PUT', body: '{', headers: { 'Content-Type': 'application/json' } })
    await text(`${url}/v1/nope`)
    expect(seen).toEqual(['PUT /v1/kv/a', '200', 'GET /v1/nope', '404'])
    expect(consul.kv.getText('a')).toBe('{')
  })

  it('may answer in the place of Consul, add headers to its answers, and fail', async () => {
    const consul = await start({
      plugins: [
        app =>
          app.addHook('onRequest', async ({ url }, reply) => {
            if (url === '/v1/kv/mine') return reply.code(418).send('mine')
            if (url === '/v1/kv/broken') throw new Error('broken')
            reply.header('X-Added', '1')
            return undefined
          }),
      ],
    })
    const { url } = consul.http
    expect((await fetch(`${url}/v1/kv/mine`)).status).toBe(418)
    expect(await (await fetch(`${url}/v1/kv/broken`)).json()).toMatchObject({ statusCode: 500, message: 'broken' })
    const answer = await fetch(`${url}/v1/kv/a`)
    expect([answer.status, answer.headers.get('x-added')]).toEqual([404, '1'])
  })

  it('are made anew for each listen, and told of each close', async () => {
    const said: string[] = []
    const consul = await start({
      plugins: [
        app => {
          said.push('made')
          app.addHook('onClose', async () => void said.push('closed'))
        },
      ],
    })
    await consul.restart()
    await consul.close()
    expect(said).toEqual(['made', 'closed', 'made', 'closed'])
  })

  it('make listen() reject by what they throw', async () => {
    const plugin = async (): Promise<void> => {
      throw new Error('no orders')
    }
    await expect(start({ plugins: [plugin] })).rejects.toThrow('no orders')
  })
})

it('sends everything through fastify with fastPath: false', async () => {
  const consul = await start({ fastPath: false })
  expect(await fastRequests(() => fetch(`${consul.http.url}/v1/kv/a`))).toBe(0)
})

it('loads plugins of its own with the first request below their prefix', async () => {
  const clock = new MovableClock({ manual: true, start: 0 })
  const agent = new Agent(defaultSettings, { clock, random: seededRandom(1) })
  const load = vi.fn<LazyPlugin['load']>(async () => app => app.get('/extra/a', async () => 'a'))
  const server = new HttpServer(agent, { plugins: [{ prefix: '/extra/', load }] })
  const { port } = await server.listen('127.0.0.1', 0)
  const url = `http://127.0.0.1:${port}`
  expect((await fetch(`${url}/v1/nope`)).status).toBe(404)
  expect(load).not.toHaveBeenCalled()
  expect(await Promise.all([text(`${url}/extra/a`), text(`${url}/extra/a`)])).toEqual(['a', 'a'])
  expect(await text(`${url}/extra/b`)).toMatch(/^Invalid URL path/)
  expect(load).toHaveBeenCalledTimes(1)
  await server.close()
})
