import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../../../src/logging/logger.ts'
import { AgentExec } from '../../../../src/daemon/run-remote-exec.ts'
import { withAgent } from '../with-agent.ts'
import { until } from '../../../support/until.ts'

/** An agent that runs what it is asked to, or not. */
async function withExec(disableRemoteExec = false) {
  const exec = new AgentExec(silentLogger, { PATH: process.env['PATH'], SHELL: '/bin/sh' })
  const bench = await withAgent({
    onRemoteExec: event => {
      const { emulator } = bench
      void exec.handle(event, { ...emulator.agent.settings, disableRemoteExec }, emulator)
    },
  })
  return bench
}

type Bench = Awaited<ReturnType<typeof withExec>>

/** Runs the command; time goes on by as much as it waits once nothing more is to come. */
async function execute(bench: Bench, argv: readonly string[], nodes = 1, world: object = {}) {
  const run = bench.start(['exec', '-wait-repl=0', ...argv], world)
  const seen = (): number => run.written.stdout.split('finished with exit code').length - 1
  await until(() => seen() === nodes)
  await until(() => run.clock.pending > 0)
  await run.clock.advance(3_000)
  return { code: await run.done, ...run.written }
}

describe('refused', () => {
  test.each([
    [[], 'Must specify a command to execute\n\nUsage: '],
    [['-'], 'Must specify a command to execute\n\nUsage: '],
    [['-tag=a', 'x'], 'Cannot provide tag filter without service filter.\n'],
    [['-node=(', 'x'], 'Failed to compile node filter regexp: error parsing regexp: missing closing ): `(`\n'],
    [['-service=(', 'x'], 'Failed to compile service filter regexp: error parsing regexp: missing closing ): `(`\n'],
  ])('exec %j', async (argv, message) => {
    await using bench = await withExec()
    const run = bench.start(['exec', ...argv])
    expect(await run.done).toBe(1)
    expect(run.written.stderr.startsWith(message)).toBe(true)
  })
})

test('prints what the node prints, and how it ended', async () => {
  await using bench = await withExec()
  const outcome = await execute(bench, ["printf 'a\\n\\nb\\n'; printf err >&2; exit 3"])
  expect(outcome).toEqual({
    code: 2,
    stderr: '',
    stdout:
      '    node1: a\n    node1: \n    node1: b\n    node1: err\n==> node1: finished with exit code 3\n' +
      '1 / 1 node(s) completed / acknowledged\n',
  })
  expect((await bench.client.find('/v1/kv/_rexec', { recurse: true }))?.text()).toBeUndefined()
  expect((await bench.client.get('/v1/session/list')).json()).toEqual([])
  expect((await bench.client.get('/v1/event/list')).json()).toEqual([])
})

test('a script from the input', async () => {
  await using bench = await withExec()
  const { stdout } = await execute(bench, ['-'], 1, { stdin: '#!/bin/sh\necho from $(basename "$0")\n' })
  expect(stdout).toContain('    node1: from script\n')
})

test('a program with its arguments', async () => {
  await using bench = await withExec()
  const { stdout, code } = await execute(bench, ['-shell=false', 'echo', 'a', 'b  c'])
  expect(stdout).toContain('    node1: a b  c\n')
  expect(code).toBe(0)
})

test('what cannot be started ends with 255, what is killed with -1', async () => {
  await using bench = await withExec()
  expect((await execute(bench, ['-shell=false', 'no-such-program'])).stdout).toContain('exit code 255\n')
  expect((await execute(bench, ['kill -9 $$'])).stdout).toContain('exit code -1\n')
})

test('output of many keys comes in its order', async () => {
  await using bench = await withExec()
  const { stdout } = await execute(bench, ['seq 1 5000'])
  const numbers = stdout.match(/\d+$/gm) ?? []
  expect(stdout.replaceAll(/\n? {4}node1: ?/g, '\n').match(/^\d+$/gm)?.length).toBeGreaterThan(4_900)
  expect(numbers.at(0)).toBe('1')
})

test('tells everything with -verbose', async () => {
  await using bench = await withExec()
  const { stdout } = await execute(bench, ['-verbose', 'true'])
  expect(stdout.replaceAll(/[0-9a-f-]{36}/g, 'ID').split('\n')).toEqual([
    'Created remote execution session: ID',
    'Uploaded remote execution spec',
    'Fired remote execution event: ID',
    '==> node1: acknowledged',
    '==> node1: finished with exit code 0',
    '1 / 1 node(s) completed / acknowledged',
    expect.stringMatching(/^Completed in \d+\.\d\d seconds$/),
    '',
  ])
})

describe('nobody runs anything', () => {
  test.each([
    ['where it is not allowed', true, ['x']],
    ['on a node that is not meant', false, ['-node=other', 'x']],
    ['without the service', false, ['-service=none', 'x']],
  ])('%s', async (_, disabled, argv) => {
    await using bench = await withExec(disabled)
    const run = bench.start(['exec', '-wait-repl=0', ...argv])
    await bench.emulator.control.blocked.until({}, 1)
    await run.clock.advance(2_000)
    expect(await run.done).toBe(0)
    expect(run.written).toEqual({ stdout: '0 / 0 node(s) completed / acknowledged\n', stderr: '' })
  })
})

test('a node that has begun is waited for twice as long; it is a failure when nothing comes', async () => {
  await using bench = await withExec(true)
  const run = bench.start(['exec', '-wait-repl=0', 'x'])
  await bench.emulator.control.blocked.until({}, 1)
  const [session] = (await bench.client.get('/v1/session/list')).json<{ ID: string }[]>()
  await bench.client.put(`/v1/kv/_rexec/${session?.ID}/n/ack`, '', { acquire: session?.ID })
  await bench.emulator.control.blocked.until({}, 1)
  await until(() => bench.emulator.control.journal.requests.filter(({ path }) => path.endsWith('/')).length > 1)
  await run.clock.advance(3_900)
  expect(run.written.stdout).toBe('')
  await run.clock.advance(200)
  expect(await run.done).toBe(2)
  expect(run.written.stdout).toBe('0 / 1 node(s) completed / acknowledged\n')
})

test('a signal ends it', async () => {
  await using bench = await withExec(true)
  const run = bench.start(['exec', '-wait-repl=0', 'x'])
  await bench.emulator.control.blocked.until({}, 1)
  run.signals.emit('SIGINT')
  expect(await run.done).toBe(1)
  expect(run.written).toEqual({ stdout: '', stderr: '' })
  expect((await bench.client.get('/v1/session/list')).json()).toEqual([])
})
