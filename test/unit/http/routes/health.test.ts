import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

test('a service that is not there has one stream in all of its spellings, which keeps its index', async () => {
  const { send, get } = httpAgent()
  const index = async (path: string): Promise<unknown> => (await get(path)).headers['x-consul-index']
  const first = await index('/v1/health/service/Web?cached')
  await send('PUT', '/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', Service: { Service: 'x' } })
  expect(await index('/v1/health/service/web?cached')).toBe(first)
  expect(await index('/v1/health/service/other?cached')).not.toBe(first)
})
