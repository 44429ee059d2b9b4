import { describe, expect, test } from 'vitest'
import { distance, type Near, ORIGIN, sortByDistance, updateCoordinate } from '../../../src/state/coordinate.ts'
import { ensureNode } from '../../../src/state/node.ts'
import { Store } from '../../../src/state/store.ts'
import type { Coordinate } from '../../../src/model/rows.ts'
import { newNode } from '../../support/rows.ts'

const at = (x: number, more: Partial<Coordinate['Coord']> = {}): Coordinate['Coord'] => ({
  ...ORIGIN,
  Vec: [x, 0, 0, 0, 0, 0, 0, 0],
  ...more,
})

function storeWith(places: readonly (readonly [node: string, x: number, segment?: string])[]): Store {
  const store = new Store()
  store.write(tx => {
    for (const [Node, x, Segment = ''] of places) {
      ensureNode(tx, newNode(Node))
      updateCoordinate(tx, { Node, Segment, Coord: at(x) })
    }
  })
  return store
}

const nearTo = (node: string, told: readonly string[] = []): Near => ({ node, isAtOrigin: name => told.includes(name) })

const sorted = (store: Store, near: string, nodes: readonly string[], told?: readonly string[]): readonly string[] =>
  sortByDistance(store.view, nearTo(near, told), nodes, node => node)

describe('distance', () => {
  test('is the euclidean distance and both heights', () => {
    expect(distance(at(0.3, { Height: 0.1 }), at(0.7, { Height: 0.2 }))).toBe(700_000_000)
    expect(distance(at(0, { Height: 0 }), { ...ORIGIN, Height: 0.5, Vec: [0, 3, 4, 0, 0, 0, 0, 0] })).toBe(
      5_500_000_000,
    )
  })

  test('does not tell apart what is less than a nanosecond', () => {
    expect(distance(at(0.05), at(0.01))).toBe(distance(at(0.05), at(0.09)))
  })

  test('takes adjustments into account unless they would make it negative', () => {
    const a = at(0, { Height: 0 })
    expect(distance(a, at(1, { Height: 0, Adjustment: -0.25 }))).toBe(750_000_000)
    expect(distance(a, at(1, { Height: 0, Adjustment: -2 }))).toBe(1_000_000_000)
  })
})

describe('sortByDistance', () => {
  const store = storeWith([
    ['a', 0],
    ['b', 0.2],
    ['c', 0.1],
    ['d', 0.1],
    ['e', 0, 'alpha'],
  ])

  test('those that told nothing but that they are there are at the origin', () => {
    expect(sorted(store, 'x', ['y', 'b', 'c', 'x'], ['x'])).toEqual(['x', 'c', 'b', 'y'])
    expect(sorted(store, 'b', ['x', 'b', 'y'], ['x', 'b'])).toEqual(['b', 'x', 'y'])
    expect(sorted(store, 'x', ['y', 'x'])).toEqual(['y', 'x'])
  })

  test('sorts the nearest first and keeps the order of what is equally far', () => {
    expect(sorted(store, 'a', ['b', 'd', 'c', 'a'])).toEqual(['a', 'd', 'c', 'b'])
    expect(sorted(store, 'b', ['a', 'c', 'd', 'b'])).toEqual(['b', 'c', 'd', 'a'])
  })

  test('puts last what has no coordinate, or one in another segment', () => {
    expect(sorted(store, 'a', ['y', 'e', 'x', 'c'])).toEqual(['c', 'y', 'e', 'x'])
  })

  test('leaves the order when the source is not known, and ignores the case of names', () => {
    expect(sorted(store, 'nobody', ['b', 'a'])).toEqual(['b', 'a'])
    expect(sorted(store, '', ['b', 'a'])).toEqual(['b', 'a'])
    expect(sorted(store, 'A', ['b', 'C', 'A'])).toEqual(['A', 'C', 'b'])
  })

  test('is nothing that a reader waits for', () => {
    const { watchSet: watched } = store.readTracked(view => sortByDistance(view, nearTo('a'), ['b', 'a'], node => node))
    expect(watched.points).toEqual([])
  })
})

test('coordinates of a node that is not there are dropped', () => {
  const store = new Store()
  store.write(tx => updateCoordinate(tx, { Node: 'ghost', Segment: '', Coord: ORIGIN }))
  expect([...store.view.scan('coordinates')]).toEqual([])
  expect(store.index).toBe(0)
})
