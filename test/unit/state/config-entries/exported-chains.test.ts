import { describe, expect, it } from 'vitest'
import { deleteEntry } from '../../../../src/state/config-entry.ts'
import { Store } from '../../../../src/state/store.ts'
import { putConfigEntry } from '../../../support/config-entries.ts'

const redirect = (store: Store, name: string, to: string): void =>
  putConfigEntry(store, { Kind: 'service-resolver', Name: name, Redirect: { Service: to } })

const exportService = (store: Store, name: string): void =>
  putConfigEntry(store, {
    Kind: 'exported-services',
    Name: 'default',
    Services: [{ Name: name, Consumers: [{ Peer: 'west' }] }],
  })

describe('the chain of an exported service', () => {
  it('may lead to another service before it is exported, and stay so', () => {
    const store = new Store()
    redirect(store, 'api', 'db')
    exportService(store, 'api')
    expect(() => putConfigEntry(store, { Kind: 'service-defaults', Name: 'db' })).not.toThrow()
    expect(() => redirect(store, 'api', 'db')).not.toThrow()
  })

  it('may not be led to a service that it did not lead to, nor back to its own', () => {
    const store = new Store()
    redirect(store, 'api', 'db')
    exportService(store, 'api')
    const refusal = /exported service "api" uses protocol="tcp" and cannot introduce new .* targets like/
    expect(() => redirect(store, 'db', 'x')).toThrow(refusal)
    expect(() => store.write(tx => deleteEntry(tx, 'service-resolver', 'api'))).toThrow(refusal)
  })

  it('is found by the spelling of the export alone', () => {
    const store = new Store()
    exportService(store, 'API')
    expect(() => redirect(store, 'API', 'db')).toThrow('cannot introduce new')
    expect(() => redirect(store, 'api', 'db')).not.toThrow()
  })
})
