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

test('a stream tells of gateways alone where their name has other instances, too, a plain read of all', async () => {
  const { send, get } = httpAgent()
  const instance = (ID: string, Kind: string): object => ({ ID, Service: 'gw', Kind, Port: 1 })
  await send('PUT', '/v1/config', { Kind: 'terminating-gateway', Name: 'gw', Services: [{ Name: 'x' }] })
  for (const [id, kind] of [
    ['plain', ''],
    ['gateway', 'terminating-gateway'],
  ] as const) {
    await send('PUT', '/v1/catalog/register', { Node: 'n1', Address: '10.0.0.1', Service: instance(id, kind) })
  }
  const ids = async (path: string): Promise<unknown> =>
    ((await get(path)).json as { Service: { ID: string } }[]).map(({ Service }) => Service.ID)
  expect(await ids('/v1/health/connect/x')).toEqual(['gateway', 'plain'])
  expect(await ids('/v1/health/connect/x?cached')).toEqual(['gateway'])
})
