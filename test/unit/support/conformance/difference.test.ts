import { expect, test } from 'vitest'
import { difference } from '../../../../test/support/conformance/difference.ts'

const recorded = {
  status: 200,
  headers: { 'content-type': 'application/json', 'x-consul-index': 'index+2' },
  json: [
    { Key: 'a', Flags: 0 },
    { Key: 'b', Flags: 1 },
  ],
}

const change = (changes: object) => ({ ...structuredClone(recorded), ...changes })

test('an answer like the recorded one differs nowhere', () => {
  expect(difference(recorded, change({}))).toEqual([])
})

test('the order of keys does not count', () => {
  const { status, headers, json } = structuredClone(recorded)
  expect(difference(recorded, { json, headers, status })).toEqual([])
})

test('parts that JSON leaves out do not count', () => {
  expect(difference(recorded, change({ took: undefined }))).toEqual([])
})

test.each([
  ['a wrong status', { status: 404 }, ['status: want 200, got 404']],
  [
    'a wrong header',
    { headers: { ...recorded.headers, 'content-type': 'text/plain' } },
    ['headers.content-type: want "application/json", got "text/plain"'],
  ],
  [
    'a missing header',
    { headers: { 'content-type': 'application/json' } },
    ['headers.x-consul-index: want "index+2", got undefined'],
  ],
  [
    'an extra header',
    { headers: { ...recorded.headers, vary: 'Origin' } },
    ['headers.vary: want undefined, got "Origin"'],
  ],
  [
    'another kind of body',
    { json: undefined, text: '[]' },
    [expect.stringMatching(/^json: /), expect.stringMatching(/^text: /)],
  ],
  ['a wrong value', { json: [recorded.json[0], { Key: 'b', Flags: 2 }] }, ['json.1.Flags: want 1, got 2']],
  [
    'a number that should not be text',
    { json: [recorded.json[0], { Key: 'b', Flags: '1' }] },
    ['json.1.Flags: want 1, got "1"'],
  ],
  ['a missing array item', { json: [recorded.json[0]] }, ['json.1: want {"Flags":1,"Key":"b"}, got undefined']],
  ['an extra array item', { json: [...recorded.json, { Key: 'c' }] }, ['json.2: want undefined, got {"Key":"c"}']],
  [
    'array items in another order',
    { json: recorded.json.toReversed() },
    [
      'json.0.Flags: want 0, got 1',
      'json.0.Key: want "a", got "b"',
      'json.1.Flags: want 1, got 0',
      'json.1.Key: want "b", got "a"',
    ],
  ],
  [
    'an extra field',
    { json: [recorded.json[0], { Key: 'b', Flags: 1, More: null }] },
    ['json.1.More: want undefined, got null'],
  ],
  ['a missing field', { json: [recorded.json[0], { Key: 'b' }] }, ['json.1.Flags: want 1, got undefined']],
  [
    'an object where an array belongs',
    { json: {} },
    ['json: want [{"Flags":0,"Key":"a"},{"Flags":1,"Key":"b"}], got {}'],
  ],
  ['null where an array belongs', { json: null }, [expect.stringMatching(/^json: want .*, got null$/)]],
])('%s is noticed', (_, changes, places) => {
  expect(difference(recorded, change(changes))).toEqual(places)
})

test('an answer that never came is noticed', () => {
  expect(difference({ status: 200 }, null)).toEqual([': want {"status":200}, got null'])
  expect(difference({ status: 200 }, undefined)).toEqual([': want {"status":200}, got null'])
})
