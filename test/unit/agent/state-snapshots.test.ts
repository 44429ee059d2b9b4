import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Consul, createConsul } from '../../../src/index.ts'

const seed = {
  kv: { a: '1', 'dir/b': '2' },
  services: [{ name: 'web', check: 'passing' }],
  nodes: [{ name: 'n1', address: '10.0.0.1', services: [{ name: 'web', check: 'passing' }] }],
  sessions: [{ name: 's', holds: ['a'] }],
} as const

type Step = (consul: Consul) => unknown

const key = fc.constantFrom('a', 'dir/b', 'dir/c', 'd')
const name = fc.constantFrom('web', 'api')
const node = fc.constantFrom('n1', 'n2')

/** Something that changes the state; what is refused changes nothing. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(key, fc.string()).map(
    ([key, value]): Step =>
      consul =>
        consul.kv.put(key, value),
  ),
  key.map(
    (key): Step =>
      consul =>
        consul.kv.delete(key),
  ),
  fc.constant<Step>(consul => consul.kv.delete('dir/', { recurse: true })),
  key.map(
    (key): Step =>
      consul =>
        consul.kv.acquire(key, consul.session.create({ behavior: 'delete' })),
  ),
  fc.constant<Step>(consul => consul.session.list().forEach(({ ID }) => consul.session.destroy(ID))),
  name.map(
    (name): Step =>
      consul =>
        consul.agent.register({ name, port: 1, check: 'critical' }),
  ),
  name.map(
    (name): Step =>
      consul =>
        consul.agent.deregister(name),
  ),
  name.map(
    (name): Step =>
      consul =>
        consul.agent.fail(`service:${name}`, 'no'),
  ),
  fc.constant<Step>(consul => consul.agent.maintenance(true)),
  fc.tuple(node, name).map(
    ([Node, Service]): Step =>
      consul =>
        consul.catalog.register({ Node, Address: '10.0.0.9', Service: { Service, Tags: ['t'] } }),
  ),
  node.map(
    (Node): Step =>
      consul =>
        consul.catalog.deregister({ Node }),
  ),
  fc.tuple(node, name).map(
    ([Node, ServiceID]): Step =>
      consul =>
        consul.catalog.deregister({ Node, ServiceID }),
  ),
  name.map(
    (Service): Step =>
      consul =>
        consul.query.create({ Name: Service, Service: { Service } }),
  ),
)

function attempt(consul: Consul, step: Step): void {
  try {
    step(consul)
  } catch {
    // a step may be refused: another one made it impossible
  }
}

/** Rows with the places in the log, to see that none is ahead of it. */
const highest = (consul: Consul): number =>
  Math.max(
    ...Object.values(consul.snapshot().tables)
      .flat()
      .map(row => (row as { readonly ModifyIndex?: number }).ModifyIndex ?? 0),
  )

describe('reset', () => {
  it('undoes whatever was done, by one commit', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        const consul = createConsul({ seed })
        const before = consul.dump()
        for (const one of steps) attempt(consul, one)
        const { index } = consul
        const changed = consul.diff().length > 0
        void consul.reset()
        expect(consul.dump()).toBe(before)
        expect(consul.diff()).toEqual([])
        expect(consul.index - index).toBeLessThanOrEqual(1)
        expect(consul.index > index || !changed).toBe(true)
        expect(highest(consul)).toBeLessThanOrEqual(consul.index)
        expect(Object.keys(consul.agent.checks())).toEqual(['service:web'])
      }),
      { numRuns: 60 },
    )
  })

  it('finds what a snapshot of any moment holds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), fc.array(step, { maxLength: 6 }), (first, then) => {
        const consul = createConsul({ seed })
        for (const one of first) attempt(consul, one)
        const [snapshot, dump] = [consul.snapshot(), consul.dump()]
        for (const one of then) attempt(consul, one)
        consul.restore(snapshot)
        expect(consul.dump()).toBe(dump)
        expect(consul.diff(snapshot)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('leaves a tombstone for each tree of which nothing stays, and one for a key that others below it outlive', async () => {
    const consul = createConsul({ seed: { kv: { 'a/b': '1', 'm/n': '2' } } })
    for (const key of ['a', 'a/c', 't/1', 't/2', 'm/x/1', 'm/x/2']) consul.kv.put(key, 'x')
    const { index } = consul
    await consul.reset()
    expect(consul.kv.keys('')).toEqual(['a/b', 'm/n'])
    const { tombstones } = consul.snapshot().tables as unknown as {
      tombstones: readonly { Key: string; Index: number }[]
    }
    expect(tombstones.map(({ Key }) => Key)).toEqual(['a', 'a/c', 'm/x', 't'])
    for (const path of ['a/?recurse', 'm/?recurse', 'm/x/?recurse', 't/1', 't/?recurse']) {
      const { headers } = await consul.inject('GET', `/v1/kv/${path}`)
      expect([path, headers['x-consul-index']]).toEqual([path, String(index + 1)])
    }
  })
})
