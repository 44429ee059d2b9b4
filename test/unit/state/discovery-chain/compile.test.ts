import { expect, test } from 'vitest'
import { SECOND } from '../../../../src/go/duration.ts'
import { compileChain } from '../../../../src/state/discovery-chain/compile.ts'
import { Store } from '../../../../src/state/store.ts'
import { putConfigEntry } from '../../../support/config-entries.ts'

const PLACE = { datacenter: 'dc1', trustDomain: 'x.consul' }

/** A service whose router names many others. */
function routed(services: number): Store {
  const store = new Store()
  putConfigEntry(store, { Kind: 'proxy-defaults', Config: { protocol: 'http' } })
  const names = Array.from({ length: services }, (_, i) => `s${i}`)
  for (const Name of names) putConfigEntry(store, { Kind: 'service-resolver', Name, ConnectTimeout: '3s' })
  putConfigEntry(store, {
    Kind: 'service-router',
    Name: 'web',
    Routes: names.map(Service => ({ Destination: { Service } })),
  })
  return store
}

test('a chain of 500 services has a node and a target for each', () => {
  const chain = routed(500).read(view => compileChain(view, { service: 'web', ...PLACE }))
  expect([chain.Nodes.size, chain.Targets.size]).toEqual([502, 501])
})

test('a chain is woken by the entries that go into it, and by no others', () => {
  const store = routed(2)
  const { watchSet } = store.readTracked(view => compileChain(view, { service: 'web', ...PLACE }))
  let woken = 0
  watchSet.onChange(() => woken++)
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'other', ConnectTimeout: '1s' })
  expect(woken).toBe(0)
  putConfigEntry(store, { Kind: 'service-resolver', Name: 's1', ConnectTimeout: '1s' })
  expect(woken).toBe(1)
})

test('of 500 chains, a change of one entry makes those be compiled anew that lead through it, and no others', () => {
  const store = routed(500)
  putConfigEntry(store, { Kind: 'service-splitter', Name: 'split', Splits: [{ Weight: 100, Service: 's7' }] })
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'moved', Redirect: { Service: 's7' } })
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'backed', Failover: { '*': { Service: 's7' } } })
  const names = [...Array.from({ length: 500 }, (_, i) => `s${i}`), 'web', 'split', 'moved', 'backed', 'plain']
  const staleAfter = (change: () => void): readonly string[] => {
    const stale: string[] = []
    const watched = names.map(service => {
      const { watchSet } = store.readTracked(view => compileChain(view, { service, ...PLACE }))
      watchSet.onChange(() => stale.push(service))
      return watchSet
    })
    change()
    for (const watchSet of watched) watchSet.release()
    return names.filter(service => stale.includes(service))
  }
  const resolve = (Name: string, ConnectTimeout: string) => () =>
    putConfigEntry(store, { Kind: 'service-resolver', Name, ConnectTimeout })
  expect(staleAfter(resolve('s7', '9s'))).toEqual(['s7', 'web', 'split', 'moved', 'backed'])
  expect(staleAfter(resolve('elsewhere', '9s'))).toEqual([])
  expect(
    staleAfter(() => putConfigEntry(store, { Kind: 'service-defaults', Name: 'plain', Protocol: 'http' })),
  ).toEqual(['plain'])
  expect(staleAfter(() => putConfigEntry(store, { Kind: 'ingress-gateway', Name: 'gw', Listeners: [] }))).toEqual([])
  // what holds for all of them
  expect(staleAfter(() => putConfigEntry(store, { Kind: 'proxy-defaults', Config: { protocol: 'http2' } }))).toEqual(
    names,
  )
})

test('splitters that multiply each other are refused before they hold the process, and the limit is named', () => {
  const store = new Store()
  putConfigEntry(store, { Kind: 'proxy-defaults', Config: { protocol: 'http' } })
  const write = (level: number): void => {
    for (const side of ['a', 'b']) {
      const Splits = ['a', 'b'].map(next => ({ Weight: 50, Service: `s${level - 1}${next}` }))
      putConfigEntry(store, { Kind: 'service-splitter', Name: `s${level}${side}`, Splits })
    }
  }
  for (let level = 1; level <= 8; level++) write(level)
  const before = store.index
  expect(() => {
    for (let level = 9; level <= 30; level++) write(level)
  }).toThrow(/^discovery chain "s\d+a" has more than the limit of 10000 splits$/)
  expect(store.index).toBeGreaterThanOrEqual(before)
})

