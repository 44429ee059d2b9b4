import { describe, expect, it } from 'vitest'
import { createConsul, type Seed } from '../../../src/index.ts'
import { runToEnd } from '../../../src/lib/slices.ts'
import { seeding } from '../../../src/seed/apply.ts'
import * as kv from '../../../src/state/kv.ts'
import { httpAgent } from '../../support/http.ts'

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

it('a large seed that is refused in the end takes back what is its own, and leaves what others wrote meanwhile', () => {
  const { agent } = httpAgent()
  agent.start()
  runToEnd(seeding(agent, { services: [{ name: 'web0', port: 1 }] }))
  const services = Array.from({ length: 200 }, (_, i) => ({ name: `web${i}`, port: 80 }))
  const work = seeding(agent, { services, config: [{ Kind: 'service-router', Name: '' }] })
  work.next()
  expect(agent.local.state.service('web10')).toBeDefined()
  agent.store.write(tx => kv.setKey(tx, { Key: 'others', Value: '1', Flags: 0 }))
  expect(() => runToEnd(work)).toThrow(expect.objectContaining({ name: 'ConsulError' }))
  expect(agent.store.view.get('kv', 'others')).toBeDefined()
  expect([...agent.local.state.services()].map(({ row }) => [row.ID, row.Port])).toEqual([['web0', 1]])
  const told = [...agent.store.view.scan('services')].filter(({ ID }) => ID !== 'consul')
  expect(told.map(({ ID, Port }) => [ID, Port])).toEqual([['web0', 1]])
})
