import { expect, it } from 'vitest'
import { run } from './support.ts'

it('lists the queries that wait for a change', async () => {
  const { emulator, fetch, clock } = await run()
  const { blocked } = emulator.control
  expect(blocked.list()).toEqual([])
  void fetch('/v1/kv/a%20b?index=1000&wait=10s')
  const [first] = await blocked.until()
  void fetch('/v1/catalog/nodes?index=2000')
  await blocked.until({}, 2)
  expect(blocked.list()).toMatchObject([
    { id: first?.id, path: '/v1/kv/a%20b', url: '/v1/kv/a%20b?index=1000&wait=10s', index: 1000, since: clock.now() },
    { path: '/v1/catalog/nodes', index: 2000 },
  ])
  expect(blocked.list({ key: 'a b' })).toHaveLength(1)
  expect(blocked.list({ path: /catalog/ })).toHaveLength(1)
  expect(blocked.list({ query: { wait: '10s' } })).toHaveLength(1)
})

it('answers one when told to', async () => {
  const { emulator, fetch } = await run()
  const { blocked } = emulator.control
  const waiting = fetch('/v1/catalog/nodes?index=2000')
  const [query] = await blocked.until()
  query?.release()
  query?.release()
  expect((await waiting).status).toBe(200)
  expect(blocked.list()).toEqual([])
  expect(blocked.release(String(query?.id))).toBe(false)
})

it('resolves once enough wait that fit', async () => {
  const { emulator, fetch, put } = await run()
  const { blocked } = emulator.control
  let done = false
  const until = blocked.until({ path: /^\/v1\/kv\// }, 3).then(found => {
    done = true
    return found
  })
  const index = Number((await fetch('/v1/kv/a')).headers.get('x-consul-index'))
  void fetch('/v1/catalog/nodes?index=2000')
  const gone = fetch(`/v1/kv/gone?index=${index}`)
  void fetch('/v1/kv/a?index=1000')
  await blocked.until({}, 3)
  await put('/v1/kv/gone')
  await gone
  void fetch('/v1/kv/b?index=1000')
  await blocked.until({ key: 'b' })
  expect(done).toBe(false)
  void fetch('/v1/kv/c?index=1000')
  expect((await until).map(({ path }) => path)).toEqual(['/v1/kv/a', '/v1/kv/b', '/v1/kv/c'])
})

it('rejects when the emulator is closed first', async () => {
  const { emulator } = await run()
  const until = emulator.control.blocked.until()
  await emulator.close()
  await expect(until).rejects.toMatchObject({ code: 'MC_ERR_CLOSED' })
})

it('tells of each change', async () => {
  const { emulator, fetch } = await run()
  const { blocked } = emulator.control
  const before = blocked.index
  const waiting = fetch('/v1/catalog/nodes?index=2000')
  await blocked.until()
  expect(blocked.index).toBe(before + 1)
  blocked.list()[0]?.release()
  await waiting
  expect(blocked.index).toBe(before + 2)
})

it('keeps up with thousands', async () => {
  const { emulator } = await run()
  const { blocked } = emulator.control
  const until = blocked.until({ key: 'a' }, 5000)
  for (let i = 0; i < 5000; i++) void emulator.inject({ method: 'GET', url: '/v1/kv/a?index=1000' })
  expect(await until).toHaveLength(5000)
})
