import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  register,
  deregister,
  listNodes,
  listServices,
  nodeServices,
  serviceInstances,
} from '../../../src/state/catalog.ts'
import { checksInState, nodeChecks, serviceChecks, serviceHealth } from '../../../src/state/health.ts'
import * as kv from '../../../src/state/kv.ts'
import { createSession, destroySession, listSessions, nodeSessions } from '../../../src/state/session.ts'
import { Store, type Tx } from '../../../src/state/store.ts'
import type { View } from '../../../src/state/view.ts'
import { newCheck, newNode, newService } from '../../support/rows.ts'

/** Every read that a client can wait on. */
const reads: Record<string, (view: View) => { index: number; value: unknown }> = {
  key: view => kv.getKey(view, 'a'),
  prefix: view => kv.listKeys(view, 'a'),
  names: view => kv.listKeyNames(view, '', '/'),
  nodes: view => listNodes(view),
  services: view => listServices(view),
  service: view => serviceInstances(view, 'web'),
  health: view => serviceHealth(view, 'web'),
  node: view => nodeServices(view, 'n1'),
  nodeChecks: view => nodeChecks(view, 'n1'),
  serviceChecks: view => serviceChecks(view, 'web'),
  critical: view => checksInState(view, 'critical'),
  sessions: view => listSessions(view),
  nodeSessions: view => nodeSessions(view, 'n1'),
}

const node = fc.constantFrom('n1', 'n2')
const service = fc.constantFrom('web', 'db')
const key = fc.constantFrom('a', 'a/b', 'b', 'b/c')
const status = fc.constantFrom('passing', 'critical')

const write: fc.Arbitrary<(tx: Tx) => void> = fc.oneof(
  fc.tuple(key, fc.constantFrom('1', '2')).map(
    ([Key, Value]) =>
      (tx: Tx) =>
        void kv.setKey(tx, { Key, Value, Flags: 0 }),
  ),
  key.map(k => (tx: Tx) => kv.deleteKey(tx, k)),
  key.map(k => (tx: Tx) => kv.deleteTree(tx, k)),
  fc.tuple(node, fc.constantFrom('10.0.0.1', '10.0.0.2')).map(
    ([n, a]) =>
      (tx: Tx) =>
        register(tx, { node: toNode(n, a) }),
  ),
  fc.tuple(node, service, fc.nat(2)).map(
    ([n, s, p]) =>
      (tx: Tx) =>
        register(tx, { node: toNode(n), service: toService(n, s, p) }),
  ),
  fc.tuple(node, service, status).map(([n, s, st]) => (tx: Tx) => {
    register(tx, { node: toNode(n), service: toService(n, s), checks: [toCheck(n, s, st)] })
  }),
  fc.tuple(node, status).map(
    ([n, st]) =>
      (tx: Tx) =>
        register(tx, { node: toNode(n), checks: [toCheck(n, '', st)] }),
  ),
  fc.tuple(node, service).map(
    ([n, s]) =>
      (tx: Tx) =>
        deregister(tx, { node: n, serviceId: s }),
  ),
  fc.tuple(node, service).map(
    ([n, s]) =>
      (tx: Tx) =>
        deregister(tx, { node: n, checkId: `c:${s}` }),
  ),
  node.map(n => (tx: Tx) => deregister(tx, { node: n })),
  node.map(n => (tx: Tx) => {
    if (!tx.node(n)) return
    const id = `s${tx.index}`
    createSession(tx, {
      ID: id,
      Name: '',
      Node: n,
      LockDelay: 0,
      Behavior: 'release',
      TTL: '',
      NodeChecks: [],
      ServiceChecks: null,
    })
    kv.acquireKey(tx, { Key: 'a', Value: 'held', Flags: 0 }, id)
  }),
  fc.constant((tx: Tx) => {
    const [first] = tx.scan('sessions')
    if (first) destroySession(tx, first.ID)
  }),
)

it('wakes every reader whose answer a write changes', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 25 }), writes => {
      const store = new Store()
      for (const fn of writes) {
        const waiting = Object.entries(reads).map(([name, read]) => {
          const { value, watchSet } = store.readTracked(read)
          const waiter = { name, read, before: value, woken: false }
          return { waiter, stop: watchSet.onChange(() => (waiter.woken = true)) }
        })
        store.write(fn)
        for (const { waiter, stop } of waiting) {
          stop()
          const after = waiter.read(store.view)
          if (!same(after.value, waiter.before.value)) {
            expect(waiter.woken, `${waiter.name} changed but was not woken`).toBe(true)
            expect(after.index, `${waiter.name} changed but its index did not rise`).toBeGreaterThan(
              waiter.before.index,
            )
          }
        }
      }
    }),
    { numRuns: 300 },
  )
})

it('reads services anew that are kept by their nodes when such a node changes, which wakes nobody as in Consul', () => {
  const store = new Store()
  store.write(tx => register(tx, { node: toNode('n1'), service: toService('n1', 'web') }))
  const atHome = (view: View): ReturnType<typeof listServices> =>
    listServices(view, instances => instances.filter(({ node }) => node.Address === '10.0.0.1'))
  const { value, watchSet } = store.readTracked(atHome)
  let woken = false
  watchSet.onChange(() => (woken = true))
  expect([...value.value.keys()]).toEqual(['web'])
  store.write(tx => register(tx, { node: toNode('n1', '10.0.0.2') }))
  expect(woken).toBe(false)
  expect(watchSet.isCurrent).toBe(false)
  expect([...atHome(store.view).value.keys()]).toEqual([])
})

it('tells of a new name of a service what follows all changes, and wakes no blocked query', () => {
  const store = new Store()
  store.write(tx => register(tx, { node: toNode('n1'), service: toService('n1', 'web') }))
  const read = (view: View): unknown => serviceHealth(view, 'web')
  let [told, woken] = [0, 0]
  store.readTracked(read).watchSet.onChange(() => told++)
  store.readTracked(read).watchSet.add({ wake: () => woken++ })
  store.write(tx => register(tx, { node: toNode('n1'), service: { ...toService('n1', 'web'), Service: 'other' } }))
  expect({ told, woken }).toEqual({ told: 1, woken: 0 })
})

const same = (a: unknown, b: unknown): boolean => JSON.stringify(plain(a)) === JSON.stringify(plain(b))
const plain = (value: unknown): unknown => (value instanceof Map ? [...value].map(([k, v]) => [k, [...v]]) : value)

const toNode = (name: string, Address = '10.0.0.1') => newNode(name, { Address })

const toService = (name: string, service: string, Port = 0) => newService(name, service, { Port })

const toCheck = (name: string, ServiceID: string, Status: string) =>
  newCheck(name, `c:${ServiceID}`, { ServiceID, Status })
