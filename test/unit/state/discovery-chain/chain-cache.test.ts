import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deleteEntry } from '../../../../src/state/config-entry.ts'
import { ChainCache, type ChainQuery } from '../../../../src/state/discovery-chain/chain-cache.ts'
import type { Chain } from '../../../../src/state/discovery-chain/chain.ts'
import { compileChain } from '../../../../src/state/discovery-chain/compile.ts'
import { NO_OVERRIDES } from '../../../../src/state/discovery-chain/customization.ts'
import { StateError } from '../../../../src/state/errors.ts'
import { Store } from '../../../../src/state/store.ts'
import { putConfigEntry } from '../../../support/config-entries.ts'

const PLACE = { datacenter: 'dc1', trustDomain: 'x.consul' }

/** A service that is routed to two others, of which the second redirects to a third. */
function routed(): Store {
  const store = new Store()
  putConfigEntry(store, { Kind: 'proxy-defaults', Config: { protocol: 'http' } })
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'a', ConnectTimeout: '3s' })
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'b', Redirect: { Service: 'c' } })
  const Routes = [{ Destination: { Service: 'a' } }, { Destination: { Service: 'b' } }]
  putConfigEntry(store, { Kind: 'service-router', Name: 'web', Routes })
  return store
}

const read = (store: Store, cache: ChainCache, query: Partial<ChainQuery> = {}): Chain =>
  store.read(view => cache.compiled(view, { service: 'web', ...PLACE, ...query }))

/** Whether the chain of `web` is compiled anew after a change. */
function isCompiledAfter(change: (store: Store) => void): boolean {
  const [store, cache] = [routed(), new ChainCache()]
  const before = read(store, cache)
  expect(read(store, cache)).toBe(before)
  change(store)
  const after = read(store, cache)
  expect(after).toEqual(store.read(view => compileChain(view, { service: 'web', ...PLACE })))
  return after !== before
}

test.each<[string, object]>([
  ['another service', { Kind: 'service-resolver', Name: 'elsewhere', ConnectTimeout: '1s' }],
  ['an ingress gateway', { Kind: 'ingress-gateway', Name: 'gw', Listeners: [] }],
  ['intentions of the service', { Kind: 'service-intentions', Name: 'web', Sources: [{ Name: '*', Action: 'deny' }] }],
  ['a router of a service behind it', { Kind: 'service-router', Name: 'a', Routes: [] }],
  ['the mesh', { Kind: 'mesh' }],
])('a cached chain stays when an entry of %s is written, which its compiler does not look at', (_, entry) => {
  expect(isCompiledAfter(store => putConfigEntry(store, entry))).toBe(false)
})

test.each<[string, object]>([
  ['its router', { Kind: 'service-router', Name: 'web', Routes: [] }],
  ['a resolver that it leads to', { Kind: 'service-resolver', Name: 'a', ConnectTimeout: '4s' }],
  ['a resolver of other spelling', { Kind: 'service-resolver', Name: 'A', ConnectTimeout: '4s' }],
  ['the proxy-defaults', { Kind: 'proxy-defaults', Config: { protocol: 'http2' } }],
  ['a resolver, which was not there', { Kind: 'service-resolver', Name: 'c', ConnectTimeout: '4s' }],
  ['a splitter, which was not there', { Kind: 'service-splitter', Name: 'a', Splits: [{ Weight: 100 }] }],
  ['its own splitter, which was not there', { Kind: 'service-splitter', Name: 'web', Splits: [{ Weight: 100 }] }],
  ['defaults, which were not there', { Kind: 'service-defaults', Name: 'c', Protocol: 'http' }],
])('a chain is compiled anew when %s is written', (_, entry) => {
  expect(isCompiledAfter(store => putConfigEntry(store, entry))).toBe(true)
})

test('a chain is compiled anew when an entry that it is made of is deleted, and not when another is', () => {
  const remove = (kind: string, name: string) => (store: Store) => void store.write(tx => deleteEntry(tx, kind, name))
  expect(isCompiledAfter(remove('service-resolver', 'a'))).toBe(true)
  expect(isCompiledAfter(remove('service-router', 'web'))).toBe(true)
  expect(isCompiledAfter(remove('service-splitter', 'web'))).toBe(false)
})

test('a chain is compiled anew after a restore of another state', () => {
  const other = new Store()
  putConfigEntry(other, { Kind: 'proxy-defaults', Config: { protocol: 'grpc' } })
  expect(isCompiledAfter(store => store.restore(other.snapshot()))).toBe(true)
})

