import fc from 'fast-check'
import { get, put, some, type Commands } from './command.ts'
import { node, readQuery, service, wrong } from './words.ts'

const vector = fc.constantFrom(
  [0, 0, 0, 0, 0, 0, 0, 0],
  [1, 0, 0, 0, 0, 0, 0, 0.5],
  [1],
  [],
  null,
  ['x'],
  [1e300, 0, 0, 0, 0, 0, 0, 0],
)
const coord = some({
  Vec: vector,
  Error: fc.constantFrom(1.5, 0, -1, 'x'),
  Adjustment: fc.constantFrom(0, 0.1),
  Height: fc.constantFrom(0.00001, 0, 1),
})
const update = some({
  Node: node,
  Segment: fc.constantFrom('', 'x'),
  Partition: fc.constantFrom('', 'default', 'x'),
  Coord: fc.oneof({ weight: 5, arbitrary: coord }, wrong),
}).map(body => ({ Node: 'n1', ...body }))

/** Where the real agent's own place is, and when it says so, is chance; what a client sends is written seconds later. */
export const coordinateCommands: Commands = fc.oneof(
  { weight: 3, arbitrary: update.map(body => put('/v1/coordinate/update', body)) },
  fc
    .tuple(fc.constantFrom('n1', 'n2', 'nope', 'N1'), readQuery)
    .map(([name, query]) => get(`/v1/coordinate/node/${name}${query}`)),
  readQuery.map(query => get(`/v1/coordinate/datacenters${query}`, { only: ['status'] })),
  fc
    .constantFrom('n1', 'n2')
    .map(Node => put('/v1/catalog/register', { Node, Address: '10.0.0.1', Service: { Service: 'web' } })),
  fc
    .tuple(service, fc.constantFrom('n1', 'n2', 'nope', '_agent', ''))
    .map(([name, near]) => get(`/v1/health/service/${name}?near=${near}`)),
)
