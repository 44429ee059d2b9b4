import { describe, expect, test } from 'vitest'
import { readWatches } from '../../../src/watch/definition.ts'

describe('errors in the words of the agent', () => {
  test.each<[given: Record<string, unknown>, message: string]>([
    [{ type: 'key', key: 'k' }, 'Must define a watch handler'],
    [
      { type: 'bogus', args: ['true'] },
      'Failed to parse watch (map[string]interface {}{"args":"true"}): Unsupported watch type: bogus',
    ],
    [
      { key: 'x', args: ['a'] },
      'Failed to parse watch (map[string]interface {}{"args":"a", "handler_type":"script", "key":"x"}): Watch type must be specified',
    ],
    [
      { type: 'key', key: 1, args: ['a', 'b'] },
      'Failed to parse watch (map[string]interface {}{"args":[]interface {}{"a", "b"}, "key":1}): Expecting key to be a string',
    ],
    [
      { type: 'key', key: 'k', script: 'true' },
      'Failed to parse watch (map[string]interface {}{"script":"true"}): Invalid parameters: [script]',
    ],
    [
      { type: 'key', key: 'k', handler_type: 'http', http_handler_config: {} },
      'Failed to parse watch (map[string]interface {}{"http_handler_config":map[string]interface {}{}, "key":"k"}): ' +
        "Failed to parse 'http_handler_config': Requires 'path' to be set",
    ],
    [{ type: 'key', key: 'k', handler_type: 'bogus' }, "Handler type 'bogus' not recognized"],
    [{ type: 'key', key: 'k', args: ['true'], handler: 'true' }, 'Only one watch handler allowed'],
    [{ type: 'key', key: 'k', handler: 1 }, 'Watch handler must be a string'],
  ])('%j', (given, message) => {
    expect(() => readWatches([given])).toThrow(message)
  })
})

test('a script is a list, or a text for a shell', () => {
  const watch = { type: 'key', key: 'k' }
  const scripts = readWatches([
    { ...watch, args: ['a', 'b'] },
    { ...watch, handler: 'a b' },
    { ...watch, args: 'a' },
  ]).map(({ script }) => script)
  expect(scripts).toEqual([['a', 'b'], 'a b', ['a']])
})

test('the definitions stay as they were, to be read again', () => {
  const given = Object.freeze({ type: 'key', key: 'k', args: ['a'] })
  readWatches([given])
  expect(readWatches([given])).toHaveLength(1)
})
