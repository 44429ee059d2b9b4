import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withAgent } from '../with-agent.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'snapshot-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

async function run(bench: Awaited<ReturnType<typeof withAgent>>, line: string) {
  const run = bench.start(['snapshot', ...line.split(' ')], { cwd })
  return { code: await run.done, ...run.written }
}

test('save, then restore', async () => {
  await using bench = await withAgent()
  await bench.client.put('/v1/kv/s', '1')
  const { stdout, code } = await run(bench, 'save a.snap')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Saved and verified snapshot to index \d+\n$/)
  expect(readdirSync(cwd)).toEqual(['a.snap'])
  expect(statSync(join(cwd, 'a.snap')).mode & 0o777).toBe(0o600)
  await bench.client.delete('/v1/kv/s')
  expect(await run(bench, 'restore a.snap')).toEqual({ code: 0, stdout: 'Restored snapshot\n', stderr: '' })
  expect((await bench.client.get('/v1/kv/s', { raw: true })).text()).toBe('1')
})

test.each([
  ['version,dc a.snap', 'a-1.21.4-dc1.snap'],
  ['dc a.b.snap', 'a.b-dc1.snap'],
  ['version a', 'a-1.21.4'],
  ['bogus a.snap', 'a.snap'],
])('save -append-filename=%s', async (line, name) => {
  await using bench = await withAgent()
  await run(bench, `save -append-filename=${line}`)
  expect(readdirSync(cwd)).toEqual([name])
})

describe('inspect', () => {
  test('ours', async () => {
    await using bench = await withAgent()
    for (const [key, value] of [
      ['a/b/c', '1'],
      ['a/b/d', '2'],
      ['z', '3'],
    ] as const) {
      await bench.client.put(`/v1/kv/${key}`, value)
    }
    await run(bench, 'save a.snap')
    const { stdout } = await run(bench, 'inspect -format=json -kvdetails a.snap')
    const report = JSON.parse(stdout) as Record<string, { Name: string; Count: number }[]>
    // as large as in a snapshot of Consul
    expect(report['Stats']).toContainEqual({ Name: 'KVS', Count: 3, Sum: 73 + 73 + 69 })
    expect(report['Stats']?.map(({ Name, Count }) => `${Name} ${Count}`)).toEqual(
      expect.arrayContaining(['Register 3', 'SystemMetadata 4', 'ConnectCA 1', 'ChunkingState 1']),
    )
    expect(report['StatsKV']?.map(({ Name, Count }) => [Name, Count])).toEqual([
      ['a/b', 2],
      ['z', 1],
    ])
    const pretty = (await run(bench, 'inspect a.snap')).stdout
    expect(pretty).toMatch(
      /^ ID {11}2-\d+-\d+\n Size {9}\d+\n Index {8}\d+\n Term {9}2\n Version {6}1\n\n Type +Count {6}Size\n/,
    )
    expect((await run(bench, 'inspect -kvdetails -kvfilter=z a.snap')).stdout).toMatch(
      / Key Name {6}Count {6}Size\n ---- {10}---- {7}----\n z {13}1 {10}\d+B\n ---- {10}---- {7}----\n Total {20}\d+B\n$/,
    )
  })

  test('one of Consul', async () => {
    await using bench = await withAgent()
    writeFileSync(join(cwd, 'c.snap'), await consulSnapshot())
    expect((await run(bench, 'inspect -kvdetails c.snap')).stdout).toBe(
      [
        ' ID           2-7-8',
        ' Size         29',
        ' Index        7',
        ' Term         2',
        ' Version      1',
        '',
        ' Type               Count      Size',
        ' ----               ----       ----',
        ' KVS                2          25B',
        ' Unknown (200)      1          4B',
        ' ----               ----       ----',
        ' Total                         29B',
        '',
        ' Key Name      Count      Size',
        ' ----          ----       ----',
        ' a/b           1          17B',
        ' c             1          8B',
        ' ----          ----       ----',
        ' Total                    25B',
        '',
      ].join('\n'),
    )
  })
})

