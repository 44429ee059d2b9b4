import { describe, expect, it } from 'vitest'
import type { Consul, Fault, RecordedRequest } from '../../../../src/index.ts'
import type { Logger } from '../../../../src/logging/logger.ts'
import { silentLogger } from '../../../../src/logging/logger.ts'
import { bothWays, start } from '../../../support/both-ways.ts'
import { RawClient, undated } from '../../../support/raw-client.ts'
import { bare, get, put } from '../../../support/raw-requests.ts'

/** All that a test can see of an entry but the time of the machine. */
const entry = (recorded: RecordedRequest): RecordedRequest => {
  const { answer, token } = recorded
  const { date: _, ...headers } = answer?.headers ?? {}
  return { ...recorded, token, answer: answer && { ...answer, headers } }
}

describe('the journal', () => {
  it('has the same of every request', async () => {
    const both = await bothWays()
    await both.each(async consul => {
      const client = await RawClient.open(consul.http.port)
      await client.ask(put('/v1/kv/a?flags=1', 'value', 'X-Consul-Token: t1\r\n'))
      await client.ask(get('/v1/kv/a?token=t2'))
      await client.ask(get('/v1/kv/a%01'))
      const other = await RawClient.open(consul.http.port)
      await other.ask(put('/v1/kv/b', 'x'.repeat(5000), 'Authorization: Bearer t3\r\n'))
      await other.ask(put('/v1/kv/c', 'y'.repeat(100_000)))
      await other.ask(put('/v1/txn', '[{"KV":{"Verb":"get","Key":"a"}}]'))
      await other.ask(bare('POST', '/v1/kv/a'))
      await other.ask(get('/v1/kv/a', 'X-Miniconsul: page\r\n'))
      other.send(get(`/v1/kv/a?index=${consul.index}&wait=10s`))
      await consul.untilBlocked()
      await consul.clock.advance('4s')
      consul.kv.put('a', 'other')
      await other.answers(6)
      other.send(get(`/v1/kv/a?index=${consul.index}&wait=10s`))
      await consul.untilBlocked()
      await consul.clock.advance('10s')
      await consul.clock.advance('1s')
      await other.answers(7)
    })
    const [fast, node] = [both.fast, both.node].map(({ requests }) => requests.map(entry))
    expect(fast).toEqual(node)
    expect(fast).toMatchObject([
      { method: 'PUT', path: '/v1/kv/a', query: { flags: '1' }, token: 't1', body: 'value', status: 200, duration: 0 },
      { method: 'GET', key: 'a', token: 't2', body: '', status: 200 },
      { status: 400 },
      { token: 't3', body: 'x'.repeat(4096) },
      { body: 'y'.repeat(4096) },
      { method: 'PUT', path: '/v1/txn' },
      { method: 'POST', status: 405 },
      { blocked: true, status: 200, duration: 4000 },
      { blocked: true, status: 200, duration: expect.closeTo(10_300, -3) as number },
    ])
  })

  it('lists blocked queries without a status', async () => {
    const consul = await start()
    const client = await RawClient.open(consul.http.port)
    client.send(get(`/v1/kv/a?index=${consul.index}`))
    await consul.untilBlocked()
    expect(consul.requests).toMatchObject([{ blocked: true, status: undefined, duration: undefined }])
    consul.kv.put('a', 'v')
    await client.answers(1)
    expect(consul.requests).toMatchObject([{ blocked: true, status: 200, duration: 0 }])
  })

  it('may be off', async () => {
    const consul = await start()
    consul.journal.recording = false
    const client = await RawClient.open(consul.http.port)
    expect(await client.ask(put('/v1/kv/a', 'v'))).toMatchObject({ status: 200 })
    expect(consul.requests).toEqual([])
  })
})

/** Asks on a connection that came by the fast path so far; tells what its client sees of the next request. */
async function meet(consul: Consul, fault: Fault): Promise<string> {
  const client = await RawClient.open(consul.http.port)
  await client.ask(get('/v1/kv/a?raw'))
  const { length } = client.text
  const handle = consul.faults.use({ path: '/v1/kv/a' }, fault, { times: 1 })
  client.send(get('/v1/kv/a?raw'))
  await client.until(() => client.ending !== undefined || client.text.length > length)
  if (client.ending === undefined) await client.ask(get('/v1/kv/a?raw'))
  expect(handle.used).toBe(1)
  return `${undated(client.text)}<${client.ending ?? 'open'}>`
}

