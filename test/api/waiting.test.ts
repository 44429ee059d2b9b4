import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BlockedQuery, type Consul, type RecordedRequest, startConsul, type StateChange } from '../../src/index.ts'

let consul: Consul
beforeEach(async () => {
  consul = await startConsul({ clock: 'manual' })
})
afterEach(() => consul.close())

const url = (path: string): string => `${consul.http.url}${path}`

describe('until a request came', () => {
  it('resolves with those that fit, once they had their effect', async () => {
    const waiting = consul.untilRequested({ method: 'PUT', key: 'a' })
    await fetch(url('/v1/kv/b'), { method: 'PUT', body: '1' })
    void fetch(url('/v1/kv/a'), { method: 'PUT', body: '2' })
    expect(await waiting).toMatchObject([{ method: 'PUT', key: 'a', status: 200, body: '2' }])
    expect(consul.kv.getText('a')).toBe('2')
  })

  it('counts a query that blocks, and waits for as many as it is told to', async () => {
    const reads = [1, 2].map(() => fetch(url('/v1/kv/a?index=1000')))
    expect(await consul.untilRequested({ key: 'a' }, { count: 2 })).toMatchObject([
      { blocked: true },
      { blocked: true },
    ])
    consul.kv.put('a', '1')
    await consul.clock.advance('10m')
    await Promise.all(reads)
  })

  it('is refused while requests are not recorded, rather than waiting for ever', async () => {
    consul.journal.recording = false
    await expect(consul.untilRequested({ key: 'a' })).rejects.toMatchObject({
      code: 'MC_ERR_OPTIONS',
      message: expect.stringContaining('journal.recording is false') as string,
    })
  })

  it('tells what came instead when the time is up, though the clock stands still', async () => {
    await fetch(url('/v1/kv/b'))
    await expect(consul.untilRequested({ key: 'a', method: 'GET' }, { timeout: 20 })).rejects.toMatchObject({
      code: 'MC_ERR_TIMEOUT',
      message: [
        'Failed to wait until a request like { key: "a", method: "GET" } comes within 20 ms.',
        '  What came instead:',
        '    GET /v1/kv/b -> 404 (another key)',
      ].join('\n'),
    })
  })

  it('ends with the emulator', async () => {
    const waiting = consul.untilRequested({})
    void consul.close()
    await expect(waiting).rejects.toMatchObject({ code: 'MC_ERR_CLOSED' })
  })

  it('refuses what means nothing', async () => {
    await expect(consul.untilRequested({}, { timeot: 1 } as object)).rejects.toThrow("did you mean 'timeout'?")
    await expect(consul.untilRequested({}, { timeout: 'soon' })).rejects.toMatchObject({ code: 'MC_ERR_DURATION' })
    await expect(consul.untilRequested({ kee: 'a' } as object)).rejects.toMatchObject({ code: 'MC_ERR_MATCH' })
  })
})

describe('until queries block', () => {
  it('reports blocked queries and what came instead when the time is up', async () => {
    consul.kv.put('b', '1')
    const other = fetch(url(`/v1/kv/b?index=${consul.index}`))
    await consul.untilBlocked({ key: 'b' }, { timeout: '5s' })
    await fetch(url('/v1/kv/a'))
    const late = consul.untilBlocked({ key: 'a' }, 2, { timeout: 20 })
    await expect(late).rejects.toMatchObject({ code: 'MC_ERR_TIMEOUT' })
    await expect(late).rejects.toThrow(
      [
        'Failed to wait until 2 queries like { key: "a" } block within 20 ms.',
        '  Blocked are:',
        `    GET /v1/kv/b?index=${consul.index}`,
        '  What came:',
        `    GET /v1/kv/b?index=${consul.index} -> not answered (another key)`,
        '    GET /v1/kv/a -> 404 (another where)',
      ].join('\n'),
    )
    consul.kv.put('b', '2')
    await other
  })
})

