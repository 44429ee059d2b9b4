import { expect, test } from 'vitest'
import { importedConnect, importedHealth, importedInstances } from '../../../../src/state/peering/imported-health.ts'
import { type ExportedInstance, importSteps, unexportedSteps } from '../../../../src/state/peering/import-service.ts'
import { keyOf } from '../../../../src/state/schema.ts'
import { Store } from '../../../../src/state/store.ts'
import { newNode, newService } from '../../../support/rows.ts'

const node = (name: string): ExportedInstance['node'] => newNode(name, { Datacenter: 'dc2' })

const instance = (ID: string, more: Partial<ExportedInstance['service']> = {}): ExportedInstance => ({
  node: node('n1'),
  status: 'passing',
  service: newService('n1', ID, { Service: 'db', Port: 1, ...more }),
})

function imported(store: Store, name: string, ...instances: ExportedInstance[]): void {
  for (const step of importSteps(store.view, 'far', name, instances)) store.write(step)
}

const ids = (store: Store): readonly string[] =>
  importedHealth(store.view, 'far', 'db').value.map(({ service }) => service.ID)

test('node, service and check of an instance are a write each, and an unchanged instance is none', () => {
  const store = new Store()
  imported(store, 'db', instance('db1'))
  expect(store.index).toBe(3)
  imported(store, 'db', instance('db1'))
  expect(store.index).toBe(3)
  imported(store, 'db', instance('db1'), instance('db2'))
  expect(store.index).toBe(5)
  expect(importedHealth(store.view, 'far', 'db').index).toBe(5)
})

test('instances that are not told of any more go, and the node with the last of them', () => {
  const store = new Store()
  imported(store, 'db', instance('db1'), instance('db2'))
  imported(store, 'db', instance('db2'))
  expect(ids(store)).toEqual(['db2'])
  expect(store.view.size('importedNodes')).toBe(1)
  for (const step of unexportedSteps(store.view, 'far', new Set())) store.write(step)
  for (const table of ['importedNodes', 'importedServices', 'importedChecks'] as const) {
    expect(store.view.size(table)).toBe(0)
  }
})

test('a service without instances has the index of the tables, or 1 where nothing was ever imported', () => {
  const store = new Store()
  expect(importedHealth(store.view, 'far', 'db').index).toBe(1)
  imported(store, 'db', instance('db1'))
  expect(importedHealth(store.view, 'far', 'none').index).toBe(3)
  expect(importedInstances(store.view, 'far', 'none').index).toBe(2)
  expect(importedHealth(store.view, 'other', 'db').index).toBe(1)
})

test('another status moves the index of the service, another service of the peer does not', () => {
  const store = new Store()
  imported(store, 'db', instance('db1'))
  imported(store, 'web', instance('web1', { Service: 'web' }))
  expect(importedHealth(store.view, 'far', 'db').index).toBe(3)
  imported(store, 'db', { ...instance('db1'), status: 'critical' })
  const { index, value } = importedHealth(store.view, 'far', 'db')
  expect(index).toBe(store.index)
  expect(value[0]?.checks.map(({ Status }) => Status)).toEqual(['critical'])
})

test('what stands before a service comes and goes with it, and its address is free again afterwards', () => {
  const store = new Store()
  const proxy = instance('db-sidecar-proxy-instance-0', {
    Kind: 'connect-proxy',
    Service: 'db-sidecar-proxy',
    Proxy: { DestinationServiceName: 'db' },
  })
  imported(store, 'db', instance('db1'), proxy)
  expect(importedConnect(store.view, 'far', 'db').value.map(({ service }) => service.ID)).toEqual([proxy.service.ID])
  expect(store.view.get('virtualIps', keyOf('db', 'far'))?.Address).toBe('240.0.0.1')
  imported(store, 'db', instance('db1'))
  expect(importedConnect(store.view, 'far', 'db').value).toEqual([])
  expect(store.view.get('freeVirtualIps', 'free')?.Address).toBe('240.0.0.1')
  expect(ids(store)).toEqual(['db1'])
})
