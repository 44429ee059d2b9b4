import { SECOND } from '../go/duration.ts'
import type { Read } from './kv.ts'
import { keyOf, prefixOf } from './schema.ts'
import type { Tx } from './store.ts'
import type { Coordinate } from '../model/rows.ts'
import { watchRows } from './watched-prefix.ts'
import type { View } from './view.ts'

export type Coord = Coordinate['Coord']

/** Consul's network coordinates have this many dimensions. */
export const DIMENSIONS = 8

/** The coordinate of a node before any measurement. */
export const ORIGIN: Coord = { Vec: Array<number>(DIMENSIONS).fill(0), Error: 1.5, Adjustment: 0, Height: 1e-5 }

/** All reads of coordinates carry the index of the whole table. */
const tableIndex = (view: View): number => view.max('coordinates')

/** All coordinates by node. */
export const listCoordinates = (view: View): Read<readonly Coordinate[]> => ({
  index: tableIndex(view),
  value: view.scan('coordinates'),
})

/** The coordinates of a node, one a segment; the node is spelled as it was asked for. */
export function nodeCoordinates(view: View, node: string, segment?: string): Read<readonly Coordinate[]> {
  watchRows(view, 'coordinates', prefixOf(node))
  const value: Coordinate[] = []
  for (const row of view.scan('coordinates', prefixOf(node))) {
    if (segment === undefined || row.Segment === segment) value.push({ ...row, Node: node })
  }
  return { index: tableIndex(view), value }
}

/** Sets where a node is. Of a node that is not known Consul takes no note. */
export function updateCoordinate(tx: Tx, coordinate: Coordinate): void {
  if (!tx.node(coordinate.Node)) return
  tx.put('coordinates', coordinate)
  tx.bump('coordinates')
}

/** The estimated round trip between two places, in whole nanoseconds: Vivaldi with heights and adjustments. */
export function distance(a: Coord, b: Coord): number {
  let squares = 0
  for (let i = 0; i < DIMENSIONS; i++) squares += ((a.Vec[i] ?? 0) - (b.Vec[i] ?? 0)) ** 2
  const plain = Math.sqrt(squares) + a.Height + b.Height
  const adjusted = plain + a.Adjustment + b.Adjustment
  return Math.trunc((adjusted > 0 ? adjusted : plain) * SECOND)
}

/** A node to sort by. */
export interface Near {
  /** '' for none. */
  readonly node: string
  /** Whether a node of which the table says nothing has told that it is where every node begins. */
  readonly isAtOrigin: (node: string) => boolean
}

/**
 * Sorts by the round trip from the node `near`, keeping the order of what is equally far; those whose distance is not
 * known come last. Without a known source the order stays. A change of coordinates is nothing that readers wait for.
 */
export function sortByDistance<T>(
  view: View,
  near: Near,
  items: readonly T[],
  nodeOf: (item: T) => string,
): readonly T[] {
  if (near.node === '') return items
  const source = new Map<string, Coord>()
  for (const row of view.untracked.scan('coordinates', prefixOf(near.node))) source.set(row.Segment, row.Coord)
  if (!source.has('') && near.isAtOrigin(near.node)) source.set('', ORIGIN)
  if (source.size === 0) return items
  const placeOf = (node: string, segment: string): Coord | undefined =>
    view.untracked.get('coordinates', keyOf(node, segment))?.Coord ??
    (segment === '' && near.isAtOrigin(node) ? ORIGIN : undefined)
  const far = items.map(item => ({ item, distance: distanceFrom(source, nodeOf(item), placeOf) }))
  return far.sort((a, b) => (a.distance === b.distance ? 0 : a.distance - b.distance)).map(({ item }) => item)
}

/** Places can be compared within a segment only. */
function distanceFrom(
  source: ReadonlyMap<string, Coord>,
  node: string,
  placeOf: (node: string, segment: string) => Coord | undefined,
): number {
  for (const [segment, coord] of source) {
    const place = placeOf(node, segment)
    if (place) return distance(coord, place)
  }
  return Number.POSITIVE_INFINITY
}
