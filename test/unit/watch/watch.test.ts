import { expect, test, vi } from 'vitest'
import { ConsulClient } from '../../../src/client/client.ts'
import { MovableClock } from '../../../src/lib/clock.ts'
import { parseWatch } from '../../../src/watch/plan.ts'
import { runWatch } from '../../../src/watch/watch.ts'
import { stubAgent } from '../client/stub-agent.ts'

interface Step {
  readonly status?: number
  readonly index?: number | string
  readonly body?: unknown
}

/** Runs a watch against an agent that gives these answers, then none, until it has asked once more. */
async function watchThrough(given: Record<string, unknown>, steps: readonly Step[]) {
  const left = [...steps]
  await using agent = await stubAgent((_, response) => {
    const step = left.shift()
    if (!step) return
    response.statusCode = step.status ?? 200
    if (step.index !== undefined) response.setHeader('X-Consul-Index', String(step.index))
    response.end(step.body === undefined ? '' : JSON.stringify(step.body))
  })
  const over = new AbortController()
  const clock = new MovableClock({ manual: true })
  const changes: [value: unknown, index: bigint][] = []
  const retries: number[] = []
  const watching = runWatch(
    parseWatch({ ...given }),
    { client: new ConsulClient({ address: agent.address }), clock, signal: over.signal },
    {
      onChange: (value, index) => void changes.push([value, index]),
      onError: (_, retry) => void retries.push(retry),
    },
  )
  await vi.waitFor(async () => {
    if (agent.seen.length <= steps.length && clock.pending > 0) await clock.advance(180_000)
    expect(agent.seen.length).toBe(steps.length + 1)
  })
  over.abort()
  await watching
  expect(clock.pending).toBe(0)
  return { changes, retries, lines: agent.lines() }
}

const pair = (Value: string, ModifyIndex = 1) => [
  { LockIndex: 0, Key: 'k', Flags: 0, Value, CreateIndex: 1, ModifyIndex },
]

test('the next request waits after the index of the one before', async () => {
  const { changes, lines } = await watchThrough({ type: 'key', key: 'k' }, [
    { index: 5, body: pair('YQ==') },
    { index: 9, body: pair('Yg==') },
  ])
  expect(lines).toEqual(['GET /v1/kv/k', 'GET /v1/kv/k?index=5', 'GET /v1/kv/k?index=9'])
  expect(changes.map(([value, index]) => [(value as { Value: string }).Value, index])).toEqual([
    ['YQ==', 5n],
    ['Yg==', 9n],
  ])
})

test('what has not changed is not reported again, whatever its index', async () => {
  const { changes } = await watchThrough({ type: 'key', key: 'k' }, [
    { index: 5, body: pair('YQ==') },
    { index: 5, body: pair('YQ==') },
    { index: 6, body: pair('YQ==') },
  ])
  expect(changes).toHaveLength(1)
})

test('an index that goes back is followed', async () => {
  const { lines, changes } = await watchThrough({ type: 'key', key: 'k' }, [
    { index: 500, body: pair('YQ==') },
    { index: 3, body: pair('Yg==') },
  ])
  expect(lines.at(-1)).toBe('GET /v1/kv/k?index=3')
  expect(changes).toHaveLength(2)
})

test('a key that is missing is null, and so is an empty prefix', async () => {
  const missing = [{ status: 404, index: 5 }]
  expect((await watchThrough({ type: 'key', key: 'k' }, missing)).changes).toEqual([[null, 5n]])
  expect((await watchThrough({ type: 'keyprefix', prefix: 'k' }, missing)).changes).toEqual([[null, 5n]])
})

test('failures are tried again after growing pauses; then it tells anew', async () => {
  const failure = { status: 500, body: 'no' }
  const { changes, retries, lines } = await watchThrough({ type: 'key', key: 'k' }, [
    { index: 5, body: pair('YQ==') },
    ...Array.from({ length: 8 }, () => failure),
    { index: 5, body: pair('YQ==') },
    failure,
  ])
  expect(retries).toEqual([5_000, 20_000, 45_000, 80_000, 125_000, 180_000, 180_000, 180_000, 5_000])
  expect(changes).toHaveLength(2)
  expect(lines.slice(1, 3)).toEqual(['GET /v1/kv/k?index=5', 'GET /v1/kv/k'])
})

test('an agent that tells no index is asked at times only', async () => {
  const { retries, changes } = await watchThrough({ type: 'nodes' }, [{ body: [] }, { body: [] }])
  expect(retries).toEqual([])
  expect(changes).toEqual([[[], 0n]])
})

test('of events only the new ones', async () => {
  const event = (at: string) => ({ ID: `00000000-0000-0000-0000-0000000000${at}`, Name: 'x', Version: 1, LTime: 1 })
  const { changes } = await watchThrough({ type: 'event', name: 'x' }, [
    { index: 0x11, body: [event('10'), event('11')] },
    { index: 0x13, body: [event('10'), event('11'), event('12'), event('13')] },
  ])
  const ids = changes.map(([value]) => (value as { ID: string }[]).map(({ ID }) => ID.slice(-2)))
  expect(ids).toEqual([
    ['10', '11'],
    ['12', '13'],
  ])
})

test('a service of the agent is watched by its hash', async () => {
  const service = { ID: 'web', Service: 'web', ContentHash: 'abc', Weights: { Passing: 1, Warning: 1 } }
  const { lines, changes } = await watchThrough({ type: 'agent_service', service_id: 'web' }, [{ body: service }])
  expect(lines).toEqual(['GET /v1/agent/service/web', 'GET /v1/agent/service/web?hash=abc'])
  expect(changes[0]?.[0]).toMatchObject({ ID: 'web', Tags: null, Port: 0 })
})