describe('until a condition holds', () => {
  it('resolves with what it gives', async () => {
    const waiting = consul.until(() => consul.kv.get('a'))
    consul.kv.put('a', '1')
    expect(await waiting).toMatchObject({ Key: 'a' })
  })

  it('takes promises, and what happens elsewhere', async () => {
    let ready = false
    const waiting = consul.until(async () => ready)
    await fetch(url('/v1/status/leader'))
    ready = true
    expect(await waiting).toBe(true)
  })

  it('tells what it gave or threw at last', async () => {
    await expect(consul.until(() => false, { timeout: 10 })).rejects.toThrow(
      'Failed to wait until a condition holds: () => false within 10 ms.\n  It was false at last.',
    )
    const failing = (): boolean => {
      throw new Error('not yet')
    }
    await expect(consul.until(failing, { timeout: 10 })).rejects.toThrow('It threw at last: not yet')
    await expect(consul.until('no' as never)).rejects.toThrow('condition has to be a function, not "no".')
  })
})

describe('events', () => {
  it('tell of commits, with the rows that they changed', async () => {
    const changes: StateChange[] = []
    const stop = consul.on('change', change => changes.push(change))
    consul.kv.put('a', '1')
    consul.kv.put('a', '2')
    const index = consul.index
    stop()
    consul.kv.put('a', '3')
    expect(changes).toMatchObject([
      {
        index: index - 1,
        restored: false,
        changes: [{ table: 'kv', key: 'a', change: 'added', after: { Value: '1' } }],
      },
      { index, changes: [{ change: 'changed', before: { Value: '1' }, after: { Value: '2' } }] },
    ])
  })

  it('tell of requests once they are answered, and of queries that block', async () => {
    const requests: RecordedRequest[] = []
    const blocked: BlockedQuery[] = []
    const onRequest = (request: RecordedRequest): void => void requests.push(request)
    consul.on('request', onRequest)
    consul.on('blocked', query => blocked.push(query))
    const read = fetch(url('/v1/kv/a?index=1000'))
    await consul.untilBlocked()
    expect([requests.length, blocked.length]).toEqual([0, 1])
    blocked[0]?.release()
    await read
    await fetch(url('/v1/kv/b'), { method: 'PUT', body: 'x' })
    consul.off('request', onRequest)
    await fetch(url('/v1/kv/c'))
    expect(requests.map(({ method, key, status }) => [method, key, status])).toEqual([
      ['GET', 'a', 404],
      ['PUT', 'b', 200],
    ])
  })

  it('are known by name', () => {
    expect(() => consul.on('chang' as 'change', () => undefined)).toThrow(
      'Failed to listen to an event: event has to be one of "change", "request", "blocked", not "chang".',
    )
  })
})

