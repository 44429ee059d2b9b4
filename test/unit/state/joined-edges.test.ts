import { expect, test } from 'vitest'
import { deregister, register, watchAbsentInstances } from '../../../src/state/catalog.ts'
import { checksInState } from '../../../src/state/health.ts'
import { deleteEntries, deleteKey, deleteTree, setKey, watchAbsentKey, watchAbsentKeys } from '../../../src/state/kv.ts'
import { Store, type Tx } from '../../../src/state/store.ts'
import type { View } from '../../../src/state/view.ts'
import { newCheck, newNode, newService } from '../../support/rows.ts'

const set = (tx: Tx, Key: string): unknown => setKey(tx, { Key, Value: '', Flags: 0 })

function storeWith(...keys: string[]): Store {
  const store = new Store()
  for (const key of keys) store.write(tx => set(tx, key))
  return store
}

/** How often one that waits as `read` says is woken. */
function wakes(store: Store, read: (view: View) => unknown): () => number {
  let times = 0
  store.readTracked(read, true).watchSet.onChange(() => times++)
  return () => times
}

const below = (prefix: string) => (view: View) => watchAbsentKeys(view, prefix)

test('the deletion of the only name beside a watched edge joins it to the one above and wakes who waits', () => {
  const store = storeWith('z', 'b/1', 'b/3')
  const woken = wakes(store, below('b/3/x'))
  store.write(tx => deleteKey(tx, 'b/1'))
  expect(woken()).toBe(1)
})

test('a node keeps its edges apart as long as another one parts from it, and the last that goes joins what is left', () => {
  const store = storeWith('z', 'b/1', 'b/2', 'b/3')
  const woken = wakes(store, below('b/3/x'))
  store.write(tx => deleteKey(tx, 'b/1'))
  expect(woken()).toBe(0)
  store.write(tx => deleteKey(tx, 'b/2'))
  expect(woken()).toBe(1)
})

test('a name that is the path of the node keeps its edges apart, too', () => {
  const store = storeWith('z', 'b/', 'b/3')
  const woken = wakes(store, below('b/3/x'))
  store.write(tx => deleteKey(tx, 'b/'))
  expect(woken()).toBe(1)
  const other = storeWith('z', 'b/', 'b/1', 'b/3')
  const asleep = wakes(other, below('b/3/x'))
  other.write(tx => deleteKey(tx, 'b/1'))
  expect(asleep()).toBe(0)
})

test('what comes beside a watched edge only after it was watched keeps it apart', () => {
  const store = storeWith('z', 'b/1', 'b/3')
  const woken = wakes(store, below('b/3/x'))
  store.write(tx => set(tx, 'b/2'))
  store.write(tx => deleteKey(tx, 'b/1'))
  expect(woken()).toBe(0)
  store.write(tx => deleteKey(tx, 'b/2'))
  expect(woken()).toBe(1)
})

test('many names that go in one commit join an edge once the last of them is gone, however they are deleted', () => {
  const deletions: ((tx: Tx) => void)[] = [
    tx => deleteTree(tx, 'b/1'),
    tx => ['b/11', 'b/12'].forEach(key => deleteKey(tx, key)),
    tx => deleteEntries(tx, tx.scan('kv', 'b/1')),
  ]
  for (const remove of deletions) {
    const store = storeWith('z', 'b/11', 'b/12', 'b/3')
    const woken = wakes(store, below('b/3/x'))
    store.write(remove)
    expect(woken()).toBe(1)
  }
})

test('within a transaction, what is joined stays so whatever is written behind it, and what was written before keeps edges apart', () => {
  const store = storeWith('z', 'b/1', 'b/3')
  const woken = wakes(store, below('b/3/x'))
  store.write(tx => {
    deleteKey(tx, 'b/1')
    set(tx, 'b/4')
  })
  expect(woken()).toBe(1)
  const other = storeWith('z', 'b/1', 'b/3')
  const asleep = wakes(other, below('b/3/x'))
  other.write(tx => {
    set(tx, 'b/4')
    deleteKey(tx, 'b/1')
  })
  expect(asleep()).toBe(0)
})

test('a transaction that fails, and one that is only tried out, joins nothing', () => {
  const store = storeWith('z', 'b/1', 'b/3')
  const woken = wakes(store, below('b/3/x'))
  store.tryOut(tx => deleteKey(tx, 'b/1'))
  const fail = (): void =>
    store.write(tx => {
      deleteKey(tx, 'b/1')
      throw new Error('refused')
    })
  expect(fail).toThrow('refused')
  expect(woken()).toBe(0)
})

test('the root of a tree joins nothing, and neither do deletions elsewhere', () => {
  const store = storeWith('b/3', 'c', 'd1', 'd2')
  const woken = wakes(store, below('b/3/x'))
  for (const key of ['d1', 'd2', 'c']) store.write(tx => deleteKey(tx, key))
  expect(woken()).toBe(0)
})

test('one that waits for a single absent key is reached by joins, and by no write near it', () => {
  const store = storeWith('z', 'b/1', 'b/3')
  const woken = wakes(store, view => watchAbsentKey(view, 'b/3/x'))
  store.write(tx => set(tx, 'b/3/y'))
  expect(woken()).toBe(0)
  store.write(tx => deleteKey(tx, 'b/1'))
  expect(woken()).toBe(1)
})

test('names of an index are joined where the last row of one goes', () => {
  const store = new Store()
  for (const [node, name] of [
    ['n1', 'wab'],
    ['n2', 'wab'],
    ['n1', 'web-a'],
    ['n1', 'web-b'],
  ] as const) {
    store.write(tx => register(tx, { node: newNode(node), service: newService(node, name) }))
  }
  const woken = wakes(store, view => watchAbsentInstances(view, 'name', 'web-x'))
  store.write(tx => deregister(tx, { node: 'n2' }))
  expect(woken()).toBe(0)
  store.write(tx => deregister(tx, { node: 'n1', serviceId: 'wab' }))
  expect(woken()).toBe(1)
})

test('a row that changes its name in an index goes there before it comes', () => {
  const store = new Store()
  const check = (id: string, status: 'passing' | 'critical' | 'warning') => (tx: Tx) =>
    register(tx, { node: newNode('n1'), checks: [newCheck('n1', id, { Status: status })] })
  store.write(check('a', 'passing'))
  store.write(check('b', 'critical'))
  const woken = wakes(store, view => checksInState(view, 'pas'))
  store.write(check('b', 'warning'))
  expect(woken()).toBe(1)
})
