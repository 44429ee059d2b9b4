import { describe, expect, test } from 'vitest'
import { withAgent } from '../with-agent.ts'
import { until } from '../../../support/until.ts'

type Bench = Awaited<ReturnType<typeof withAgent>>
type Run = ReturnType<Bench['start']>

const lock = (bench: Bench, line: string): Run => bench.start(['lock', ...line.split(' ')])
const childOf = (run: Run) => until(() => run.started[0])
const keys = async ({ client }: Bench): Promise<unknown> => (await client.find('/v1/kv/', { keys: true }))?.json() ?? []
const sessions = async ({ client }: Bench) =>
  (await client.get('/v1/session/list')).json<{ ID: string; Name: string }[]>()

describe('refused', () => {
  test.each([
    ['', 'Key prefix and child command must be specified'],
    ['l', 'Key prefix and child command must be specified'],
    ['-n=0 l true', 'Lock holder limit must be positive'],
    ['-try=-1s l true', 'Timeout must be positive'],
    ['-timeout=-1s l true', 'Timeout must be positive'],
    ['-monitor-retry=-1 l true', "Number for 'monitor-retry' must be >= 0"],
  ])('lock %s', async (line, message) => {
    await using bench = await withAgent()
    const run = bench.start(['lock', ...line.split(' ').filter(Boolean)])
    expect(await run.done).toBe(1)
    expect(run.written.stderr).toBe(`${message}\n`)
  })
})

describe.each([
  ['a lock', '', ['m/.lock']],
  ['a semaphore', '-n=2 ', ['m/.lock', expect.stringMatching(/^m\/[0-9a-f-]{36}$/)]],
])('%s', (_, flags, held) => {
  test('is held while the child runs, and leaves nothing behind', async () => {
    await using bench = await withAgent()
    const run = lock(bench, `${flags}-verbose m echo hi`)
    const child = await childOf(run)
    expect(child).toMatchObject({
      command: 'echo hi',
      options: { env: { CONSUL_LOCK_HELD: 'true' }, stdin: 'ignore' },
    })
    expect(await keys(bench)).toEqual(held)
    expect(await sessions(bench)).toMatchObject([{ Name: "Consul lock for 'echo hi' at 'm'", TTL: '15s' }])
    child.exit(0)
    expect(await run.done).toBe(0)
    expect(await keys(bench)).toEqual([])
    expect(await sessions(bench)).toEqual([])
    expect(run.clock.pending).toBe(0)
    expect(run.written.stdout.split('\n').slice(1)).toEqual([
      'Attempting lock acquisition',
      'Starting handler',
      'Child terminated, releasing lock',
      'Cleanup succeeded',
      '',
    ])
  })

  test('that is lost ends the child: politely, after 5 seconds not', async () => {
    await using bench = await withAgent()
    const run = lock(bench, `${flags}-verbose -child-exit-code m sleep`)
    const child = await childOf(run)
    await bench.client.delete('/v1/kv/m', { recurse: true })
    await until(() => child.killed.length === 1)
    await until(() => run.clock.pending === 2)
    await run.clock.advance(5_000)
    await until(() => child.killed.length === 2)
    expect(child.killed).toEqual(['SIGTERM', 'SIGKILL'])
    child.exit(null, 'SIGKILL')
    expect(await run.done).toBe(0)
    expect(run.written.stderr).toBe('Error running handler: signal: killed\n')
    expect(run.written.stdout.split('\n').slice(3)).toEqual([
      'Lock lost, killing child',
      'Terminating child pid 1',
      'Child did not exit after grace period of 5s',
      'Killing child pid 1',
      'Cleanup succeeded',
      '',
    ])
  })

  test('is given back when a signal comes, which the child gets, too', async () => {
    await using bench = await withAgent()
    const run = lock(bench, `${flags}m sleep`)
    const child = await childOf(run)
    run.signals.emit('SIGINT')
    await until(() => child.killed.length === 2)
    expect(child.killed).toEqual(['SIGINT', 'SIGTERM'])
    child.exit(0)
    expect(await run.done).toBe(0)
    expect(await keys(bench)).toEqual([])
    expect(run.signals.listenerCount('SIGINT')).toBe(0)
  })
})