describe('the journal', () => {
  it('gives plain data: spreads and snapshots show all of it', async () => {
    await fetch(url('/v1/kv/a?flags=1'), { method: 'PUT', body: 'hello', headers: { 'X-Request': '7' } })
    const [request] = consul.requests
    expect({ ...request }).toMatchObject({
      path: '/v1/kv/a',
      query: { flags: '1' },
      key: 'a',
      body: 'hello',
      headers: { 'x-request': '7', 'content-length': '5' },
      status: 200,
      answer: { status: 200, headers: { 'content-type': 'application/json' }, body: 'true' },
    })
    expect(JSON.parse(JSON.stringify(request))).toMatchObject({ path: '/v1/kv/a', key: 'a', answer: { body: 'true' } })
  })

  it('finds requests by their headers', async () => {
    await fetch(url('/v1/kv/a'), { headers: { 'X-Request': '7' } })
    await fetch(url('/v1/kv/a'), { headers: { 'X-Request': '8' } })
    expect(consul.journal.find({ headers: { 'X-REQUEST': /^[78]$/ } })).toHaveLength(2)
    expect(consul.journal.find({ headers: { 'x-request': '8' } })).toMatchObject([{ id: 2 }])
    consul.faults.use({ headers: { 'x-request': '9' } }, { status: 503 })
    expect((await fetch(url('/v1/kv/a'), { headers: { 'X-Request': '9' } })).status).toBe(503)
  })

  it('keeps no more than the start of an answer, unpacked, and no secrets', async () => {
    consul.kv.put('long', 'x'.repeat(100_000))
    await fetch(url('/v1/kv/long?raw'), { headers: { Authorization: 'Bearer t' } })
    const [{ headers, answer } = {}] = consul.requests
    expect(headers).toMatchObject({
      authorization: '<hidden>',
      'accept-encoding': expect.stringContaining('gzip') as string,
    })
    expect(answer?.headers).toMatchObject({ 'content-encoding': 'gzip' })
    expect(answer?.body).toBe('x'.repeat(4096))
    await using acl = await startConsul({ acl: { initialManagement: 'root-secret' } })
    const tokens = await fetch(`${acl.http.url}/v1/acl/token/self`, { headers: { 'X-Consul-Token': 'root-secret' } })
    expect(await tokens.text()).toContain('root-secret')
    expect(acl.requests[0]?.answer?.body).toContain('"SecretID": "<hidden>"')
  })
})

describe('faults', () => {
  const status = async (path = '/v1/kv/a'): Promise<number> => (await fetch(url(path))).status

  it('that are limited by times happen in the order in which they were given', async () => {
    consul.faults.use({ key: 'a' }, { status: 501 }, { times: 1 })
    consul.faults.use({ key: 'a' }, { status: 502 }, { times: 2 })
    consul.faults.use({ key: 'a' }, { status: 503 }, { times: 1 })
    expect([await status(), await status(), await status(), await status(), await status()]).toEqual([
      501, 502, 502, 503, 404,
    ])
  })

  it('that stay come after newer ones that are limited, and before older ones', async () => {
    consul.faults.use({ key: 'a' }, { status: 501 }, { times: 1 })
    consul.faults.use({ key: 'a' }, { status: 500 })
    consul.faults.use({ key: 'a' }, { status: 502 }, { times: 1 })
    expect([await status(), await status(), await status()]).toEqual([502, 500, 500])
  })

  it('may be functions, which answer or let through', async () => {
    consul.faults.use({ path: /^\/v1\/kv\// }, async ({ key, method, body }) => {
      if (key === 'made-up') return { body: [{ Key: key }], headers: { 'X-Consul-Index': '7' } }
      return method === 'PUT' && body === 'bad' ? { status: 400, body: 'refused' } : undefined
    })
    const made = await fetch(url('/v1/kv/made-up'))
    expect([made.status, made.headers.get('x-consul-index'), await made.json()]).toEqual([
      200,
      '7',
      [{ Key: 'made-up' }],
    ])
    const put = async (body: string | ReadableStream): Promise<string> =>
      (await fetch(url('/v1/kv/a'), { method: 'PUT', body, duplex: 'half' } as RequestInit)).text()
    expect(await put('bad')).toBe('refused')
    expect(await put('good')).toBe('true')
    expect(await put(new Blob(['bad']).stream())).toBe('refused')
    expect(await put(new Blob(['streamed']).stream())).toBe('true')
    expect(consul.kv.getText('a')).toBe('streamed')
    expect(consul.requests.map(({ body, answer }) => [body, answer?.body])).toContainEqual(['streamed', 'true'])
  })

  it('that throw, or answer what is none, say so', async () => {
    using broken = consul.faults.use({ key: 'a' }, { answer: () => ({ satus: 1 }) as object })
    const answer = await fetch(url('/v1/kv/a'))
    expect([answer.status, await answer.text()]).toEqual([
      500,
      "Failed to answer by a function: Failed to answer by a function: there is no 'satus': did you mean 'status'?",
    ])
    expect(broken.used).toBe(1)
  })
})
