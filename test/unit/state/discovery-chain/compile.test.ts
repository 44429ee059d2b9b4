import { expect, test } from 'vitest'
import { decodeEntry } from '../../../../src/state/config-entries/decode.ts'
import { putEntry } from '../../../../src/state/config-entry.ts'
import { compileChain } from '../../../../src/state/discovery-chain/compile.ts'
import { Store } from '../../../../src/state/store.ts'

const PLACE = { datacenter: 'dc1', trustDomain: 'x.consul' }

function put(store: Store, entry: object): void {
  const { kind, fields } = decodeEntry(entry)
  kind.validate(fields)
  store.write(tx => putEntry(tx, kind, fields))
}

/** A service whose router names many others. */
function routed(services: number): Store {
  const store = new Store()
  put(store, { Kind: 'proxy-defaults', Config: { protocol: 'http' } })
  const names = Array.from({ length: services }, (_, i) => `s${i}`)
  for (const Name of names) put(store, { Kind: 'service-resolver', Name, ConnectTimeout: '3s' })
  put(store, { Kind: 'service-router', Name: 'web', Routes: names.map(Service => ({ Destination: { Service } })) })
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
  put(store, { Kind: 'service-resolver', Name: 'other', ConnectTimeout: '1s' })
  expect(woken).toBe(0)
  put(store, { Kind: 'service-resolver', Name: 's1', ConnectTimeout: '1s' })
  expect(woken).toBe(1)
})
