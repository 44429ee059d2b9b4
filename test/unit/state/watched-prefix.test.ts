import { expect, test } from 'vitest'
import { watchedPrefix } from '../../../src/state/watched-prefix.ts'

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
