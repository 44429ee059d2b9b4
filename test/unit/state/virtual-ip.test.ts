import { expect, test } from 'vitest'
import { createConsul } from '../../../src/index.ts'

test('the virtual address of a service stands among the others by its name, as Go writes maps', async () => {
  const consul = createConsul({ clock: 'manual' })
  const address = { Address: '10.1.2.3', Port: 80 }
  const Service = {
    Kind: 'connect-proxy',
    Service: 'web-proxy',
    Port: 20000,
    Proxy: { DestinationServiceName: 'web' },
    TaggedAddresses: { virtual: address, a: address },
  }
  await consul.inject('PUT', '/v1/catalog/register', { Node: 'n', Address: '10.0.0.1', Service })
  const { body } = await consul.inject('GET', '/v1/catalog/service/web-proxy')
  expect(body.match(/"(?:a|virtual|consul-virtual)": ?\{/g)).toEqual(['"a": {', '"consul-virtual": {', '"virtual": {'])
  await consul.close()
})
