import fc from 'fast-check'
import { get, put, remove, some, type Commands } from './command.ts'
import { mostlyRight, readQuery } from './words.ts'

const name = fc.constantFrom('web', 'db', '*', 'Web', '')
const body = some({
  SourceName: name,
  DestinationName: name,
  Action: fc.constantFrom('allow', 'deny', '', 'x'),
  Description: fc.constantFrom('', 'd'),
  Meta: fc.constantFrom({}, { a: 'b' }, null),
  SourceType: fc.constantFrom('consul', '', 'x'),
  Precedence: fc.constantFrom(0, 9),
  Permissions: fc.constantFrom([], [{ Action: 'allow', HTTP: { PathExact: '/a' } }], [{ Action: 'x' }]),
}).map(fields => ({ SourceName: 'web', DestinationName: 'db', Action: 'allow', ...fields }))
const pair = fc.tuple(name, name).map(([source, destination]) => `?source=${source}&destination=${destination}`)
const by = fc.constantFrom('source', 'destination', 'x', '')

/** Intentions by their own endpoints. */
export const intentionCommands: Commands = fc.oneof(
  mostlyRight(body).map(fields => [
    { method: 'POST', path: '/v1/connect/intentions', body: fields as never, save: { int: 'ID' } },
  ]),
  {
    weight: 2,
    arbitrary: fc
      .tuple(pair, mostlyRight(some({ Action: fc.constantFrom('allow', 'deny', 'x'), Description: fc.constant('d') })))
      .map(([query, fields]) => put(`/v1/connect/intentions/exact${query}`, fields)),
  },
  pair.map(query => get(`/v1/connect/intentions/exact${query}`)),
  pair.map(query => remove(`/v1/connect/intentions/exact${query}`)),
  pair.map(query => get(`/v1/connect/intentions/check${query}`)),
  fc.tuple(by, name).map(([by, name]) => get(`/v1/connect/intentions/match?by=${by}&name=${name}`)),
  readQuery.map(query => get(`/v1/connect/intentions${query}`)),
  fc.constantFrom('${int}', 'x', '00000000-1111-2222-3333-444444444444').map(id => get(`/v1/connect/intentions/${id}`)),
  fc.constantFrom('${int}', 'x').map(id => remove(`/v1/connect/intentions/${id}`)),
  fc
    .tuple(fc.constantFrom('${int}', 'x'), mostlyRight(body))
    .map(([id, fields]) => put(`/v1/connect/intentions/${id}`, fields)),
)
