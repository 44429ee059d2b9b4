import { expect, it } from 'vitest'
import { intentionsToAny } from '../../../src/state/intentions.ts'
import type { ServiceIntentions } from '../../../src/state/config-entries/service-intentions.ts'
import type { ConfigEntry } from '../../../src/model/rows.ts'
import { keyOf } from '../../../src/state/schema.ts'
import { Store } from '../../../src/state/store.ts'
import { putConfigEntry } from '../../support/config-entries.ts'

function stateWith(intentions: Readonly<Record<string, readonly string[]>>, { ids = true } = {}): Store {
  const store = new Store()
  for (const [Name, sources] of Object.entries(intentions)) {
    putConfigEntry(store, {
      Kind: 'service-intentions',
      Name,
      Sources: sources.map(source => ({ Name: source, Action: 'allow' })),
    })
    const entry = store.view.peek.get('configEntries', keyOf('service-intentions', Name)) as ServiceIntentions &
      ConfigEntry
    const withIds = entry.Sources?.map(source => ({ ...source, LegacyID: `${source.Name} to ${Name}` })) ?? null
    if (ids) store.write(tx => tx.put('configEntries', { ...entry, Sources: withIds }))
  }
  return store
}

const calls = (store: Store, destinations: readonly string[]): readonly string[] =>
  store
    .read(view => intentionsToAny(view, destinations))
    .map(({ destination, source }) => `${source.Name} > ${destination}`)

it('lists the intentions to several services, those to all of them once', () => {
  const store = stateWith({ a: ['x', '*'], '*': ['y'], b: ['z'] })
  expect(calls(store, ['a', 'b', 'A'])).toEqual(['x > a', '* > a', 'y > *', 'z > b'])
  expect(calls(store, ['none', 'b'])).toEqual(['y > *', 'z > b'])
  expect(calls(store, [])).toEqual([])
})

it('lists one of those without an ID', () => {
  const store = stateWith({ a: ['x', '*'], '*': ['y'], b: ['z'] }, { ids: false })
  expect(calls(store, ['a', 'b'])).toEqual(['x > a'])
  expect(calls(store, ['none', 'b'])).toEqual(['y > *'])
})

// the sources of the wildcard were looked through for each service: 25 million steps
it('is asked for thousands of services where thousands of sources may call all of them', () => {
  const names = (prefix: string): string[] => Array.from({ length: 5000 }, (_, i) => prefix + i)
  expect(calls(stateWith({ '*': names('s') }), names('d'))).toHaveLength(5000)
})
