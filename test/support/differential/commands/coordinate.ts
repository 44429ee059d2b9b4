import fc from 'fast-check'
import { get, put, some, type Commands } from './command.ts'
import { readQuery, service, wrong } from './words.ts'

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
  Segment: fc.constantFrom('', 'x'),
  Partition: fc.constantFrom('', 'default', 'x'),
  Coord: fc.oneof({ weight: 5, arbitrary: coord }, wrong),
}).map(body => ({ ...body, Node: 'n3' }))

/**
 * Where the real agent's own place is, and when it says so, is chance. What a client sends is written by a clock of each agent's own,
 * up to five seconds later: updates are of a node that nobody reads, but for those that are waited for.
 */
export const coordinateCommands: Commands = fc.oneof(
  { weight: 6, arbitrary: update.map(body => put('/v1/coordinate/update', body)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('n1', 'n2', 'N1'), coord)
      .map(([Node, Coord]) => [...put('/v1/coordinate/update', { Node, Coord }), { sleep: 5500 }]),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('n1', 'n2', 'nope', 'N1'), readQuery)
      .map(([name, query]) => get(`/v1/coordinate/node/${name}${query}`)),
  },
  readQuery.map(query => get(`/v1/coordinate/datacenters${query}`, { only: ['status'] })),
  fc
    .constantFrom('n1', 'n2')
    .map(Node => put('/v1/catalog/register', { Node, Address: '10.0.0.1', Service: { Service: 'web' } })),
  {
    weight: 2,
    arbitrary: fc
      .tuple(service, fc.constantFrom('n1', 'n2', 'nope', '_agent', ''))
      .map(([name, near]) => get(`/v1/health/service/${name}?near=${near}`)),
  },
)
