import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../src/control/fault.ts'
import { run, type Running } from './support.ts'

/** What a client sees on the wire until the connection ends. */
function onWire({ emulator }: Running, request: string): Promise<{ text: string; error: string | undefined }> {
  return new Promise(resolve => {
    const socket = connect(emulator.http.port, '127.0.0.1', () => socket.write(request))
    let text = ''
    let error: string | undefined
    socket.on('data', data => (text += data.toString('latin1')))
    socket.on('error', (err: NodeJS.ErrnoException) => (error = err.code))
    socket.on('close', () => resolve({ text, error }))
  })
}

const GET = 'GET /v1/kv/a HTTP/1.1\r\nHost: localhost\r\n\r\n'

/** Resolves once the journal has another entry. */
async function arrived({ emulator }: Running): Promise<void> {
  const { journal } = emulator.control
  await new Promise<void>(resolve => {
    const end = journal.source().subscribe(() => {
      end()
      resolve()
    })
  })
}

describe('faults', () => {
  it('another answer', async () => {
    const { emulator, fetch, put } = await run()
    const fault = emulator.control.faults.use({ key: 'a' }, { status: 503, body: 'busy' })
    const answer = await fetch('/v1/kv/a')
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      503,
      'text/plain; charset=utf-8',
      'busy',
    ])
    expect((await put('/v1/kv/a', 'x'.repeat(200_000))).status).toBe(503)
    expect((await fetch('/v1/kv/b')).status).toBe(404)
    expect(fault.used).toBe(2)
    expect(emulator.control.journal.requests).toMatchObject([
      { fault: fault.id, status: 503 },
      { fault: fault.id, status: 503 },
      { fault: undefined },
    ])
    fault.remove()
    expect((await fetch('/v1/kv/a')).status).toBe(404)
  })

  it('an answer with JSON, headers, or no body at all', async () => {
    const { emulator, fetch } = await run()
    const { faults } = emulator.control
    faults.use({ path: '/v1/a' }, { status: 429, body: { wait: 1 }, headers: { 'Retry-After': '7' } })
    faults.use({ path: '/v1/b' }, { status: 204 })
    faults.use({ path: '/v1/c' }, { status: 500 })
    const a = await fetch('/v1/a')
    expect([a.status, a.headers.get('retry-after'), await a.json()]).toEqual([429, '7', { wait: 1 }])
    expect((await fetch('/v1/b')).status).toBe(204)
    expect(await (await fetch('/v1/c')).text()).toBe('Internal Server Error')
    expect((await fetch('/v1/c', { method: 'HEAD' })).headers.get('content-length')).toBe('21')
  })

  it('a reset connection', async () => {
    const running = await run()
    running.emulator.control.faults.use({}, 'reset')
    expect(await onWire(running, GET)).toEqual({ text: '', error: 'ECONNRESET' })
    await expect(running.fetch('/v1/kv/a')).rejects.toThrow('fetch failed')
    expect(running.emulator.control.journal.requests).toMatchObject([{ status: undefined }, { status: undefined }])
  })

  it('a body that ends too early', async () => {
    const running = await run()
    await running.put('/v1/kv/a', 'value')
    const { faults } = running.emulator.control
    using cut = faults.use({ method: 'GET' }, { truncate: 10 })
    const { text } = await onWire(running, GET)
    const [head = '', body] = text.split('\r\n\r\n')
    expect(body).toHaveLength(10)
    expect(Number(/content-length: (\d+)/i.exec(head)?.[1])).toBeGreaterThan(10)
    await expect(running.fetch('/v1/kv/a').then(answer => answer.text())).rejects.toThrow('terminated')
    expect(cut.used).toBe(2)
    using none = faults.use({}, { truncate: 0 })
    expect((await onWire(running, GET)).text).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\n$/)
    expect(none.used).toBe(1)
    faults.use({}, { truncate: 100_000 })
    expect(await running.fetch('/v1/kv/a?raw').then(answer => answer.text())).toBe('value')
  })

  it('a truncated answer of its own', async () => {
    const running = await run()
    running.emulator.control.faults.use({}, { status: 200, body: 'half a sentence', truncate: 4 })
    expect((await onWire(running, GET)).text).toMatch(/\r\n\r\nhalf$/)
  })

  it('a delay, by the moved clock', async () => {
    const running = await run()
    const { emulator, put, advance, clock } = running
    emulator.control.faults.use({ method: 'PUT' }, { delay: '10s' }, { times: 1 })
    let done = false
    const came = arrived(running)
    const waiting = put('/v1/kv/a', 'late').then(answer => {
      done = true
      return answer.json()
    })
    await came
    await advance(9_999)
    expect(done).toBe(false)
    await advance(1)
    expect(await waiting).toBe(true)
    expect(emulator.control.journal.requests).toMatchObject([{ duration: 10_000, status: 200, body: 'late' }])
    expect(clock.pending).toBe(pendingOf(await run()))
  })

  it('a delay, then an error', async () => {
    const running = await run()
    running.emulator.control.faults.use({}, { delay: 500, status: 500, body: 'late' })
    const came = arrived(running)
    const waiting = running.fetch('/v1/kv/a')
    await came
    await running.advance(500)
    expect(await (await waiting).text()).toBe('late')
  })

  it('no answer, until the fault is removed', async () => {
    const running = await run()
    const fault = running.emulator.control.faults.use({ key: 'a' }, 'hang')
    const came = arrived(running)
    const waiting = running.put('/v1/kv/a', 'b')
    await came
    await running.advance(3_600_000)
    fault.remove()
    expect(await (await waiting).json()).toBe(true)
    expect(await (await running.fetch('/v1/kv/a?raw')).text()).toBe('b')
  })

  it('no answer, until the emulator is closed', async () => {
    const running = await run()
    running.emulator.control.faults.use({}, { hang: true, delay: 5 })
    running.emulator.control.faults.use({ key: 'b' }, { hang: true })
    const first = arrived(running)
    const a = running.fetch('/v1/kv/a').catch(() => 'cut off')
    await first
    const second = arrived(running)
    const b = running.fetch('/v1/kv/b').catch(() => 'cut off')
    await second
    await running.emulator.close()
    expect([await a, await b]).toEqual(['cut off', 'cut off'])
    expect(running.clock.pending).toBe(0)
  })

  it('forgets what it holds when the client leaves', async () => {
    const running = await run()
    const idle = running.clock.pending
    running.emulator.control.faults.use({}, { delay: '1h' })
    const leave = new AbortController()
    const came = arrived(running)
    const waiting = running.fetch('/v1/kv/a', { signal: leave.signal }).catch(() => 'left')
    await came
    expect(running.clock.pending).toBe(idle + 1)
    const gone = arrived(running)
    leave.abort()
    expect(await waiting).toBe('left')
    await gone
    expect(running.clock.pending).toBe(idle)
  })

  it('an index that goes backwards', async () => {
    const { emulator, fetch, put } = await run()
    await put('/v1/kv/a')
    emulator.control.faults.use({ key: 'a' }, { index: 1 }, { times: 2 })
    expect((await fetch('/v1/kv/a')).headers.get('x-consul-index')).toBe('1')
    const answer = await fetch('/v1/kv/a?index=5000')
    expect([answer.status, answer.headers.get('x-consul-index')]).toEqual([200, '1'])
    expect(Number((await fetch('/v1/kv/a')).headers.get('x-consul-index'))).toBeGreaterThan(1)
  })

  it('a wake-up without a change', async () => {
    const { emulator, fetch, put } = await run()
    await put('/v1/kv/a')
    const index = (await fetch('/v1/kv/a')).headers.get('x-consul-index')
    const fault = emulator.control.faults.use({}, 'spuriousWake')
    await fetch('/v1/kv/a')
    expect(fault.used).toBe(0)
    const answer = await fetch(`/v1/kv/a?index=${index}`)
    expect([answer.status, answer.headers.get('x-consul-index')]).toEqual([200, index])
    expect(fault.used).toBe(1)
    expect((await fetch(`/v1/event/list?index=1`)).status).toBe(200)
    expect((await fetch(`/v1/kv/a?index=1`)).status).toBe(200)
  })

  it('no leader', async () => {
    const { emulator, fetch, put } = await run()
    await put('/v1/kv/a', 'b')
    emulator.control.faults.use({}, 'noLeader')
    const read = await fetch('/v1/kv/a')
    expect([read.status, await read.text()]).toEqual([500, 'No cluster leader'])
    expect((await put('/v1/kv/a', 'c')).status).toBe(500)
    expect((await put('/v1/kv/a?stale', 'c')).status).toBe(500)
    const stale = await fetch('/v1/kv/a?stale')
    expect([stale.status, stale.headers.get('x-consul-knownleader')]).toEqual([200, 'false'])
    expect((await fetch('/v1/agent/self')).status).toBe(200)
    expect((await fetch('/v1/status/leader')).status).toBe(200)
  })

  it('stale reads', async () => {
    const { emulator, fetch } = await run()
    emulator.control.faults.use({}, { lastContact: '5s', knownLeader: false })
    const contact = async (path: string): Promise<unknown[]> => {
      const { headers } = await fetch(path)
      return [headers.get('x-consul-lastcontact'), headers.get('x-consul-knownleader')]
    }
    expect(await contact('/v1/catalog/nodes')).toEqual(['0', 'true'])
    expect(await contact('/v1/catalog/nodes?stale')).toEqual(['5000', 'false'])
    expect(await contact('/v1/catalog/nodes?max_stale=4s')).toEqual(['0', 'true'])
    expect(await contact('/v1/catalog/nodes?max_stale=5s')).toEqual(['5000', 'false'])
  })
})

