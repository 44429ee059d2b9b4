import { expect, test } from 'vitest'
import { createConsul } from '../../../src/index.ts'

test('the catalog is counted every nine seconds, and not before', async () => {
  await using consul = createConsul({ clock: 'manual' })
  const services = async (): Promise<unknown> => {
    const { body } = await consul.inject('GET', '/v1/internal/ui/catalog-overview')
    return (JSON.parse(body) as { Services: { Name: string }[] | null }).Services?.map(({ Name }) => Name)
  }
  expect(await services()).toBeUndefined()
  await consul.clock.advance('9s')
  expect(await services()).toEqual(['consul'])
  consul.catalog.register({ Node: 'n1', Address: '10.0.0.1', Service: { Service: 'web' } })
  await consul.clock.advance('8s')
  expect(await services()).toEqual(['consul'])
  await consul.clock.advance('1s')
  expect(await services()).toEqual(['consul', 'web'])
})
