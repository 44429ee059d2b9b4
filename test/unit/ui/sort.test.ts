import { expect, test } from 'vitest'
import { nextOrder, parseOrder, sorted } from '../../../ui/lib/sort.ts'

test('a column sorts upwards, then downwards, then not any more', () => {
  expect(nextOrder('', 'name')).toBe('name')
  expect(nextOrder('name', 'name')).toBe('-name')
  expect(nextOrder('-name', 'name')).toBe('')
  expect(nextOrder('-name', 'tags')).toBe('tags')
})

test('an order names its column', () => {
  expect(parseOrder('-name')).toEqual({ by: 'name', reverse: true })
  expect(parseOrder('name')).toEqual({ by: 'name', reverse: false })
})

test('texts are sorted as people do, with numbers inside of them', () => {
  expect(sorted(['web10', 'Web2', 'api'], text => text, false)).toEqual(['api', 'Web2', 'web10'])
})

test('numbers are sorted by size, what is equal keeps its order, and what there is none of comes last', () => {
  const items = [
    { id: 'a', n: 10 },
    { id: 'b', n: undefined },
    { id: 'c', n: 9 },
    { id: 'd', n: 10 },
  ]
  expect(sorted(items, ({ n }) => n, false).map(({ id }) => id)).toEqual(['c', 'a', 'd', 'b'])
  expect(sorted(items, ({ n }) => n, true).map(({ id }) => id)).toEqual(['a', 'd', 'c', 'b'])
})
