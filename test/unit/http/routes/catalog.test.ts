import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

test('the list of datacenters is said to come from the cache when it was asked for from there', async () => {
  const { get } = httpAgent()
  const cacheOf = async (path: string): Promise<unknown> => (await get(path)).headers['x-cache']
  expect(await cacheOf('/v1/catalog/datacenters')).toBeUndefined()
  expect(await cacheOf('/v1/catalog/datacenters?cached')).toBe('MISS')
  expect(await cacheOf('/v1/catalog/datacenters?cached')).toBe('HIT')
})

test('the services of a node stand in the order of the bytes of their IDs, the list of them in that of the catalog', async () => {
  const { send, get } = httpAgent()
  for (const Service of ['zz', 'é', 'aa', 'Mm', '10', '9']) {
    await send('PUT', '/v1/catalog/register', { Node: 'n', Address: '10.0.0.1', Service: { Service } })
  }
  const { text } = await get('/v1/catalog/node/n')
  expect(Array.from(text.matchAll(/"Service": ?"([^"]*)"/g), ([, name]) => name)).toEqual([
    '10',
    '9',
    'Mm',
    'aa',
    'zz',
    'é',
  ])
  const { json } = await get('/v1/catalog/node-services/n')
  expect(json.Services.map(({ ID }: { ID: string }) => ID)).toEqual(['10', '9', 'aa', 'Mm', 'zz', 'é'])
})
