import { arch, availableParallelism, platform } from 'node:os'
import { describe, expect, it } from 'vitest'
import { goArch, goOs } from '../../../../../src/go/runtime.ts'
import { MovableClock } from '../../../../../src/lib/clock.ts'
import { defaultSettings } from '../../../../../src/model/settings.ts'
import { startConsul } from './harness.ts'

const clock = (): MovableClock => new MovableClock({ manual: true, start: Date.UTC(2026, 0, 2, 3, 4, 5) })

describe('the monitor', () => {
  async function read(path: string, log: (consul: Awaited<ReturnType<typeof startConsul>>) => void): Promise<string> {
    const consul = await startConsul({}, { clock: clock() })
    const abort = new AbortController()
    const headers = { 'accept-encoding': 'identity' }
    const response = await fetch(consul.url + path, { headers, signal: abort.signal })
    expect(response.headers.get('content-type')).toBeNull()
    log(consul)
    const reader = response.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    abort.abort()
    return new TextDecoder().decode(value)
  }

  it('shows lines of its level and of more severe ones', async () => {
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
  const processors = String(availableParallelism())
  expect(json).toMatchObject({
    Config: { Datacenter: 'dc1', NodeName: 'node1', Server: true, Version: '1.21.4' },
    DebugConfig: {
      DevMode: true,
      DNSDomain: 'consul.',
      DNSRecursorTimeout: '2s',
      MaxQueryTime: '10m0s',
      Cloud: { NodeID: expect.stringMatching(/^.{36}$/), NodeName: 'node1' },
    },
    Coord: { Error: 1.5 },
    Member: { Name: 'node1', Status: 1 },
    Meta: { rack: 'r1', 'consul-version': '1.21.4' },
    Stats: {
      agent: { checks: '1', check_ttls: '1', services: '0' },
      // as Go's programs tell it
      runtime: {
        arch: goArch(arch()),
        cpu_count: processors,
        max_procs: processors,
        os: goOs(platform()),
        version: 'go1.23.12',
      },
    },
    xDS: { Ports: { Plaintext: 8502, TLS: 8503 } },
  })
  expect(await consul.get('/v1/agent/members?wan=1')).toMatchObject({ json: [{ Name: 'node1.dc1', Port: 8302 }] })
})

describe('metrics', () => {
  const telemetry = { ...defaultSettings.telemetry, prefix: 'mine', hostname: false, prometheus: true }

  it('come as JSON, by intervals', async () => {
    const consul = await startConsul({}, { clock: clock() })
    await consul.get('/v1/kv/a')
    await consul.get('/v1/agent/services')
    expect((await consul.get('/v1/agent/metrics')).json).toMatchObject({
      Timestamp: '2026-01-02 03:04:00 +0000 UTC',
      Gauges: expect.arrayContaining([
        expect.objectContaining({ Name: expect.stringMatching(/^consul\..*\.raft\.peers$/), Value: 1 }),
      ]),
      Points: [],
      Counters: [
        { Name: 'consul.client.rpc', Count: 1, Rate: 0.1, Sum: 1, Min: 1, Max: 1, Mean: 1, Stddev: 0, Labels: {} },
        { Name: 'consul.rpc.request', Count: 1 },
        { Name: 'consul.rpc.query', Count: 1 },
      ],
      Samples: [
        { Name: 'consul.api.http', Count: 1, Labels: { method: 'GET', path: 'v1_kv_' } },
        { Name: 'consul.api.http', Count: 1, Labels: { method: 'GET', path: 'v1_agent_services' } },
      ],
    })
  })

  it('come as Prometheus wants them, and count what was answered from the cache', async () => {
    const consul = await startConsul({ telemetry }, { clock: clock() })
    for (let i = 0; i < 3; i++) await consul.get('/v1/kv/a')
    const { headers, text } = await consul.get('/v1/agent/metrics?format=prometheus')
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toMatch(/^# TYPE mine_raft_peers gauge\nmine_raft_peers 1$/m)
    expect(text).toMatch(/^# TYPE mine_rpc_query counter\nmine_rpc_query 3$/m)
    expect(text).toMatch(/^mine_api_http_count\{method="GET",path="v1_kv_"\} 3$/m)
  })

  it('are streamed, a line for each interval', async () => {
    const time = clock()
    const consul = await startConsul({ telemetry }, { clock: time })
    const abort = new AbortController()
    const response = await fetch(`${consul.url}/v1/agent/metrics/stream`, { signal: abort.signal })
    const reader = response.body?.getReader()
    await consul.get('/v1/kv/a')
    await time.advance(10_000)
    const { value } = (await reader?.read()) ?? {}
    abort.abort()
    expect(JSON.parse(new TextDecoder().decode(value))).toMatchObject({
      Counters: expect.arrayContaining([expect.objectContaining({ Name: 'mine.rpc.query', Count: 1 })]),
    })
  })
})

it('events look at the tags of the agent’s own services', async () => {
  const consul = await startConsul()
  await consul.put('/v1/agent/service/register', { Name: 'web', Tags: ['blue'] })
  await consul.put('/v1/event/fire/a?service=web&tag=blue')
  await consul.put('/v1/event/fire/b?service=web&tag=green')
  expect((await consul.get('/v1/event/list')).json).toMatchObject([{ Name: 'a' }])
})

it('shows every address of a listener, that of gRPC as well', async () => {
  const { get } = await startConsul({
    clientAddresses: ['127.0.0.1', '127.0.0.2'],
    addresses: { ...defaultSettings.addresses, http: ['127.0.0.1'], grpc: ['127.0.0.3'], dns: ['127.0.0.1', '::1'] },
  })
  const DebugConfig: unknown = expect.objectContaining({
    ClientAddrs: ['127.0.0.1', '127.0.0.2'],
    DNSAddrs: [],
    GRPCAddrs: ['tcp://127.0.0.3:8502'],
    GRPCTLSAddrs: ['tcp://127.0.0.1:8503', 'tcp://127.0.0.2:8503'],
  })
  expect(await get('/v1/agent/self')).toMatchObject({ json: { DebugConfig } })
})
