import { expect, it, vi } from 'vitest'
import { register } from '../../../src/state/catalog.ts'
import { ensureCheck, type NewCheck } from '../../../src/state/check.ts'
import { entry } from '../../../src/state/entries.ts'
import { Store } from '../../../src/state/store.ts'

const node = { ID: '', Node: 'n', Address: '10.0.0.1', Datacenter: 'dc1', TaggedAddresses: null, Meta: null }
const blank = { Notes: '', Output: '', Type: '', Interval: '', Timeout: '', ExposedPort: 0, Definition: {} }
const check = (id: string): NewCheck => ({
  ...blank,
  Node: 'n',
  CheckID: id,
  Name: id,
  Status: 'passing',
  ServiceID: '',
})

function stateWith(...services: readonly string[]): Store {
  const store = new Store()
  for (const ID of services) {
    const row = { Node: 'n', Kind: '', ID, Service: ID, Tags: null, Address: '', TaggedAddresses: null, Meta: null }
    const more = { Port: 80, SocketPath: '', Weights: { Passing: 1, Warning: 1 }, EnableTagOverride: false }
    const service = { ...row, ...more, Proxy: {}, Connect: {}, Locality: null }
    store.write(tx => register(tx, { node, service }))
  }
  return store
}

// thousands of checks of a node with thousands of services moved each index thousands of times
it('checks of a node move the indexes of its services, once for all checks of a transaction', () => {
  const store = stateWith('a', 'b')
  const looks = store.write(tx => {
    const scan = vi.spyOn(tx, 'scan')
    for (const id of ['c', 'd', 'e']) ensureCheck(tx, check(id))
    return scan.mock.calls.filter(([table]) => table === 'services')
  })
  expect(looks).toHaveLength(1)
  expect(['a', 'b'].map(name => store.view.max(entry.service(name)))).toEqual([store.index, store.index])
})