test('chains for other services, trust domains and datacenters are cached beside each other', () => {
  const [store, cache] = [routed(), new ChainCache()]
  const queries: Partial<ChainQuery>[] = [{}, { trustDomain: 'y.consul' }, { datacenter: 'dc2' }, { service: 'a' }]
  const chains = queries.map(query => read(store, cache, query))
  expect(new Set(chains).size).toBe(queries.length)
  expect(queries.map((query, i) => read(store, cache, query) === chains[i])).toEqual(queries.map(() => true))
})

test('a chain with overrides is compiled for the client that gives them, and does not take the place of the one without', () => {
  const [store, cache] = [routed(), new ChainCache()]
  const before = read(store, cache)
  for (const overrides of [
    { ...NO_OVERRIDES, protocol: 'tcp' },
    { ...NO_OVERRIDES, meshGateway: 'local' },
    { ...NO_OVERRIDES, connectTimeout: 7 },
  ]) {
    const compiled = store.read(view => compileChain(view, { service: 'web', ...PLACE, overrides }))
    expect(compiled.CustomizationHash).not.toBe('')
    expect(read(store, cache, { overrides })).toEqual(compiled)
    expect(read(store, cache)).toBe(before)
  }
})

test('of more chains than there is room for, the ones that were not asked for lately are let go', () => {
  const [store, cache] = [routed(), new ChainCache()]
  const before = read(store, cache)
  for (let i = 0; i < 1_500; i++) read(store, cache, { service: `s${i}` })
  const after = read(store, cache)
  expect(after).not.toBe(before)
  expect(after).toEqual(before)
})

test('a cached chain is tracked as one that is compiled is', () => {
  const [store, cache] = [routed(), new ChainCache()]
  const watched = () => {
    const { watchSet } = store.readTracked(view => cache.compiled(view, { service: 'web', ...PLACE }))
    return [...new Set(watchSet.points.map(({ key }) => key))].sort()
  }
  const { watchSet } = store.readTracked(view => compileChain(view, { service: 'web', ...PLACE }))
  const compiled = [...new Set(watchSet.points.map(({ key }) => key))].sort()
  expect([watched(), watched()]).toEqual([compiled, compiled])
})

const name = fc.constantFrom('a', 'b', 'c', 'B')
const entry: fc.Arbitrary<object> = fc.oneof(
  fc.record({ Kind: fc.constant('proxy-defaults'), Config: fc.record({ protocol: fc.constantFrom('http', 'tcp') }) }),
  fc.record({ Kind: fc.constant('service-defaults'), Name: name, Protocol: fc.constantFrom('', 'http', 'grpc') }),
  fc.record({ Kind: fc.constant('service-resolver'), Name: name, ConnectTimeout: fc.constantFrom('1s', '2s') }),
  fc.record({ Kind: fc.constant('service-resolver'), Name: name, Redirect: fc.record({ Service: name }) }),
  fc.record({
    Kind: fc.constant('service-resolver'),
    Name: name,
    Failover: fc.record({ '*': fc.record({ Service: name }) }),
  }),
  fc.record({
    Kind: fc.constant('service-splitter'),
    Name: name,
    Splits: fc.tuple(name, name).map(names => names.map(Service => ({ Weight: 50, Service }))),
  }),
  fc.record({
    Kind: fc.constant('service-router'),
    Name: name,
    Routes: fc.array(fc.record({ Destination: fc.record({ Service: name }) }), { maxLength: 2 }),
  }),
)
const change = fc.oneof(
  fc.record({ put: entry }),
  fc.record({
    remove: fc.tuple(
      fc.constantFrom('service-router', 'service-splitter', 'service-resolver', 'service-defaults', 'proxy-defaults'),
      fc.oneof(name, fc.constant('global')),
    ),
  }),
)

test('after any changes, a cached chain is what is compiled anew', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), changes => {
      const [store, cache] = [new Store(), new ChainCache()]
      for (const one of changes) {
        try {
          if ('put' in one) putConfigEntry(store, one.put)
          else store.write(tx => deleteEntry(tx, ...one.remove))
        } catch (err) {
          // entries that do not fit are refused
          if (!(err instanceof StateError)) throw err
        }
        for (const service of ['a', 'b', 'c']) {
          const compiled = outcome(() => store.read(view => compileChain(view, { service, ...PLACE })))
          expect(outcome(() => read(store, cache, { service }))).toEqual(compiled)
        }
      }
    }),
  )
})

function outcome(make: () => Chain): unknown {
  try {
    return make()
  } catch (err) {
    return String(err)
  }
}
