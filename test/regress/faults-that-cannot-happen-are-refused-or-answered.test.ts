import { Resolver } from 'node:dns/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Consul, startConsul } from '../../src/index.ts'

let consul: Consul

beforeEach(async () => {
  consul = await startConsul()
})
afterEach(() => consul.close())

const ask = (path = '/v1/kv/greeting'): Promise<Response> =>
  fetch(consul.http.url + path, { signal: AbortSignal.timeout(5000) })
const use = (fault: string): Promise<Response> =>
  fetch(`${consul.http.url}/_miniconsul/faults`, { method: 'PUT', body: fault })

describe('a fault', () => {
  const circle: Record<string, unknown> = {}
  circle['itself'] = circle

  it.each([
    ['a bigint', 5n],
    ['a circle', circle],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    [
      'what throws',
      {
        toJSON: () => {
          throw new Error('no')
        },
      },
    ],
  ])('whose body is %s is refused', (_what, body) => {
    expect(() => consul.faults.use({}, { status: 500, body })).toThrow(
      expect.objectContaining({ code: 'MC_ERR_FAULT' }),
    )
  })

  it('whose body is nested beyond measure is refused over HTTP', async () => {
    const depth = 9000
    const answer = await use(`{"Fault": {"Status": 500, "Body": ${'['.repeat(depth)}${']'.repeat(depth)}}}`)
    expect(answer.status).toBe(400)
    expect((await ask()).status).toBe(404)
  })

  it('with a header that no such answer can have is refused', async () => {
    expect((await use('{"Fault": {"Status": 500, "Headers": {"Trailer": "x"}}}')).status).toBe(400)
    expect((await ask()).status).toBe(404)
  })
})

describe('a match', () => {
  it.each([
    { method: 5 },
    { path: 5 },
    { key: {} },
    { token: 1 },
    { query: 'a' },
    { query: { a: 1 } },
    { where: 'x' },
    null,
  ])('of HTTP requests is refused when it is of another kind: %j', match => {
    expect(() => consul.faults.use(match as object, { status: 500 })).toThrow(
      expect.objectContaining({ code: 'MC_ERR_MATCH' }),
    )
  })

  it.each([{ name: 5 }, { type: 5 }, { where: {} }])('of DNS questions is refused, too: %j', match => {
    expect(() => consul.faults.dns(match as object, 'servfail')).toThrow(
      expect.objectContaining({ code: 'MC_ERR_MATCH' }),
    )
  })

  it('that throws fails the request that it was asked about, and says why', async () => {
    const where = (): boolean => {
      throw new Error('no such thing')
    }
    consul.faults.use({ where }, { status: 503 })
    const answer = await ask()
    expect([answer.status, await answer.text()]).toEqual([500, 'Failed to look for faults: no such thing'])
    expect(consul.requests).toMatchObject([{ status: 500 }])
  })

  it('that throws fails the DNS question that it was asked about', async () => {
    const where = (): boolean => {
      throw new Error('no such thing')
    }
    consul.faults.dns({ where }, 'drop')
    const resolver = new Resolver({ timeout: 2000, tries: 1 })
    resolver.setServers([`${consul.dns.host}:${consul.dns.port}`])
    await expect(resolver.resolve4('consul.service.consul')).rejects.toMatchObject({ code: 'ESERVFAIL' })
    expect(consul.journal.queries).toMatchObject([{ rcode: 'SERVFAIL' }])
  })
})

describe('a request without a socket', () => {
  it.each(['hang', { delay: '1h' }] as const)(
    'that a fault holds up ends when the emulator closes: %j',
    async fault => {
      consul.faults.use({}, fault)
      const held = consul.inject('GET', '/v1/status/leader').catch(err => (err as Error).message)
      await new Promise(setImmediate)
      await consul.close()
      expect(await held).toBe('response destroyed before completion')
    },
  )

  it('whose body is cut ends as one whose connection broke', async () => {
    consul.kv.put('greeting', 'hello')
    consul.faults.use({}, { truncate: 2 })
    await expect(consul.inject('GET', '/v1/kv/greeting?raw')).rejects.toThrow('response destroyed before completion')
  })
})