test('redirects that follow each other are refused where the chains that lead through them take too many steps', () => {
  const store = new Store()
  const redirect = (from: number): void =>
    putConfigEntry(store, { Kind: 'service-resolver', Name: `r${from}`, Redirect: { Service: `r${from + 1}` } })
  // from their end, for then each write looks at one chain
  for (let from = 449; from > 0; from--) redirect(from)
  const before = store.index
  // all of them lead to it: 450 × 450 / 2 steps
  expect(() => putConfigEntry(store, { Kind: 'service-resolver', Name: 'r450', ConnectTimeout: '3s' })).toThrow(
    /^discovery chain "r\d+" and those that lead to it take more than the limit of 100000 steps$/,
  )
  expect(store.index).toBe(before)
  expect(() => putConfigEntry(store, { Kind: 'service-resolver', Name: 'r300', ConnectTimeout: '3s' })).not.toThrow()
})

test("a peer's service is not judged by what is said of the same name here; only a redirect takes its resolver along", () => {
  const store = new Store()
  for (const [Name, Protocol] of [
    ['abroad', 'grpc'],
    ['moved', 'http'],
    ['backed', 'http'],
  ]) {
    putConfigEntry(store, { Kind: 'service-defaults', Name, Protocol })
  }
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'abroad', ConnectTimeout: '7s' })
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'moved', Redirect: { Service: 'abroad', Peer: 'p1' } })
  const Targets = [{ Service: 'abroad', Peer: 'p1' }]
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'backed', Failover: { '*': { Targets } } })
  const timeoutAbroad = (service: string): number | undefined =>
    store.read(view => compileChain(view, { service, ...PLACE })).Targets.get('abroad.default.default.external.p1')
      ?.ConnectTimeout
  expect(timeoutAbroad('moved')).toBe(7 * SECOND)
  expect(timeoutAbroad('backed')).toBe(5 * SECOND)
})

test('a failover to a service that is redirected back names the target which it steps in for', () => {
  const store = new Store()
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'db', Failover: { '*': { Service: 'api' } } })
  putConfigEntry(store, { Kind: 'service-resolver', Name: 'api', Redirect: { Service: 'db' } })
  const { Nodes } = store.read(view => compileChain(view, { service: 'db', ...PLACE }))
  expect(Nodes.get('resolver:db.default.default.dc1')).toMatchObject({ Failover: ['db.default.default.dc1'] })
})

test('a splitter hashes as a resolver wants that it leads to itself, not one behind another splitter', () => {
  const store = new Store()
  putConfigEntry(store, { Kind: 'proxy-defaults', Config: { protocol: 'http' } })
  const balanced = (Name: string, Policy: string): void =>
    putConfigEntry(store, { Kind: 'service-resolver', Name, LoadBalancer: { Policy } })
  balanced('maglev', 'maglev')
  balanced('ring', 'ring_hash')
  balanced('random', 'random')
  const half = (Service: string) => ({ Weight: 50, Service })
  putConfigEntry(store, { Kind: 'service-splitter', Name: 'inner', Splits: [half('maglev'), half('random')] })
  const policyOf = (...services: string[]): string | undefined => {
    putConfigEntry(store, { Kind: 'service-splitter', Name: 'web', Splits: services.map(half) })
    const { Nodes } = store.read(view => compileChain(view, { service: 'web', ...PLACE }))
    const node = Nodes.get('splitter:web.default.default')
    return node?.Type === 'splitter' ? node.LoadBalancer?.Policy : undefined
  }
  expect(policyOf('inner', 'random')).toBeUndefined()
  expect(policyOf('inner', 'ring')).toBe('ring_hash')
  expect(policyOf('random', 'maglev')).toBe('maglev')
  expect(policyOf('maglev', 'ring')).toBe('maglev')
})