describe('a second client', () => {
  test('waits for the first', async () => {
    await using bench = await withAgent()
    const first = lock(bench, 'm a')
    const child = await childOf(first)
    const second = lock(bench, 'm b')
    await bench.emulator.control.blocked.until({}, 2)
    expect(second.started).toEqual([])
    child.exit(0)
    expect(await first.done).toBe(0)
    ;(await childOf(second)).exit(0)
    expect(await second.done).toBe(0)
  })

  test('gives up when its time is over', async () => {
    await using bench = await withAgent()
    const first = lock(bench, 'm a')
    const child = await childOf(first)
    const second = lock(bench, '-timeout=50ms m b')
    await until(() => second.clock.pending === 1)
    await second.clock.advance(60)
    expect(await second.done).toBe(1)
    expect(second.written.stderr).toBe('Shutdown triggered or timeout during lock acquisition\n')
    child.exit(0)
    await first.done
  })

  test('can be interrupted', async () => {
    await using bench = await withAgent()
    const first = lock(bench, 'm a')
    const child = await childOf(first)
    const second = lock(bench, '-verbose m b')
    await bench.emulator.control.blocked.until({}, 2)
    second.signals.emit('SIGTERM')
    expect(await second.done).toBe(0)
    expect(second.written.stderr).toBe('Shutdown triggered during lock acquisition\n')
    expect(second.written.stdout).toContain('Cleanup aborted, lock in use\n')
    child.exit(0)
    await first.done
  })

  test('is the third of two', async () => {
    await using bench = await withAgent()
    const runs = [lock(bench, '-n=2 s a'), lock(bench, '-n=2 s b')]
    const children = await Promise.all(runs.map(childOf))
    const third = lock(bench, '-n=2 s c')
    await bench.emulator.control.blocked.until({}, 3)
    expect(third.started).toEqual([])
    children[0]?.exit(0)
    ;(await childOf(third)).exit(0)
    children[1]?.exit(0)
    expect(await Promise.all([...runs, third].map(run => run.done))).toEqual([0, 0, 0])
    expect(await keys(bench)).toEqual([])
  })
})

describe('keys that are of another kind', () => {
  const SEMAPHORE = { flags: '16210313421097356768' }
  test.each<[line: string, value: string, query: Record<string, string>, message: string]>([
    ['m true', 'x', {}, 'Existing key does not match lock use'],
    ['-n=2 m true', 'x', {}, 'Existing key does not match semaphore use'],
    ['-n=2 m true', 'x', SEMAPHORE, "lock decoding failed: invalid character 'x' looking for beginning of value"],
    [
      '-n=2 m true',
      '{"Limit":"x"}',
      SEMAPHORE,
      'lock decoding failed: json: cannot unmarshal string into Go struct field semaphoreLock.Limit of type int',
    ],
    ['-n=2 m true', '{"Limit":3}', SEMAPHORE, 'semaphore limit conflict (lock: 3, local: 2)'],
  ])('lock %s: %s', async (line, value, query, message) => {
    await using bench = await withAgent()
    await bench.client.put('/v1/kv/m/.lock', value, query)
    const run = lock(bench, line)
    expect(await run.done).toBe(1)
    expect(run.written.stderr).toBe(`Lock acquisition failed: ${message}\n`)
    expect(await sessions(bench)).toEqual([])
  })
})

test('holders whose sessions are gone do not count', async () => {
  await using bench = await withAgent()
  const gone = { Limit: 2, Holders: { a: true, b: true } }
  await bench.client.put('/v1/kv/m/.lock', JSON.stringify(gone), { flags: '16210313421097356768' })
  const run = lock(bench, '-n=2 m true')
  ;(await childOf(run)).exit(0)
  expect(await run.done).toBe(0)
})

test.each([
  ['-child-exit-code m x', 7, 2],
  ['m x', 7, 0],
  ['-child-exit-code m x', 0, 0],
])('lock %s, whose child exits with %i, exits with %i', async (line, code, expected) => {
  await using bench = await withAgent()
  const run = lock(bench, line)
  ;(await childOf(run)).exit(code)
  expect(await run.done).toBe(expected)
  expect(run.written.stderr).toBe(code === 0 ? '' : `Error running handler: exit status ${code}\n`)
})

test('the session is renewed for as long as it takes', async () => {
  await using bench = await withAgent()
  const run = lock(bench, 'm sleep')
  const child = await childOf(run)
  await until(() => run.clock.pending === 1)
  for (let i = 0; i < 3; i++) {
    await run.clock.advance(7_500)
    await until(() => run.clock.pending === 1)
  }
  const renewed = bench.emulator.control.journal.requests.filter(({ path }) => path.includes('renew'))
  expect(renewed).toHaveLength(3)
  child.exit(0)
  expect(await run.done).toBe(0)
})
