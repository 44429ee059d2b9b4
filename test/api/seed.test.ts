import { expect, it } from 'vitest'
import { createConsul, type Seed } from '../../src/index.ts'

it('adds to what is there, the rest of it by one commit', () => {
  const consul = createConsul({ seed: { kv: { a: '1' } } })
  const { index } = consul
  consul.seed({ kv: { b: '2', c: '3' }, nodes: [{ name: 'db1', address: '10.0.0.1' }] })
  expect(consul.kv.keys()).toEqual(['a', 'b', 'c'])
  expect(consul.index).toBe(index + 1)
  consul.reset()
  expect(consul.kv.keys()).toEqual(['a'])
})

it('leaves everything as it was when something is refused', () => {
  const consul = createConsul()
  const before = consul.dump()
  consul.event.fire('kept')
  const bad = { services: [{ name: 'web' }], kv: { a: '1' }, sessions: [{ node: 'nowhere' }] }
  expect(() => consul.seed(bad)).toThrow('Failed to seed session: Missing node registration')
  expect(consul.dump()).toBe(before)
  expect(consul.event.list()).toHaveLength(1)
})

it('names what is wrong', () => {
  const wrong = { kv: { a: 1 }, services: [{ name: 'web', prot: 1 }] } as unknown as Seed
  expect(() => createConsul({ seed: wrong })).toThrow('Failed to read the seed: services[0].prot: is not known')
  expect(() => createConsul({ seed: { kv: { '': 'x' } } })).toThrow('a key must not be empty')
  expect(() =>
    createConsul({ seed: { services: [{ name: 'web', check: { ttl: '1s', interval: 'x' } as never }] } }),
  ).toThrow('services[0].check.interval')
})

it('gives services on other nodes the checks that an agent would give them', () => {
  const consul = createConsul({
    seed: {
      nodes: [
        {
          name: 'db1',
          address: '10.0.0.1',
          services: [
            {
              name: 'db',
              id: 'db-1',
              checks: [
                { ttl: '1m', status: 'passing' },
                { id: 'slow', ttl: '1m', status: 'warning' },
              ],
            },
          ],
          checks: [{ name: 'disk', serviceId: 'db-1' }],
        },
      ],
    },
  })
  expect(consul.health.checks('db').map(check => [check.CheckID, check.Status])).toEqual([
    ['disk', 'critical'],
    ['service:db-1:1', 'passing'],
    ['slow', 'warning'],
  ])
})
