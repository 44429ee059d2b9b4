import { expect, it, vi } from 'vitest'
import { register } from '../../../src/state/catalog.ts'
import { ensureCheck, type NewCheck } from '../../../src/state/check.ts'
import { entry } from '../../../src/state/entries.ts'
import { Store } from '../../../src/state/store.ts'
import { newCheck, newNode, newService } from '../../support/rows.ts'

const node = newNode('n')
const check = (id: string): NewCheck => newCheck('n', id)

function stateWith(...services: readonly string[]): Store {
  const store = new Store()
  for (const ID of services) {
    store.write(tx => register(tx, { node, service: newService('n', ID) }))
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
