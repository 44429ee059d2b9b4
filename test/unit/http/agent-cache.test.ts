import { expect, test } from 'vitest'
import { httpAgent } from '../../support/http.ts'

interface Told {
  readonly cache: unknown
  readonly age: unknown
  readonly ids: readonly string[]
}

test('an execution of a query is kept until a client wants a newer one, and tells its age', async () => {
  const { clock, send } = httpAgent()
  const register = async (id: string): Promise<void> => {
    const body = { Node: 'n1', Address: '10.0.0.1', Service: { ID: id, Service: 'web' } }
    expect((await send('PUT', '/v1/catalog/register', body)).status).toBe(200)
  }
  const execute = async (cacheControl?: string): Promise<Told> => {
    const headers = cacheControl === undefined ? {} : { 'Cache-Control': cacheControl }
    const answer = await send('GET', '/v1/query/q/execute?cached', undefined, headers)
    const { Nodes } = answer.json as { Nodes: readonly { Service: { ID: string } }[] }
    const ids = Nodes.map(({ Service }) => Service.ID).sort()
    return { cache: answer.headers['x-cache'], age: answer.headers['age'], ids }
  }
  await register('a')
  await send('POST', '/v1/query', { Name: 'q', Service: { Service: 'web' } })
  expect(await execute()).toEqual({ cache: 'MISS', age: undefined, ids: ['a'] })
  await register('b')
  await clock.advance(2600)
  expect(await execute()).toEqual({ cache: 'HIT', age: '3', ids: ['a'] })
  expect(await execute('max-age=10, stale-if-error=1')).toEqual({ cache: 'HIT', age: '3', ids: ['a'] })
  expect(await execute('max-age=2')).toEqual({ cache: 'MISS', age: undefined, ids: ['a', 'b'] })
  await register('c')
  expect(await execute('max-age=2')).toEqual({ cache: 'HIT', age: '0', ids: ['a', 'b'] })
  expect((await execute('max-age=0')).ids).toEqual(['a', 'b', 'c'])
  await register('d')
  expect((await execute('must-revalidate')).ids).toEqual(['a', 'b', 'c', 'd'])
})

test('what is cached for a token is not told to another one, in whichever way it is brought', async () => {
  const { send } = httpAgent()
  await send('POST', '/v1/query', { Name: 'q', Service: { Service: 'web' } })
  const cache = async (path: string, headers: Record<string, string> = {}): Promise<unknown> =>
    (await send('GET', path, undefined, headers)).headers['x-cache']
  for (const path of ['/v1/query/q/execute?cached', '/v1/health/service/web?cached']) {
    expect(await cache(path, { 'X-Consul-Token': 'a' })).toBe('MISS')
    expect(await cache(path)).toBe('MISS')
    expect(await cache(path, { Authorization: 'Bearer b' })).toBe('MISS')
    expect(await cache(`${path}&token=a`)).toBe('HIT')
    expect(await cache(path, { 'X-Consul-Token': 'b' })).toBe('HIT')
  }
})

test('the roots of the cluster are the same whichever peer is named, those of a filter are not', async () => {
  const { get } = httpAgent()
  const cache = async (query: string): Promise<unknown> =>
    (await get(`/v1/agent/connect/ca/roots${query}`)).headers['x-cache']
  expect([await cache(''), await cache('?peer=x'), await cache('?filter=a')]).toEqual(['HIT', 'HIT', 'MISS'])
})

test('a stream that nobody asked for in twenty minutes has to begin anew, what else is cached stays three days', async () => {
  const { agent, clock, get, send } = httpAgent()
  agent.start()
  await send('POST', '/v1/query', { Name: 'q', Service: { Service: 'web' } })
  const reads = ['/v1/health/service/web', '/v1/health/ingress/web', '/v1/catalog/service/web', '/v1/query/q/execute']
  const states = async (): Promise<unknown[]> => {
    const answers = await Promise.all(reads.map(path => get(`${path}?cached`)))
    return answers.map(({ headers }) => headers['x-cache'])
  }
  const minutes = 60_000
  expect(await states()).toEqual(['MISS', 'MISS', 'MISS', 'MISS'])
  await clock.advance(19 * minutes)
  expect(await states()).toEqual(['HIT', 'HIT', 'HIT', 'HIT'])
  await clock.advance(19 * minutes)
  expect(await states()).toEqual(['HIT', 'HIT', 'HIT', 'HIT'])
  await clock.advance(21 * minutes)
  expect(await states()).toEqual(['MISS', 'HIT', 'HIT', 'HIT'])
  await clock.advance(73 * 60 * minutes)
  expect(await states()).toEqual(['MISS', 'MISS', 'MISS', 'MISS'])
})
