import fc from 'fast-check'
import { get, put, remove, some, type Commands } from './command.ts'
import { mostlyRight, readQuery, service, session } from './words.ts'

const definition = some({
  Name: fc.constantFrom('q', 'q2', '', 'web'),
  Session: session,
  Token: fc.constantFrom('', 'x'),
  Service: mostlyRight(
    some({
      Service: service,
      Tags: fc.constantFrom([], ['v1'], ['!v1'], null),
      OnlyPassing: fc.boolean(),
      Near: fc.constantFrom('', '_agent', 'n1'),
      NodeMeta: fc.constantFrom({}, { a: 'b' }, null),
      Failover: fc.constantFrom({}, { NearestN: 1 }, { Datacenters: ['dc2'] }, { NearestN: -1 }),
      IgnoreCheckIDs: fc.constantFrom([], ['c1'], null),
    }),
  ),
  DNS: fc.constantFrom({}, { TTL: '10s' }, { TTL: 'x' }, { TTL: '-1s' }),
  Template: fc.constantFrom(
    {},
    { Type: 'name_prefix_match' },
    { Type: 'name_prefix_match', Regexp: '(' },
    { Type: 'x' },
  ),
})
const id = fc.constantFrom('${q1}', '00000000-1111-2222-3333-444444444444', 'q', 'nope')

/** Prepared queries; the ID of the last one is saved as `q1`. */
export const queryCommands: Commands = fc.oneof(
  {
    weight: 2,
    arbitrary: mostlyRight(definition).map(body => [
      { method: 'POST', path: '/v1/query', body: body as never, save: { q1: 'ID' } },
    ]),
  },
  fc.tuple(id, mostlyRight(definition)).map(([id, body]) => put(`/v1/query/${id}`, body)),
  readQuery.map(query => get(`/v1/query${query}`, { unordered: true })),
  id.map(id => get(`/v1/query/${id}`)),
  fc
    .tuple(id, fc.constantFrom('', '?limit=1', '?limit=x', '?near=_agent', '?connect=true'))
    .map(([id, query]) => get(`/v1/query/${id}/execute${query}`, { unordered: 'Nodes' })),
  id.map(id => get(`/v1/query/${id}/explain`)),
  id.map(id => remove(`/v1/query/${id}`)),
)
