import { describe, expect, it } from 'vitest'
import { askUdp } from '../dns/clients.ts'
import { encode } from '../dns/support.ts'
import { run } from './support.ts'

describe('the journal of HTTP requests', () => {
  it('remembers what came, in order', async () => {
    const { emulator, fetch, put } = await run()
    await put('/v1/kv/a?flags=3', 'one')
    await fetch('/v1/kv/a%20b?stale', { headers: { 'X-Consul-Token': 'secret' } })
    expect(emulator.control.journal.requests).toMatchObject([
      { id: 1, method: 'PUT', path: '/v1/kv/a', query: { flags: '3' }, key: 'a', token: '', status: 200, body: 'one' },
      {
        id: 2,
        method: 'GET',
        path: '/v1/kv/a%20b',
        key: 'a b',
        token: 'secret',
        status: 404,
        body: '',
        blocked: false,
      },
    ])
  })

  it.each([
    ['a header', '/v1/kv/a', { 'X-Consul-Token': 't' }],
    ['a bearer', '/v1/kv/a', { Authorization: 'Bearer t' }],
    ['the query', '/v1/kv/a?token=t', {}],
  ])('knows the token from %s', async (_from, path, headers) => {
    const { emulator, fetch } = await run()
    await fetch(path, { headers: headers as Record<string, string> })
    expect(emulator.control.journal.requests).toMatchObject([{ token: 't' }])
  })

  it('tells how long a request waited', async () => {
    const { emulator, fetch, put, advance } = await run()
    const { journal, blocked } = emulator.control
    const waiting = fetch('/v1/kv/a?index=1000')
    await blocked.until()
    expect(journal.requests).toMatchObject([{ blocked: true, status: undefined, duration: undefined }])
    const before = journal.index
    await advance(1500)
    await put('/v1/kv/b')
    await advance(310 * 60_000)
    await waiting
    expect(journal.index).toBeGreaterThan(before)
    expect(journal.find({ key: 'a' })).toMatchObject([{ blocked: true, status: 404 }])
    expect(journal.find({ key: 'a' })[0]?.duration).toBeGreaterThanOrEqual(300_000)
  })

  it('keeps a request unanswered whose client left', async () => {
    const { emulator, fetch } = await run()
    const { journal, blocked } = emulator.control
    const leave = new AbortController()
    const waiting = fetch('/v1/kv/a?index=1000', { signal: leave.signal }).catch(() => 'left')
    await blocked.until()
    const gone = new Promise<void>(resolve => {
      const end = journal.source().subscribe(() => {
        end()
        resolve()
      })
    })
    leave.abort()
    expect(await waiting).toBe('left')
    await gone
    expect(journal.requests).toMatchObject([{ status: undefined }])
    expect(blocked.list()).toEqual([])
  })

  it('keeps only the start of a large body', async () => {
    const { emulator, put } = await run()
    await put('/v1/kv/a', 'x'.repeat(100_000))
    expect(emulator.control.journal.requests[0]?.body).toBe('x'.repeat(4096))
  })

  it('remembers no more than it was made for', async () => {
    const { emulator, fetch } = await run({}, { control: { remembered: 3 } })
    for (let i = 0; i < 7; i++) await fetch(`/v1/kv/${i}`)
    expect(emulator.control.journal.requests.map(({ key }) => key)).toEqual(['4', '5', '6'])
    emulator.control.journal.clear()
    expect(emulator.control.journal.entries).toEqual([])
    await fetch('/v1/kv/7')
    expect(emulator.control.journal.requests).toMatchObject([{ id: 8, key: '7' }])
  })

  it('knows requests without a socket, too', async () => {
    const { emulator } = await run()
    await emulator.inject({ method: 'PUT', url: '/v1/kv/a', payload: 'b' })
    expect(emulator.control.journal.requests).toMatchObject([{ key: 'a', status: 200, body: 'b' }])
  })

  it('writes nothing down when it is switched off', async () => {
    const { emulator, fetch } = await run({}, { control: { recording: false } })
    await fetch('/v1/kv/a')
    expect(emulator.control.journal.requests).toEqual([])
    emulator.control.journal.recording = true
    await fetch('/v1/kv/b')
    expect(emulator.control.journal.requests).toMatchObject([{ key: 'b' }])
  })

  it('leaves the requests of the web page out', async () => {
    const { emulator, fetch } = await run()
    await fetch('/v1/kv/a', { headers: { 'X-Miniconsul': '1' } })
    expect(emulator.control.journal.requests).toEqual([])
  })
})

