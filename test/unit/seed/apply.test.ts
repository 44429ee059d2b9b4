import { describe, expect, it } from 'vitest'
import { createConsul, type Seed } from '../../../src/index.ts'

const db = { name: 'db1', address: '10.0.0.1' }

/** Seeds of which one part is about what is not there, beside parts that are good. */
const DANGLING: readonly [what: string, seed: Seed][] = [
  ['a check of a service that the agent does not have', { checks: [{ name: 'up', serviceId: 'x', ttl: '10s' }] }],
  [
    'a check of a service that the node does not have',
    { nodes: [{ ...db, checks: [{ name: 'up', serviceId: 'x' }] }] },
  ],
  ['a session of a node that is not there', { sessions: [{ node: 'x' }] }],
  ['a session with a check that is not there', { sessions: [{ checks: ['x'] }] }],
  ['a query of a session that is not there', { queries: [{ Name: 'q', Session: 'x', Service: { Service: 'web' } }] }],
  ['a config entry of no kind', { config: [{ Kind: 'x', Name: 'y' }] }],
]

describe('a seed', () => {
  it.each(DANGLING)('with %s is refused whole', (_, dangling) => {
    const consul = createConsul()
    consul.kv.put('a', '1')
    const before = consul.snapshot()
    const seed: Seed = {
      kv: { b: '2' },
      services: [{ name: 'web' }],
      ...dangling,
      nodes: [{ name: 'n2', address: '10.0.0.2', services: [{ name: 'api' }] }, ...(dangling.nodes ?? [])],
    }
    expect(() => consul.seed(seed)).toThrow(expect.objectContaining({ name: 'ConsulError' }))
    expect(consul.diff(before)).toEqual([])
  })

  it('may bring checks of services that were there before', () => {
    const consul = createConsul({ seed: { nodes: [{ ...db, services: [{ name: 'db' }] }] } })
    consul.seed({ nodes: [{ ...db, checks: [{ name: 'up', serviceId: 'db', status: 'passing' }] }] })
    expect(consul.health.service('db')).toMatchObject([{ Checks: [{ CheckID: 'up', ServiceID: 'db' }] }])
  })
})
