import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bothWays, start } from '../../../support/both-ways.ts'
import { RawClient, undated } from '../../../support/raw-client.ts'
import { get, put } from '../../../support/raw-requests.ts'

const WAITING = [
  '/v1/kv/a?',
  '/v1/kv/a?raw&',
  '/v1/kv/?recurse&',
  '/v1/kv/?keys&',
  '/v1/health/service/web?passing&',
  '/v1/catalog/services?',
  '/v1/agent/services?hash=x&',
]

describe('a read that waits', () => {
  it.each(WAITING)('is answered alike when something changed, and when nothing did: %s', async path => {
    const both = await bothWays()
    const texts: string[] = []
    await both.each(async consul => {
      consul.kv.put('a', 'x'.repeat(2000))
      const client = await RawClient.open(consul.http.port)
      for (const lines of ['', 'Accept-Encoding: gzip\r\n']) {
        const url = `${path}index=${consul.index}&wait=10s`
        client.send(get(url, lines))
        if (!path.includes('hash')) await consul.untilBlocked()
        consul.seed({ kv: { a: 'y'.repeat(3000) }, services: [{ name: 'web' }] })
        await client.answers(1)
        client.send(get(`${path}index=${consul.index}&wait=10s`, lines))
        if (!path.includes('hash')) await consul.untilBlocked()
        await consul.clock.advance('11s')
        await client.answers(2)
      }
      texts.push(undated(client.text))
    })
    expect(texts[0]).toBe(texts[1])
  })

  it('is answered when the promise of a moved clock resolves', async () => {
    const both = await bothWays()
    await both.each(async consul => {
      const clients = await Promise.all(Array.from({ length: 200 }, () => RawClient.open(consul.http.port)))
      for (const client of clients) client.send(get(`/v1/kv/a?index=${consul.index}&wait=10s`))
      await consul.untilBlocked({}, clients.length)
      await consul.clock.advance('11s')
      expect(new Set(consul.requests.map(({ status }) => status))).toEqual(new Set([404]))
      for (const client of clients) expect(await client.answers(1)).toHaveLength(1)
    })
  })

  it('is answered when a session that ended by a moved clock let go of its lock', async () => {
    const consul = await start()
    const session = consul.session.create({ ttl: '10s' })
    consul.kv.acquire('lock', session, 'mine')
    const client = await RawClient.open(consul.http.port)
    client.send(get(`/v1/kv/lock?index=${consul.index}&wait=10m`))
    await consul.untilBlocked()
    await consul.clock.advance('21s')
    expect(consul.requests).toMatchObject([{ blocked: true, status: 200 }])
    expect((await client.answers(1))[0]?.body).not.toContain(session)
  })

  it('follows a write on a connection of its own', async () => {
    const consul = await start()
    const [reader, writer] = [await RawClient.open(consul.http.port), await RawClient.open(consul.http.port)]
    for (let i = 0; i < 50; i++) {
      reader.send(get(`/v1/kv/a?raw&index=${consul.index}`))
      await consul.untilBlocked()
      await writer.ask(put('/v1/kv/a', `value ${i}`))
      expect((await reader.answers(i + 1))[i]).toMatchObject({ body: `value ${i}` })
    }
  })
})

it('goes the same way over a Unix socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wire-'))
  const path = join(folder, 'http.sock')
  try {
    const consul = await start({ config: { addresses: { http: `unix://${path} 127.0.0.1` } } })
    const texts: string[] = []
    for (const address of [path, consul.http.port]) {
      const client = await RawClient.open(address)
      await client.ask(put('/v1/kv/a', 'v', 'X-A: b\r\n'))
      await client.ask(get('/v1/kv/a?raw'))
      await client.ask(get('/v1/kv/a', 'TE: trailers\r\n'))
      texts.push(undated(client.text).replaceAll(/Index": \d+|Index: \d+/g, 'Index'))
    }
    expect(texts[0]).toBe(texts[1])
    const client = await RawClient.open(path)
    client.send(get(`/v1/kv/a?raw&index=${consul.index}`))
    await consul.untilBlocked()
    await consul.close()
    expect(await client.answers(1)).toMatchObject([{ body: 'v' }])
    expect(await client.closed()).toBe('end')
  } finally {
    await rm(folder, { recursive: true })
  }
})
