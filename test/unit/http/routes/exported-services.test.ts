import { expect, test } from 'vitest'
import { httpAgent } from '../../../support/http.ts'

test('services that are exported to partitions alone are listed without consumers', async () => {
  const agent = httpAgent()
  const Services = [
    { Name: 'web', Consumers: [{ Partition: 'x' }] },
    { Name: 'db', Consumers: [{ Peer: 'b' }, { Peer: 'a' }, { Partition: 'x' }] },
  ]
  await agent.send('PUT', '/v1/config', { Kind: 'exported-services', Name: 'default', Services })
  expect((await agent.send('GET', '/v1/exported-services')).json).toEqual([
    { Service: 'db', Consumers: { Peers: ['a', 'b'] } },
    { Service: 'web', Consumers: {} },
  ])
})
