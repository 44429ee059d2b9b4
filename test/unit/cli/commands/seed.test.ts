import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withAgent } from '../with-agent.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'seed-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const SEED = {
  kv: { 'a b/ü?': '1', 'z%20': { value: '2', flags: 3 } },
  services: [{ name: 'web', port: 80 }],
  nodes: [{ name: 'n2', address: '10.0.0.2', services: [{ name: 'db', port: 5432 }] }],
}

test('what one agent is seeded with another one can be seeded with', async () => {
  writeFileSync(join(cwd, 'seed.json'), JSON.stringify(SEED))
  await using first = await withAgent()
  const seeding = first.start(['seed', 'seed.json'], { cwd })
  expect(await seeding.done).toBe(0)
  expect(seeding.written).toEqual({ stdout: 'Seeded 2 keys, 1 service, 1 node\n', stderr: '' })
  expect((await first.client.get('/v1/kv/', { keys: true })).json()).toEqual(['a b/ü?', 'z%20'])

  const dump = first.start(['dump'])
  expect(await dump.done).toBe(0)
  expect(JSON.parse(dump.written.stdout)).toMatchObject({ kv: SEED.kv, services: [{ name: 'web', port: 80 }] })

  writeFileSync(join(cwd, 'dump.json'), dump.written.stdout)
  await using second = await withAgent()
  expect(await second.start(['seed', 'dump.json'], { cwd }).done).toBe(0)
  const again = second.start(['dump'])
  await again.done
  expect(again.written.stdout).toBe(dump.written.stdout)
})

test.each([
  [['seed'], 'Missing FILE argument\n'],
  [['dump', 'x'], 'Too many arguments (expected 0, got 1)\n'],
  [['dump', '-http-addr=127.0.0.1:1'], 'Error dumping: Get "http://127.0.0.1:1/v1/agent/self": dial tcp'],
  [
    ['seed', '-http-addr=127.0.0.1:1', 'seed.json'],
    'Error seeding: Put "http://127.0.0.1:1/v1/agent/service/register": dial',
  ],
  [['seed', 'wrong.json'], 'wrong.json: nonsense: is not known'],
  [['seed', 'missing'], 'Failed to read '],
])('%j is refused', async (argv, message) => {
  writeFileSync(join(cwd, 'seed.json'), JSON.stringify(SEED))
  writeFileSync(join(cwd, 'wrong.json'), '{"nonsense":1}')
  await using bench = await withAgent()
  const run = bench.start(argv, { cwd })
  expect(await run.done).toBe(1)
  expect(run.written.stderr).toContain(message)
})
