import { expect, test } from 'vitest'
import { register, watchAbsentInstances } from '../../../src/state/catalog.ts'
import { Store } from '../../../src/state/store.ts'
import { watchedPrefix } from '../../../src/state/watched-prefix.ts'
import { newNode, newService } from '../../support/rows.ts'

const among =
  (...names: string[]) =>
  (from: string): string | undefined =>
    names.sort().find(name => name >= from)

test('a query for a name that shares nothing with those there is reached by every write', () => {
  expect(watchedPrefix('api', among())).toBe('')
  expect(watchedPrefix('api', among('consul'))).toBe('')
})

test('a query below a single name is reached by writes that share its first letter', () => {
  expect(watchedPrefix('b/2/x', among('b/2'))).toBe('b')
})

test('a query is reached by writes below the last place where names part before it', () => {
  expect(watchedPrefix('b/2/x', among('b/1', 'b/2'))).toBe('b/2')
  expect(watchedPrefix('b/2/x', among('a', 'b/2', 'b/3/x'))).toBe('b/2')
  expect(watchedPrefix('web', among('we', 'db'))).toBe('w')
})

test('below a root that is no node of its own, a single way is reached by every write', () => {
  expect(watchedPrefix('passing', among('passing'), false)).toBe('')
  expect(watchedPrefix('passing', among('passing'))).toBe('p')
  expect(watchedPrefix('passing', among('critical', 'passing'), false)).toBe('p')
})

test('a query for many services that are not there is reached by the writes that reach one for each', () => {
  const absent = ['web-x', 'db', 'api-v2']
  const store = new Store()
  const add = (name: string): void =>
    store.write(tx => register(tx, { node: newNode('n1'), service: newService('n1', name) }))
  for (const name of ['web', 'web-a', 'web-b', 'api-v1']) add(name)
  const reached: boolean[] = []
  for (const name of ['web-c', 'we', 'dbx', 'api', 'cache', 'api-v11']) {
    const woken = new Set<string>()
    const wait = (label: string, services: readonly string[]): void => {
      const { watchSet } = store.readTracked(view => watchAbsentInstances(view, 'name', ...services), true)
      watchSet.onChange(() => woken.add(label))
    }
    for (const service of absent) wait(service, [service])
    wait('many', absent)
    add(name)
    reached.push(woken.has('many'))
    expect(woken.has('many')).toBe(absent.some(service => woken.has(service)))
  }
  expect(new Set(reached).size).toBe(2)
})