describe('a fault that is added while a connection is idle', () => {
  it.each<[string, Fault, RegExp]>([
    ['answers otherwise', { status: 503, body: 'busy' }, /busyHTTP[^<]*value<open>/],
    ['resets', 'reset', /^[^<]*value<ECONNRESET>/],
    ['cuts', { truncate: 2 }, /^[^<]*value[^<]*\r\n\r\nva<end>/],
    ['changes the index', { index: 1 }, /X-Consul-Index: 1\r\n/],
    ['takes the leader away', { noLeader: true }, /No cluster leader/],
  ])('%s', async (_, fault, seen) => {
    const both = await bothWays()
    const texts: string[] = []
    await both.each(async consul => {
      consul.kv.put('a', 'value')
      texts.push(await meet(consul, fault))
    })
    expect(texts[0]).toMatch(seen)
    expect(texts[0]).toBe(texts[1])
  })

  it('holds up until its time has come', async () => {
    const consul = await start()
    const client = await RawClient.open(consul.http.port)
    await client.ask(get('/v1/kv/a'))
    using delay = consul.faults.use({}, { delay: 5000 })
    client.send(get('/v1/kv/a'))
    await RawClient.open(consul.http.port)
    await consul.clock.advance('4999ms')
    expect(await client.answers(1)).toHaveLength(1)
    await consul.clock.advance('1ms')
    expect(await client.answers(2)).toHaveLength(2)
    expect(delay.used).toBe(1)
  })

  it('lets hang until it is removed', async () => {
    const consul = await start()
    const client = await RawClient.open(consul.http.port)
    await client.ask(get('/v1/kv/a'))
    const hang = consul.faults.use({}, { hang: true })
    await client.sendPieces([get('/v1/kv/a')])
    expect(await client.answers(1)).toHaveLength(1)
    hang.remove()
    expect(await client.answers(2)).toHaveLength(2)
  })

  it('meets a request whose body was still coming', async () => {
    const consul = await start()
    const client = await RawClient.open(consul.http.port)
    const text = put('/v1/kv/a', 'value')
    await client.sendPieces([text.slice(0, -3)])
    consul.faults.use({}, { status: 503, body: 'busy' }, { times: 1 })
    expect(await client.ask(text.slice(-3))).toMatchObject({ status: 503, body: 'busy' })
    expect(await client.ask(text)).toMatchObject({ status: 200 })
  })

  it('meets a request that came behind one that waits', async () => {
    const consul = await start()
    const client = await RawClient.open(consul.http.port)
    client.send(get(`/v1/kv/a?index=${consul.index}`) + put('/v1/kv/b', 'v'))
    await consul.untilBlocked()
    consul.faults.use({ key: 'b' }, { status: 503 }, { times: 1 })
    consul.kv.put('a', 'v')
    expect((await client.answers(2)).map(({ status }) => status)).toEqual([200, 503])
  })
})

it('tells of every request that finished, at debug level', async () => {
  const said: object[][] = [[], []]
  for (const lines of said) {
    const logger: Logger = {
      ...silentLogger,
      debugging: true,
      debug: (message, fields) => void (message.includes('Request finished') && lines.push({ message, ...fields })),
    }
    const consul = await start({ logger })
    if (lines === said[1]) consul.faults.use({ path: '/never' }, { status: 500 })
    const client = await RawClient.open(consul.http.port)
    const from = `127.0.0.1:${client.socket.localPort ?? 0}`
    await client.ask(put('/v1/kv/a', 'v'))
    expect(lines).toMatchObject([{ from }])
    await client.ask(get('/v1/kv/a%01?x'))
    const other = await RawClient.open(consul.http.port)
    other.send(get(`/v1/kv/a?index=${consul.index}&wait=5s`))
    await consul.untilBlocked()
    await consul.clock.advance('6s')
    await other.answers(1)
    const gone = await RawClient.open(consul.http.port)
    gone.send(get(`/v1/kv/a?index=${consul.index}&wait=5s`))
    await consul.untilBlocked()
    gone.socket.destroy()
    await gone.closed()
  }
  const [fast, node] = said.map(lines => lines.map(line => ({ ...line, from: '' })))
  expect(fast).toEqual(node)
  expect(fast).toMatchObject([
    { method: 'PUT', url: '/v1/kv/a', latency: '0s' },
    { method: 'GET', url: '/v1/kv/a%01?x' },
    { url: expect.stringContaining('wait=5s') as string, latency: expect.stringMatching(/^5\.\d+s$/) as string },
  ])
})
