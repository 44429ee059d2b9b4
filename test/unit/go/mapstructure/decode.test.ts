import { expect, test } from 'vitest'
import {
  anything,
  camelStruct,
  list,
  map,
  pointer,
  snakeCase,
  struct,
} from '../../../../src/go/mapstructure/containers.ts'
import { decodeStrictly, decodeWeakly } from '../../../../src/go/mapstructure/decode.ts'
import { bool, duration, int, string, time, uint32 } from '../../../../src/go/mapstructure/scalars.ts'
import { omit } from '../../../../src/go/mapstructure/type.ts'

const type = struct({
  Name: string,
  Count: omit(int),
  Wait: duration,
  On: bool,
  Parts: list(struct({ Name: string })),
  Meta: omit(map(string)),
  Inner: pointer(struct({ ConnectTimeoutMs: int })),
})

test('values are bent into their types, and one stands for a list of one', () => {
  const { value } = decodeWeakly(type, {
    Name: 7,
    Count: '0x10',
    Wait: '1m',
    On: 1,
    Parts: { name: ['x'] },
    Meta: { a: 1.5 },
  })
  expect(value).toMatchObject({
    Name: '7',
    Count: 16,
    Wait: 60e9,
    On: true,
    Parts: [{ Name: 'x' }],
    Meta: { a: '1.5' },
  })
})

test('keys are found in CamelCase, snake_case and any case; unknown ones are listed, nested ones first', () => {
  const { value, unknown } = decodeWeakly(type, {
    inner: { connect_timeout_ms: 3, b: 1 },
    NAME: 'n',
    z: 1,
    parts: [{ q: 1 }],
  })
  expect(value).toMatchObject({ Name: 'n', Inner: { ConnectTimeoutMs: 3 } })
  expect(unknown).toEqual(['Parts[0].q', 'Inner.b', 'z'])
})

test('fields of a struct in CamelCase alone have no spelling in snake case, those inside of them have', () => {
  const camel = camelStruct({ MaxRetries: int, Inner: struct({ MaxRetries: int }) })
  const { value, unknown } = decodeWeakly(camel, { maxRETRIES: 1, inner: { max_retries: 2 } })
  expect(value).toEqual({ MaxRetries: 1, Inner: { MaxRetries: 2 } })
  expect(unknown).toEqual([])
  expect(decodeWeakly(camel, { max_retries: 1 }).unknown).toEqual(['max_retries'])
})

test('a time that is no text is a struct without fields', () => {
  const timed = struct({ At: time })
  expect(decodeWeakly(timed, { At: {} })).toEqual({ value: { At: '' }, unknown: [] })
  expect(decodeWeakly(timed, { At: { b: 1 } }).unknown).toEqual(['At.b'])
  expect(() => decodeWeakly(timed, { At: 5 })).toThrow("* 'At' expected a map, got 'float64'")
})

test('all that does not fit is reported at once, sorted', () => {
  const wrong = { Name: { a: 1 }, Count: 'many', Meta: 'x', Inner: [], Parts: 'y' }
  expect(() => decodeWeakly(type, wrong)).toThrow(
    [
      '5 error(s) decoding:\n',
      "* 'Inner' expected a map, got 'slice'",
      "* 'Meta' expected a map, got 'string'",
      "* 'Name' expected type 'string', got unconvertible type 'map[string]interface {}', value: 'map[a:1]'",
      "* 'Parts[0]' expected a map, got 'string'",
      `* cannot parse 'Count' as int: strconv.ParseInt: parsing "many": invalid syntax`,
    ].join('\n'),
  )
})

test('what is empty is left out where it may be', () => {
  const shown = type.show(decodeWeakly(type, {}).value)
  expect(shown).toEqual({ Name: '', Wait: 0, On: false, Parts: null, Inner: null })
})

test.each([
  ['ConnectTimeoutMs', 'connect_timeout_ms'],
  ['ExternalSNI', 'external_sni'],
  ['TLSMinVersion', 'tls_min_version'],
  ['EnforcingConsecutive5xx', 'enforcing_consecutive_5xx'],
  ['SanitizeXForwardedClientCert', 'sanitize_x_forwarded_client_cert'],
])('%s is %s in snake case', (name, snake) => {
  expect(snakeCase(name)).toBe(snake)
})

test('read strictly, a value has the type that is wanted, and numbers alone become other numbers', () => {
  const strict = camelStruct({ Name: string, Count: int, Size: uint32, On: bool, Wait: duration, Tags: list(string) })
  expect(decodeStrictly(strict, { name: 'x', Count: -1.5, Size: 4294967297, Wait: 5, Tags: ['a'], other: 1 })).toEqual({
    Name: 'x',
    Count: -1,
    Size: 1,
    On: false,
    Wait: 5,
    Tags: ['a'],
  })
  const wrong = { Name: 1, Count: '1', Size: -2, On: 1, Wait: '1s', Tags: 'a' }
  expect(() => decodeStrictly(strict, wrong)).toThrow(
    [
      '6 error(s) decoding:',
      '',
      "* 'Count' expected type 'int', got unconvertible type 'string', value: '1'",
      "* 'Name' expected type 'string', got unconvertible type 'float64', value: '1'",
      "* 'On' expected type 'bool', got unconvertible type 'float64', value: '1'",
      "* 'Tags': source data must be an array or slice, got string",
      "* 'Wait' expected type 'time.Duration', got unconvertible type 'string', value: '1s'",
      "* cannot parse 'Size', -2.000000 overflows uint",
    ].join('\n'),
  )
  expect(() => decodeStrictly(strict, { Name: ['x'] })).toThrow("value: '[x]'")
})

test('a list of one is taken for its value: for a pointer twice, and where anything may stand, also in the maps within it', () => {
  const inner = pointer(struct({ Name: string }))
  expect(decodeWeakly(struct({ Inner: inner }), { Inner: [[{ Name: 'x' }]] }).value).toEqual({ Inner: { Name: 'x' } })
  expect(() => decodeWeakly(struct({ Inner: inner }), { Inner: [[[{}]]] })).toThrow(
    "'Inner' expected a map, got 'slice'",
  )
  const { value } = decodeWeakly(map(anything), {
    list: [{ a: [{ b: [1] }], c: [[2]], d: [[3], { e: [4] }] }],
    map: { a: [{ b: [1] }] },
    deep: [[{ a: [1] }]],
  })
  expect(value).toEqual({
    list: { a: { b: 1 }, c: [2], d: [[3], { e: 4 }] },
    map: { a: [{ b: [1] }] },
    deep: [{ a: 1 }],
  })
})
