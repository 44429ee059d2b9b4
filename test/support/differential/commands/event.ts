import fc from 'fast-check'
import { get, put, type Commands } from './command.ts'
import { readQuery } from './words.ts'

const filter = fc.constantFrom(
  '',
  '?service=web',
  '?service=nope&tag=v1',
  '?node=node1',
  '?node=n.*',
  '?tag=v1',
  '?service=[',
)

/** User events. */
export const eventCommands: Commands = fc.oneof(
  fc
    .tuple(fc.constantFrom('x', 'deploy', '_x', ''), filter, fc.constantFrom(undefined, 'payload'))
    .map(([name, query, body]) => put(`/v1/event/fire/${name}${query}`, body)),
  fc.oneof(readQuery, fc.constantFrom('?name=x', '?name=nope')).map(query => get(`/v1/event/list${query}`)),
)