describe('refused', () => {
  test.each([
    ['save', 'Missing FILE argument'],
    ['save a b', 'Too many arguments (expected 1, got 2)'],
    [
      'save -http-addr=127.0.0.1:1 a',
      'Error saving snapshot: Get "http://127.0.0.1:1/v1/snapshot": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    ['save .', 'Error renaming "..unverified" to ".": rename ..unverified .: file exists'],
    [
      'restore -http-addr=127.0.0.1:1 .',
      'Error restoring snapshot: Put "http://127.0.0.1:1/v1/snapshot": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    ['inspect .', 'Error reading snapshot: failed to decompress snapshot: read .: is a directory'],
    ['inspect ', 'Error opening snapshot file: open : no such file or directory'],
    ['restore missing', 'Error opening snapshot file: open missing: no such file or directory'],
    [
      'restore text',
      'Error restoring snapshot: Unexpected response code: 500 (failed to decompress snapshot: gzip: invalid header)',
    ],
    ['inspect missing', 'Error opening snapshot file: open missing: no such file or directory'],
    ['inspect text', 'Error reading snapshot: failed to decompress snapshot: gzip: invalid header'],
    ['inspect empty', 'Error reading snapshot: failed to decompress snapshot: EOF'],
    [
      'inspect cut',
      'Error reading snapshot: failed to read snapshot file: failed to read or write snapshot data: unexpected EOF',
    ],
    ['inspect no-tar', 'Error reading snapshot: failed to read snapshot file: failed reading snapshot: unexpected EOF'],
    [
      'inspect changed',
      'Error reading snapshot: failed to read snapshot file: failed checking integrity of snapshot: hash check failed for "state.bin"',
    ],
    ['inspect -format=x whole', 'Error outputting enhanced snapshot data: Unknown format: x'],
  ])('snapshot %s', async (line, message) => {
    await using bench = await withAgent()
    const whole = await consulSnapshot()
    const files = {
      whole,
      text: Buffer.from('not a snapshot'),
      empty: Buffer.alloc(0),
      cut: whole.subarray(0, whole.length / 2),
      'no-tar': gzipSync('not a tar'),
      changed: await consulSnapshot({ changed: true }),
    }
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(cwd, name), bytes)
    expect(await run(bench, line)).toEqual({ code: 1, stdout: '', stderr: `${message}\n` })
  })

  test('a folder is told when there is a connection', async () => {
    await using bench = await withAgent()
    const { stderr } = await run(bench, 'restore .')
    expect(stderr).toMatch(/^Error restoring snapshot: Put "http:.*\/v1\/snapshot": read \.: is a directory\n$/)
  })

  test('a folder in place of the file stays', async () => {
    await using bench = await withAgent()
    const { stderr } = await run(bench, `save ${cwd}`)
    expect(stderr).toBe(
      `Error renaming "${cwd}.unverified" to "${cwd}": rename ${cwd}.unverified ${cwd}: file exists\n`,
    )
    expect(readdirSync(cwd)).toEqual([])
  })
})

/** A file as Consul writes it, with a head, two keys and a record that nobody knows. */
async function consulSnapshot({ changed = false } = {}): Promise<Buffer> {
  const { createHash } = await import('node:crypto')
  const { pack } = await import('tar-stream')
  const text = (value: string): number[] => [0xa0 + value.length, ...Buffer.from(value)]
  const state = Buffer.from([
    ...[0x81, ...text('Last'), 7],
    ...[2, 0x81, ...text('Key'), ...text('a/b')],
    ...[2, 0x81, ...text('Key'), ...text('c')],
    ...[200, 0x92, 1, 0xc0],
  ])
  const meta = Buffer.from(JSON.stringify({ Version: 1, ID: '2-7-8', Index: 7, Term: 2, Size: state.length }))
  const sum = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
  const tar = pack()
  tar.entry({ name: 'meta.json' }, meta)
  tar.entry({ name: 'state.bin' }, changed ? Buffer.concat([state, state]) : state)
  tar.entry({ name: 'SHA256SUMS' }, `${sum(meta)}  meta.json\n${sum(state)}  state.bin\n`)
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return gzipSync(Buffer.concat(chunks))
}
