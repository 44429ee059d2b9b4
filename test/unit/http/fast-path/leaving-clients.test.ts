import type { Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FastPath } from '../../../../src/http/fast-path/fast-path.ts'
import type { Consul } from '../../../../src/index.ts'
import { turns } from '../../../../src/lib/defer.ts'
import { bothWays, start } from '../../../support/both-ways.ts'
import { RawClient } from '../../../support/raw-client.ts'
import { get, put } from '../../../support/raw-requests.ts'

afterEach(() => void vi.restoreAllMocks())

/** Lets sockets have their turn until it is so. */
async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turns(1)
}

async function blocked(consul: Consul, more = ''): Promise<RawClient> {
  const client = await RawClient.open(consul.http.port)
  client.send(get(`/v1/kv/a?index=${consul.index}&wait=10m`) + more)
  await consul.untilBlocked()
  return client
}

describe('a client that waits', () => {
  it.each<[string, (client: RawClient) => unknown]>([
    ['is reset', client => client.socket.resetAndDestroy()],
    ['goes', client => client.socket.destroy()],
    ['sends no more', client => client.end()],
  ])('is forgotten when it %s', async (_, leave) => {
    const consul = await start()
    for (const more of ['', get('/v1/kv/b'), put('/v1/kv/b', 'x'.repeat(10_000))]) {
      const client = await blocked(consul, more)
      leave(client)
      await eventually(() => consul.blocked.length === 0)
      await client.closed()
      expect(client.text).toBe('')
      expect(consul.requests.find(({ blocked }) => blocked)).toMatchObject({ status: undefined, duration: undefined })
    }
  })
})

describe('a client that goes in the middle', () => {
  it.each([20, 60, 70])('of a request, after %i bytes', async at => {
    const consul = await start()
    for (const leave of ['resetAndDestroy', 'destroy'] as const) {
      const client = await RawClient.open(consul.http.port)
      await client.sendPieces([get('/v1/kv/a'), put('/v1/kv/a', 'x'.repeat(30)).slice(0, at)])
      client.socket[leave]()
      await client.closed()
    }
    expect(await (await RawClient.open(consul.http.port)).ask(get('/v1/kv/a'))).toMatchObject({ status: 404 })
  })

  it('of the answers', async () => {
    const consul = await start()
    consul.kv.put('a', 'x'.repeat(400_000))
    for (const leave of ['resetAndDestroy', 'destroy'] as const) {
      const client = await RawClient.open(consul.http.port)
      client.send(get('/v1/kv/a').repeat(50))
      await client.until(() => client.text.length > 100_000)
      client.socket[leave]()
      await client.closed()
    }
    expect(await (await RawClient.open(consul.http.port)).ask(get('/v1/kv/b'))).toMatchObject({ status: 404 })
  })
})

describe('a client that says that it sends no more', () => {
  it('is answered what it asked just before', async () => {
    const both = await bothWays()
    await both.each(async ({ http }) => {
      const client = await RawClient.open(http.port)
      client.send(put('/v1/kv/a', 'v'))
      client.end()
      expect(await client.closed()).toBe('end')
      expect(await client.answers(1)).toMatchObject([{ status: 200, body: 'true' }])
    })
  })

  it('is answered what waited no longer, and not what waits still', async () => {
    const consul = await start()
    const client = await RawClient.open(consul.http.port)
    client.send(get('/v1/kv/b') + get(`/v1/kv/a?index=${consul.index}&wait=10m`))
    client.end()
    expect(await client.closed()).toBe('end')
    expect(await client.answers(1)).toMatchObject([{ status: 404 }])
    expect(consul.blocked).toEqual([])
  })
})

describe('a client that does not read', () => {
  /** The sockets of an emulator's side, as they come. */
  function sockets(): Set<Socket> {
    const all = new Set<Socket>()
    const { handle } = FastPath.prototype
    vi.spyOn(FastPath.prototype, 'handle').mockImplementation(function (this: FastPath, request, response) {
      all.add(request.socket)
      handle.call(this, request, response)
    })
    return all
  }

  it('is not read either, and keeps no more than an answer', async () => {
    const seen = sockets()
    const consul = await start()
    const size = 300_000
    consul.kv.put('a', 'x'.repeat(size))
    const client = await RawClient.open(consul.http.port)
    client.socket.pause()
    const count = 20_000
    client.send(get('/v1/kv/a?raw').repeat(count))
    await eventually(() => [...seen].some(({ writableNeedDrain }) => writableNeedDrain))
    await turns(20)
    const [socket] = seen
    expect(socket?.isPaused()).toBe(true)
    expect(socket?.writableLength).toBeLessThan(2 * size)
    expect(socket?.readableLength).toBeLessThan(200_000)
    expect(consul.requests.length).toBeLessThan(count / 20)
    // and goes on when it reads
    client.socket.resume()
    await client.until(() => client.text.length > 20_000_000)
  })

  it('does not hinder the others', async () => {
    const consul = await start()
    consul.kv.put('a', 'x'.repeat(300_000))
    const client = await RawClient.open(consul.http.port)
    client.socket.pause()
    client.send(get('/v1/kv/a?raw').repeat(1000))
    await turns(10)
    expect(await (await RawClient.open(consul.http.port)).ask(get('/v1/kv/b'))).toMatchObject({ status: 404 })
  })
})

it('closes a refused connection that its client keeps open', async () => {
  const both = await bothWays()
  await both.each(async ({ http }) => {
    const client = await RawClient.open(http.port)
    client.socket.removeAllListeners('end')
    await client.ask(get('/v1/kv/%zz'))
    await eventually(() => {
      client.send(get('/v1/kv/a'))
      return client.ending !== undefined
    })
    expect(client.ending).toMatch(/^(EPIPE|ECONNRESET)$/)
  })
})
