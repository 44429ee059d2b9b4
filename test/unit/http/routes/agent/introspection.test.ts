import { describe, expect, it } from 'vitest'
import { MovableClock } from '../../../../../src/lib/clock.ts'
import { startConsul } from './harness.ts'

const clock = (): MovableClock => new MovableClock({ manual: true, start: Date.UTC(2026, 0, 2, 3, 4, 5) })

describe('the monitor', () => {
  async function read(path: string, log: (consul: Awaited<ReturnType<typeof startConsul>>) => void): Promise<string> {
    const consul = await startConsul({}, { clock: clock() })
    const abort = new AbortController()
    const response = await fetch(consul.url + path, { signal: abort.signal })
    expect(response.headers.get('content-type')).toBeNull()
    log(consul)
    const reader = response.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    abort.abort()
    return new TextDecoder().decode(value)
  }

  it('shows lines of its level and graver ones', async () => {
    const text = await read('/v1/agent/monitor?loglevel=WARN', ({ agent }) => {
      agent.logger.info('not this')
      agent.logger.warn('Look out', { service: 'web' })
    })
    expect(text).toBe('2026-01-02T03:04:05.000Z [WARN]  agent: Look out: service=web\n')
  })

  it('shows them as JSON on demand', async () => {
    const text = await read('/v1/agent/monitor?logjson', ({ agent }) => agent.logger.info('Hello', { n: 1n }))
    expect(JSON.parse(text)).toEqual({
      '@level': 'info',
      '@message': 'Hello',
      '@module': 'agent',
      '@timestamp': '2026-01-02T03:04:05.000Z',
      n: '1',
    })
  })

  it('knows its levels', async () => {
    const consul = await startConsul()
    expect(await consul.get('/v1/agent/monitor?loglevel=off')).toMatchObject({
      status: 400,
      text: 'Unknown log level: off',
    })
  })
})

it('self tells who the agent is and how it is configured', async () => {
  const consul = await startConsul({ nodeMeta: { rack: 'r1' } })
  await consul.put('/v1/agent/check/register', { Name: 'c', TTL: '1m' })
  const { json } = await consul.get('/v1/agent/self')
  expect(json).toMatchObject({
    Config: { Datacenter: 'dc1', NodeName: 'node1', Server: true, Version: '1.21.4' },
    DebugConfig: { DevMode: true, DNSDomain: 'consul.', DNSRecursorTimeout: '2s', MaxQueryTime: '10m0s' },
    Coord: { Error: 1.5 },
    Member: { Name: 'node1', Status: 1 },
    Meta: { rack: 'r1', 'consul-version': '1.21.4' },
    Stats: { agent: { checks: '1', check_ttls: '1', services: '0' } },
    xDS: { Ports: { Plaintext: 8502, TLS: 8503 } },
  })
  expect(await consul.get('/v1/agent/members?wan=1')).toMatchObject({ json: [{ Name: 'node1.dc1', Port: 8302 }] })
})

it('metrics come as JSON, or as Prometheus wants them', async () => {
  const consul = await startConsul({ prometheus: true }, { clock: clock() })
  expect((await consul.get('/v1/agent/metrics')).json).toMatchObject({
    Timestamp: '2026-01-02 03:04:00 +0000 UTC',
    Gauges: expect.arrayContaining([
      expect.objectContaining({ Name: expect.stringMatching(/^consul\..*\.raft\.peers$/) }),
    ]),
    Counters: [],
  })
  const { headers, text } = await consul.get('/v1/agent/metrics?format=prometheus')
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(text).toMatch(/^# TYPE consul_raft_peers gauge\nconsul_raft_peers 1$/m)
})

it('events look at the tags of the agent’s own services', async () => {
  const consul = await startConsul()
  await consul.put('/v1/agent/service/register', { Name: 'web', Tags: ['blue'] })
  await consul.put('/v1/event/fire/a?service=web&tag=blue')
  await consul.put('/v1/event/fire/b?service=web&tag=green')
  expect((await consul.get('/v1/event/list')).json).toMatchObject([{ Name: 'a' }])
})
