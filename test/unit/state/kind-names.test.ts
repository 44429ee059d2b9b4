import { describe, expect, it } from 'vitest'
import { SERVICE_SCALARS } from '../../../src/model/rows.ts'
import { register } from '../../../src/state/catalog.ts'
import { namesOfKind } from '../../../src/state/kind-names.ts'
import { CONNECTED } from '../../../src/state/missing-kinds.ts'
import { deleteService, type NewService } from '../../../src/state/service.ts'
import { Store } from '../../../src/state/store.ts'

function put(store: Store, service: Partial<NewService>): void {
  const node = { ID: '', Node: 'n1', Address: '10.0.0.1', Datacenter: 'dc1', TaggedAddresses: null, Meta: null }
  const row = {
    ...SERVICE_SCALARS,
    ...{ Node: 'n1', Tags: null, TaggedAddresses: null, Meta: null },
    ...{ Weights: { Passing: 1, Warning: 1 }, Proxy: {}, Connect: {} },
    ...{ ID: service.Service ?? '', ...service },
  } as NewService
  store.write(tx => register(tx, { node, service: row }))
}

const remove = (store: Store, id: string): void => store.write(tx => deleteService(tx, 'n1', id))

describe('names of a kind', () => {
  it('keep a name whose instances turned to another kind, until the last one goes with that kind', () => {
    const store = new Store()
    put(store, { Service: 'gw' })
    put(store, { Service: 'gw', Kind: 'api-gateway' })
    expect([namesOfKind(store.view, ''), namesOfKind(store.view, 'api-gateway')]).toEqual([['gw'], ['gw']])
    remove(store, 'gw')
    expect([namesOfKind(store.view, ''), namesOfKind(store.view, 'api-gateway')]).toEqual([['gw'], []])
    put(store, { Service: 'gw' })
    remove(store, 'gw')
    expect(namesOfKind(store.view, '')).toEqual([])
  })

  it('keep the former name of an instance, and the spelling with which a name came', () => {
    const store = new Store()
    put(store, { ID: 'r', Service: 'r1' })
    put(store, { ID: 'r', Service: 'r2' })
    put(store, { ID: 's', Service: 'R2' })
    expect(namesOfKind(store.view, '')).toEqual(['r1', 'r2'])
  })

  it('of the mesh keep what a proxy led to before, and lose it with the last proxy that is deregistered', () => {
    const store = new Store()
    const proxy = (name: string): void =>
      put(store, { Service: 'p', Kind: 'connect-proxy', Proxy: { DestinationServiceName: name } })
    proxy('a')
    proxy('b')
    expect(namesOfKind(store.view, CONNECTED)).toEqual(['a', 'b'])
    remove(store, 'p')
    expect(namesOfKind(store.view, CONNECTED)).toEqual(['a'])
  })

  it('leave the service of the servers out', () => {
    const store = new Store()
    put(store, { Service: 'consul' })
    expect(namesOfKind(store.view, '')).toEqual([])
  })

  it('are those of the instances in a state that was kept before there were such rows', () => {
    const store = new Store()
    put(store, { Service: 'web' })
    put(store, { Service: 'p', Kind: 'connect-proxy', Proxy: { DestinationServiceName: 'db' } })
    const { tables, ...rest } = store.snapshot()
    const old = new Store()
    old.restore({ ...rest, tables: { ...tables, kindServiceNames: [] } })
    expect(['', 'connect-proxy', CONNECTED].map(kind => namesOfKind(old.view, kind))).toEqual([['web'], ['p'], ['db']])
  })
})
