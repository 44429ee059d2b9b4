import fc from 'fast-check'
import { blockedOn, get, put, remove, type Commands } from './command.ts'
import { key, readQuery, session } from './words.ts'

const value = fc.constantFrom('', '1', 'two', 'ü€', '{"a":1}', '\u0000')
const cas = fc.constantFrom('0', '1', '7', '${i}', 'x', '-1', '18446744073709551616')
const flags = fc.constantFrom('', '0', '42', '18446744073709551615', '-1', 'x')

const writeQuery = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  cas.map(index => `?cas=${index}`),
  flags.map(flags => `?flags=${flags}`),
  session.map(id => `?acquire=${id}`),
  session.map(id => `?release=${id}`),
  fc.tuple(cas, flags).map(([index, flags]) => `?cas=${index}&flags=${flags}`),
)
const keysQuery = fc.constantFrom(
  '?keys',
  '?keys&separator=/',
  '?keys&separator=b',
  '?recurse',
  '?raw',
  '?recurse&keys',
)

const write = fc.tuple(key, writeQuery, value).map(([key, query, value]) => put(`/v1/kv/${key}${query}`, value))
const read = fc
  .tuple(key, fc.oneof(readQuery, keysQuery))
  .map(([key, query]) => get(`/v1/kv/${key}${query}`, query === '' ? { save: { i: '0.ModifyIndex' } } : {}))
const removal = fc
  .tuple(
    key,
    fc.oneof(
      fc.constantFrom('', '?recurse'),
      cas.map(index => `?cas=${index}`),
    ),
  )
  .map(([key, query]) => remove(`/v1/kv/${key}${query}`))

/** Keys: written, locked, read, removed, waited for. */
export const kvCommands: Commands = fc.oneof(
  { weight: 4, arbitrary: write },
  { weight: 3, arbitrary: read },
  { weight: 2, arbitrary: removal },
  {
    weight: 1,
    arbitrary: fc
      .tuple(key, fc.constantFrom('', '?recurse', '?keys'), fc.oneof(write, removal))
      .map(([key, query, meanwhile]) => blockedOn(`/v1/kv/${key}${query}`, meanwhile)),
  },
)
