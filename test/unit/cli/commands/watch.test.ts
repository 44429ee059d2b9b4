import { describe, expect, test } from 'vitest'
import { withAgent } from '../with-agent.ts'
import { until } from '../../../support/until.ts'

test.each([
  [[], 'Watch type must be specified\n\nUsage: '],
  [['-type=bogus'], 'Unsupported watch type: bogus\n'],
  [['-type=key'], 'Must specify a single key to watch\n'],
  [['-type=key', '-key=k', '-filter=x'], 'Invalid parameters: [filter]\n'],
  [['-type=connect_roots'], 'Type connect_roots is not supported in the CLI tool\n'],
  [
    ['-type=service', '-service=x', '-passingonly=yes'],
    'Failed to parse passingonly flag: strconv.ParseBool: parsing "yes": invalid syntax\n',
  ],
  [
    ['-type=key', '-key=k', '-http-addr=127.0.0.1:1'],
    'Error querying Consul agent: Get "http://127.0.0.1:1/v1/status/leader": dial tcp 127.0.0.1:1: connect: connection refused\n',
  ],
])('watch %j is refused', async (flags, message) => {
  await using bench = await withAgent()
  const run = bench.start(['watch', ...flags])
  expect(await run.done).toBe(1)
  expect(run.written.stderr.startsWith(message)).toBe(true)
  expect(run.written.stdout).toBe('')
})

describe('without a child', () => {
  test('prints what there is, as the official client writes it, and ends', async () => {
    await using bench = await withAgent()
    await bench.client.put('/v1/kv/k', '<v>')
    const run = bench.start(['watch', '-type=key', '-key=k'])
    expect(await run.done).toBe(0)
    const [pair] = (await bench.client.get('/v1/kv/k')).json<{ ModifyIndex: number }[]>()
    expect(run.written.stdout).toBe(
      [
        '{',
        '    "Key": "k",',
        `    "CreateIndex": ${pair?.ModifyIndex},`,
        `    "ModifyIndex": ${pair?.ModifyIndex},`,
        '    "LockIndex": 0,',
        '    "Flags": 0,',
        '    "Value": "PHY+",',
        '    "Session": ""',
        '}',
        '',
      ].join('\n'),
    )
    expect(run.signals.eventNames()).toEqual([])
  })

  test.each([
    ['-type=key -key=none', 'null\n'],
    ['-type=keyprefix -prefix=none', 'null\n'],
    ['-type=event', '[]\n'],
    ['-type=checks -service=none', '[]\n'],
    ['-type=services', '{\n    "consul": []\n}\n'],
  ])('watch %s', async (line, output) => {
    await using bench = await withAgent()
    const run = bench.start(['watch', ...line.split(' ')])
    expect(await run.done).toBe(0)
    expect(run.written).toEqual({ stdout: output, stderr: '' })
  })

  test('instances with node and checks', async () => {
    await using bench = await withAgent()
    await bench.client.put('/v1/agent/service/register', JSON.stringify({ Name: 'web', Port: 80, Tags: ['a', 'b'] }))
    const run = bench.start(['watch', '-type=service', '-service=web', '-tag=a', '-tag=b'])
    expect(await run.done).toBe(0)
    const [entry] = JSON.parse(run.written.stdout) as Record<string, unknown>[]
    expect(Object.keys(entry ?? {})).toEqual(['Node', 'Service', 'Checks'])
    expect(entry).toMatchObject({
      Service: { ID: 'web', Port: 80, Proxy: { MeshGateway: {}, Expose: {} }, Connect: {} },
    })
  })

  test('tries again, and tells of it, while the agent refuses', async () => {
    await using bench = await withAgent()
    const run = bench.start(['watch', '-type=services', '-filter=bad('])
    await until(() => run.written.stderr !== '')
    expect(run.written.stderr).toMatch(
      /^\d{4}-\S+Z \[ERROR\] watch\.watch: Watch errored: type=services error="Unexpected response code: 500 .*" retry=5s\n$/,
    )
    run.signals.emit('SIGINT')
    expect(await run.done).toBe(0)
  })
})

describe('with a child', () => {
  test('runs it at the start and after each change', async () => {
    await using bench = await withAgent()
    await bench.client.put('/v1/kv/k', 'one')
    const run = bench.start(['watch', '-type=key', '-key=k', 'cat', '-v'], { env: { SHELL: '/bin/zsh' } })
    const first = await until(() => run.started[0])
    expect(first).toMatchObject({ command: 'cat -v', options: { shell: '/bin/zsh' } })
    expect(first.options.env['CONSUL_INDEX']).toMatch(/^\d+$/)
    expect(Buffer.from(first.options.stdin).toString()).toMatch(/^\{"Key":"k",.*"Value":"b25l","Session":""\}\n$/)
    first.exit(0)
    await bench.client.delete('/v1/kv/k')
    const second = await until(() => run.started[1])
    expect(Buffer.from(second.options.stdin).toString()).toBe('null\n')
    second.exit(0)
    run.signals.emit('SIGTERM')
    expect(await run.done).toBe(0)
    expect(run.started).toHaveLength(2)
  })

  test('without a shell it is a program with its arguments', async () => {
    await using bench = await withAgent()
    const run = bench.start(['watch', '-type=nodes', '-shell=false', 'a', 'b c'])
    const child = await until(() => run.started[0])
    expect(child.command).toEqual(['a', 'b c'])
    child.exit(3)
    expect(await run.done).toBe(1)
    expect(run.written.stderr).toBe('Error executing handler: exit status 3\n')
  })

  test('that cannot be started is the end', async () => {
    await using bench = await withAgent()
    const failure = new Error('exec: "x": executable file not found in $PATH')
    const children = { spawn: () => ({ pid: undefined, exited: Promise.reject(failure), kill: () => undefined }) }
    const run = bench.start(['watch', '-type=nodes', 'x'], { children })
    expect(await run.done).toBe(1)
    expect(run.written.stderr).toBe('Error starting handler: exec: "x": executable file not found in $PATH\n')
  })
})