describe('assertions', () => {
  it('gives what was found', async () => {
    const { emulator, fetch } = await run()
    const { journal } = emulator.control
    await fetch('/v1/kv/a')
    await fetch('/v1/kv/a')
    expect(journal.assertRequested({ path: /^\/v1\/kv\// })).toHaveLength(2)
    expect(journal.assertRequested({ key: 'a', method: 'get' }, 2)).toHaveLength(2)
    expect(journal.assertRequested({ method: 'DELETE' }, 0)).toEqual([])
    expect(journal.assertRequested({ where: ({ status }) => status === 404 })).toHaveLength(2)
  })

  it('tells what came near', async () => {
    const { emulator, fetch, put } = await run()
    const { journal } = emulator.control
    await put('/v1/kv/a')
    await fetch('/v1/kv/b')
    await fetch('/v1/catalog/nodes')
    const error = { code: 'MC_ERR_NOT_REQUESTED', message: expect.stringContaining('') as string }
    expect(() => journal.assertRequested({ method: 'GET', key: 'a' })).toThrow(expect.objectContaining(error))
    expect(() => journal.assertRequested({ method: 'GET', key: 'a' })).toThrow(
      [
        'Failed to find at least one request like { method: "GET", key: "a" }:',
        '  none came.',
        '  The nearest:',
        '    PUT /v1/kv/a -> 200 (another method)',
        '    GET /v1/kv/b -> 404 (another key)',
        '    GET /v1/catalog/nodes -> 200 (another key)',
      ].join('\n'),
    )
    expect(() => journal.assertRequested({ method: 'PUT' }, 2)).toThrow(
      /Failed to find 2 requests like .*:\n {2}1 came:\n {4}PUT \/v1\/kv\/a -> 200/,
    )
  })

  it('refuses a match with a typing error', async () => {
    const { emulator } = await run()
    const match = { pth: '/v1/kv/a' } as object
    expect(() => emulator.control.journal.find(match)).toThrow(
      "Failed to match: there is no member 'pth': did you mean 'path'?",
    )
  })
})

describe('the journal of DNS questions', () => {
  it('remembers names, types and outcomes', async () => {
    const { emulator } = await run()
    await askUdp(emulator.dns.port, encode({ name: 'Consul.service.consul', type: 'SRV' }))
    await askUdp(emulator.dns.port, encode({ name: 'nobody.service.consul' }))
    await askUdp(emulator.dns.port, encode({ name: 'example.com', type: '64' }))
    const { journal } = emulator.control
    expect(journal.queries).toMatchObject([
      { id: 1, name: 'Consul.service.consul', type: 'SRV', rcode: 'NOERROR', answers: 1, transport: 'udp' },
      { id: 2, name: 'nobody.service.consul', type: 'A', rcode: 'NXDOMAIN', answers: 0 },
      { id: 3, name: 'example.com', type: '64', rcode: 'REFUSED', answers: 0 },
    ])
    expect(journal.assertQueried({ name: 'consul.service.consul.', type: 'srv' }, 1)).toHaveLength(1)
    expect(() => journal.assertQueried({ name: 'nobody.service.consul', type: 'SRV' })).toThrow(
      /The nearest:\n.*Consul.service.consul SRV -> NOERROR \(another name\)\n.*nobody.service.consul A -> NXDOMAIN \(another type\)/,
    )
    expect(journal.findQueries({ name: /service/ })).toHaveLength(2)
    expect(journal.requests).toEqual([])
  })
})
