import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

test('the list of datacenters is said to come from the cache when it was asked for from there', async () => {
  const { get } = httpAgent()
  const cacheOf = async (path: string): Promise<unknown> => (await get(path)).headers['x-cache']
  expect(await cacheOf('/v1/catalog/datacenters')).toBeUndefined()
  expect(await cacheOf('/v1/catalog/datacenters?cached')).toBe('MISS')
  expect(await cacheOf('/v1/catalog/datacenters?cached')).toBe('HIT')
})
