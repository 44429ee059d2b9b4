import { expect, test } from 'vitest'
import { joiningName, watchedPrefix } from '../../../src/state/watched-prefix.ts'

const among =
  (...names: string[]) =>
  (from: string, after = false): string | undefined =>
    names.sort().find(name => (after ? name > from : name >= from))

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

test('a query is reached by the deletion of the only name that parts from its way, which joins two edges', () => {
  expect(joiningName('a/', among('a', 'a/bc'))).toBe('a')
  expect(joiningName('b/1', among('b/1', 'b/2'))).toBe('b/2')
  expect(joiningName('b/2', among('b/1', 'b/2/x', 'b/2/y', 'c'))).toBe('b/1')
})

test('it is not where several names part from its way, or none, or only the root is above', () => {
  expect(joiningName('b/2', among('b/1', 'b/2', 'b/3'))).toBeUndefined()
  expect(joiningName('b/2', among('b/0', 'b/1', 'b/2'))).toBeUndefined()
  expect(joiningName('b/1', among('b/1', 'b/2', 'b/3'))).toBeUndefined()
  expect(joiningName('b/1', among('b/1'))).toBeUndefined()
  expect(joiningName('b', among('a', 'b'))).toBeUndefined()
})
