import { expect, test, vi } from 'vitest'
import { startConsul } from '../../src/index.ts'

const active = (): object => ({ timeout: 10_000, interval: 20 })

test('two emulators of one process are peers, and see what the other exports', async () => {
  await using east = await startConsul({ datacenter: 'east' })
  await using west = await startConsul({ datacenter: 'west' })
  const token = await east.peerings.generateToken('west', { meta: { team: 'x' } })
  expect(east.peerings.read('west')).toMatchObject({ State: 'PENDING', Meta: { team: 'x' } })
  await west.peerings.establish('east', token)
  await vi.waitFor(() => expect(east.peerings.read('west')?.State).toBe('ACTIVE'), active())
  west.agent.register({ name: 'db', port: 5432 })
  west.config.set({
    Kind: 'exported-services',
    Name: 'default',
    Services: [{ Name: 'db', Consumers: [{ Peer: 'east' }] }],
  })
  await vi.waitFor(() => expect(east.peerings.read('west')?.StreamStatus.ImportedServices).toEqual(['db']), active())
  await vi.waitFor(async () => {
    const found = (await (await fetch(`${east.http.url}/v1/health/service/db?peer=west`)).json()) as unknown[]
    expect(found).toHaveLength(1)
  }, active())
  await west.peerings.delete('east')
  expect(west.peerings.list()).toEqual([])
  await vi.waitFor(() => expect(east.peerings.read('west')?.State).toBe('TERMINATED'), active())
})

test('a refused peering rejects with what Consul answers', async () => {
  await using consul = await startConsul()
  const failure = { code: 'MC_ERR_REFUSED', statusCode: 500 }
  await expect(consul.peerings.generateToken('Not OK')).rejects.toMatchObject(failure)
  const token = await consul.peerings.generateToken('self')
  await expect(consul.peerings.establish('me', token)).rejects.toMatchObject({
    ...failure,
    message: expect.stringContaining(
      'Failed to establish the peering me: cannot create a peering within the same cluster',
    ),
  })
  expect(consul.peerings.read('none')).toBeUndefined()
})
