import { describe, expect, it } from 'vitest'
import { turns } from '../../../../src/lib/defer.ts'
import { bothWays, start } from '../../../support/both-ways.ts'
import { RawClient } from '../../../support/raw-client.ts'
import { BY_NODE, get, put } from '../../../support/raw-requests.ts'

describe('close', () => {
  it('answers blocked queries, then closes the connection', async () => {
    const both = await bothWays()
    await both.each(async consul => {
      consul.kv.put('a', 'x'.repeat(10_000))
      const clients = await Promise.all(Array.from({ length: 300 }, () => RawClient.open(consul.http.port)))
      for (const client of clients) client.send(get(`/v1/kv/a?raw&index=${consul.index}`))
      await consul.untilBlocked({}, 300)
      await consul.close()
      for (const client of clients) expect(await client.answers(1)).toMatchObject([{ status: 200 }])
      await Promise.all(clients.map(client => client.closed()))
      expect(consul.blocked).toEqual([])
    })
  })

  it('ends idle connections, and those in the middle of a request', async () => {
    const consul = await start()
    const clients = await Promise.all(Array.from({ length: 6 }, () => RawClient.open(consul.http.port)))
    await clients[1]?.ask(get('/v1/kv/a'))
    await clients[2]?.ask(get('/v1/kv/a', BY_NODE))
    await clients[3]?.sendPieces([put('/v1/kv/a', 'value').slice(0, -2)])
    await clients[4]?.sendPieces([get('/v1/kv/a').slice(0, -2)])
    await clients[5]?.sendPieces([get('/v1/kv/a') + put('/v1/kv/a', 'value').slice(0, -2)])
    await consul.close()
    for (const client of clients) expect(await client.closed()).toMatch(/^(end|ECONNRESET)$/)
  })

  it('does not wait for clients that do not read', async () => {
    const consul = await start()
    consul.kv.put('a', 'x'.repeat(500_000))
    const client = await RawClient.open(consul.http.port)
    client.socket.pause()
    client.send(get('/v1/kv/a?raw').repeat(200))
    await turns(20)
    await consul.close()
    expect(consul.listening).toBe(false)
    client.socket.destroy()
  })

  it('does not wait for clients that come meanwhile', async () => {
    const consul = await start()
    const { port } = consul.http
    const early = [new RawClient(port), new RawClient(port)]
    const closing = consul.close()
    const late = new RawClient(port)
    await closing
    for (const client of [...early, late]) expect(await client.closed()).toMatch(/^(end|ECONNRESET|ECONNREFUSED)$/)
  })

  it('lets listen() begin anew on the same port', async () => {
    const consul = await start()
    const before = await RawClient.open(consul.http.port)
    await before.ask(put('/v1/kv/a', 'v'))
    await consul.restart()
    await before.closed()
    const client = await RawClient.open(consul.http.port)
    expect(await client.ask(get('/v1/kv/a?raw'))).toMatchObject({ status: 200, body: 'v' })
  })
})