function pendingOf({ clock }: Running): number {
  return clock.pending
}

describe('which of them happens', () => {
  it('the newest that fits', async () => {
    const { emulator, fetch } = await run()
    const { faults } = emulator.control
    faults.use({}, { status: 501 })
    faults.use({ path: /^\/v1\/kv\// }, { status: 502 })
    const newest = faults.use({ key: 'a', token: 't' }, { status: 503 })
    const status = async (path: string): Promise<number> => (await fetch(path)).status
    expect(await status('/v1/kv/a?token=t')).toBe(503)
    expect(await status('/v1/kv/a')).toBe(502)
    expect(await status('/v1/catalog/nodes')).toBe(501)
    newest.remove()
    expect(await status('/v1/kv/a?token=t')).toBe(502)
  })

  it('so many times', async () => {
    const { emulator, fetch } = await run()
    emulator.control.faults.use({}, { status: 500 }, { times: 2 })
    const statuses: number[] = []
    for (let i = 0; i < 4; i++) statuses.push((await fetch('/v1/catalog/nodes')).status)
    expect(statuses).toEqual([500, 500, 200, 200])
    expect(emulator.control.faults.list()).toMatchObject([{ used: 2, times: 2 }])
  })

  it('by chance, which the seed decides, without moving other chance', async () => {
    const outcome = async (probability: number): Promise<[number, string]> => {
      const { emulator, fetch, put } = await run()
      emulator.control.faults.use({ key: 'a' }, { status: 500 }, { probability })
      let failed = 0
      for (let i = 0; i < 60; i++) failed += (await fetch('/v1/kv/a')).status === 500 ? 1 : 0
      return [failed, ((await (await put('/v1/session/create')).json()) as { ID: string }).ID]
    }
    const [often, id] = await outcome(0.5)
    expect(often).toBeGreaterThan(15)
    expect(often).toBeLessThan(45)
    expect(await outcome(0.5)).toEqual([often, id])
    expect(await outcome(0.2)).not.toEqual([often, id])
    expect((await outcome(0))[0]).toBe(0)
  })

  it('matches by query and by a function', async () => {
    const { emulator, fetch } = await run()
    const { faults } = emulator.control
    faults.use({ query: { dc: 'dc9' } }, { status: 510 })
    faults.use({ where: request => request.url.endsWith('/nodes') }, { status: 511 })
    expect((await fetch('/v1/catalog/services?dc=dc9')).status).toBe(510)
    expect((await fetch('/v1/catalog/nodes')).status).toBe(511)
    expect((await fetch('/v1/catalog/services')).status).toBe(200)
  })

  it('goes with its scope', async () => {
    const { emulator, fetch } = await run()
    {
      using fault = emulator.control.faults.use({}, { status: 500 })
      expect((await fetch('/v1/catalog/nodes')).status).toBe(500)
      expect(fault.used).toBe(1)
    }
    expect((await fetch('/v1/catalog/nodes')).status).toBe(200)
  })

  it('tells which never happened', async () => {
    const { emulator, fetch } = await run()
    const { faults } = emulator.control
    faults.use({ method: 'GET' }, { status: 500 }, { times: 2 })
    faults.use({ key: 'a' }, { status: 500 })
    faults.use({ path: /nobody/ }, 'reset')
    faults.dns({ name: 'a.b' }, 'drop', { times: 1 })
    await fetch('/v1/kv/a')
    await fetch('/v1/kv/b')
    expect(() => faults.assertUsed()).toThrow(
      [
        'Failed to find all faults used:',
        '  4: dns {"name":"a.b"}: {"kind":"drop","delay":0}, used 0 of 1 times',
        '  3: http {"path":"/nobody/"}: {"reset":true}, used 0 times',
        '  1: http {"method":"GET"}: {"status":500}, used 1 of 2 times',
      ].join('\n'),
    )
    faults.reset()
    faults.assertUsed()
    expect(faults.list()).toEqual([])
    expect((await fetch('/v1/catalog/nodes')).status).toBe(200)
  })

  it.each<[string, Fault, object]>([
    ['it does nothing', {}, {}],
    ['it does nothing', { hang: false }, {}],
    ["there is no 'stats'", { stats: 500 } as Fault, {}],
    ["there is no 'explode'", 'explode' as Fault, {}],
    ['status has to be', { status: 99 }, {}],
    ['status and reset do not go together', { status: 500, reset: true }, {}],
    ['a body or headers need a status', { delay: 1, body: 'x' }, {}],
    ['headers has to be', { status: 500, headers: { 'a b': 'c' } }, {}],
    ['headers has to be', { status: 500, headers: { a: 'b\r\nc: d' } }, {}],
    ['truncate has to be', { truncate: -1 }, {}],
    ['-1s is negative', { delay: '-1s' }, {}],
    ['time: unknown unit "parsecs"', { delay: '3parsecs' }, {}],
    ['times has to be', 'hang', { times: 0 }],
    ['probability has to be', 'hang', { probability: 2 }],
  ])('refuses: %s', async (reason, fault, options) => {
    const { emulator } = await run()
    expect(() => emulator.control.faults.use({}, fault, options)).toThrow(reason)
  })
})
