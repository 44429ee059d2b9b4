import fc from 'fast-check'
import { get, put, some, type Commands } from './command.ts'
import { mostlyRight, node, readQuery, session } from './words.ts'

const body = some({
  Name: fc.constantFrom('s', ''),
  Node: node,
  TTL: fc.constantFrom('10s', '1s', '86400s', '90000s', '', 'x'),
  Behavior: fc.constantFrom('release', 'delete', '', 'x'),
  LockDelay: fc.constantFrom('0s', '1s', '15s', 0, 1_000_000_000, 30, 'x'),
  NodeChecks: fc.constantFrom(['serfHealth'], [], ['c1'], ['nope'], null),
  Checks: fc.constantFrom(['serfHealth'], [], ['c2'], null),
  ServiceChecks: fc.constantFrom([{ ID: 'c1' }], [], null),
})

/** Sessions; the IDs are saved as `s1` and `s2` for the commands of other areas. */
export const sessionCommands: Commands = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(mostlyRight(body), fc.constantFrom('s1', 's2'))
      .map(([body, name]) => put('/v1/session/create', body, { save: { [name]: 'ID' } })),
  },
  fc.constantFrom('s1', 's2').map(name => put('/v1/session/create', { LockDelay: '0s' }, { save: { [name]: 'ID' } })),
  session.map(id => put(`/v1/session/destroy/${id}`)),
  session.map(id => put(`/v1/session/renew/${id}`)),
  fc.tuple(session, readQuery).map(([id, query]) => get(`/v1/session/info/${id}${query}`)),
  fc.tuple(node, readQuery).map(([node, query]) => get(`/v1/session/node/${node}${query}`, { unordered: true })),
  readQuery.map(query => get(`/v1/session/list${query}`, { unordered: true })),
)
