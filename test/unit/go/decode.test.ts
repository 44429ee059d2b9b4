import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  DecodeError,
  base64,
  bool,
  decode,
  decodeJson,
  duration,
  float,
  int,
  list,
  map,
  raw,
  string,
  stringList,
  stringMap,
  struct,
  uint64,
} from '../../../src/go/decode.ts'
import type { Decoded, Schema } from '../../../src/go/decode.ts'
import { JsonError } from '../../../src/go/json.ts'

const weights = struct({ Passing: int(), Warning: int() }, { name: 'structs.Weights', unknown: 'reject' })

const service = struct(
  {
    Service: string(),
    Port: int(),
    Tags: stringList(),
    Meta: stringMap(),
    EnableTagOverride: bool(),
    Weights: weights,
    TaggedAddresses: map(struct({ Address: string(), Port: int() }, { name: 'structs.ServiceAddress' })),
  },
  { name: 'structs.NodeService', unknown: 'reject' },
)

const register = struct(
  {
    Node: string(),
    Address: string(),
    NodeMeta: stringMap(),
    Service: service,
    Checks: list(struct({ Node: string() }, { name: 'structs.HealthCheck' }), 'structs.HealthChecks'),
  },
  { name: 'structs.RegisterRequest', unknown: 'reject' },
)

const check = struct(
  {
    TTL: duration(),
    Interval: duration(),
    Header: map(stringList()),
    DeregisterCriticalServiceAfter: duration(),
  },
  {
    unknown: 'reject',
    custom: true,
    aliases: { deregister_critical_service_after: 'DeregisterCriticalServiceAfter' },
  },
)

const definition = struct(
  {
    Name: string(),
    Port: int(),
    Tags: stringList(),
    Meta: stringMap(),
    Kind: string('structs.ServiceKind'),
    EnableTagOverride: bool(),
    TaggedAddresses: map(raw()),
    Weights: weights,
    Check: check,
    Checks: list(check, 'structs.CheckTypes'),
  },
  {
    unknown: 'reject',
    custom: true,
    aliases: { enable_tag_override: 'EnableTagOverride', tagged_addresses: 'TaggedAddresses' },
  },
)

const txn = list(
  struct(
    {
      KV: struct(
        { Verb: string('api.KVOp'), Key: string(), Value: base64(), Flags: uint64() },
        { name: 'api.KVTxnOp', unknown: 'reject' },
      ),
    },
    { name: 'api.TxnOp', unknown: 'reject' },
  ),
  'api.TxnOps',
)

/** The error of a text that the schema refuses. */
const refusal = (schema: Schema<unknown>, text: string): unknown => {
  try {
    return decodeJson(schema, text)
  } catch (error) {
    return error
  }
}

test('a struct has what its fields say, and what is absent or null is undefined', () => {
  const text =
    '{"Node":"n","Address":null,"Service":{"Port":80,"Tags":["a",null],"Meta":{"k":null,"__proto__":"p"},' +
    '"Weights":{"Passing":1},"TaggedAddresses":{"lan":{"Port":1},"wan":null}},"Checks":[{"Node":"n"},null]}'
  const value = decodeJson(register, text)
  expect(value).toEqual({
    Node: 'n',
    Service: {
      Port: 80,
      Tags: ['a', ''],
      Meta: JSON.parse('{"k":"","__proto__":"p"}') as unknown,
      Weights: { Passing: 1 },
      TaggedAddresses: { lan: { Port: 1 }, wan: {} },
    },
    Checks: [{ Node: 'n' }, {}],
  })
  expect(Object.keys(value.Service?.Meta ?? {})).toEqual(['k', '__proto__'])
  expectTypeOf<Decoded<typeof weights>>().toEqualTypeOf<{
    Passing?: number | undefined
    Warning?: number | undefined
  }>()
  expectTypeOf(value.Service?.Tags).toEqualTypeOf<string[] | undefined>()
  expectTypeOf<Decoded<typeof txn>[number]['KV']>().toExtend<
    { Key?: string | undefined; Flags?: number | bigint | undefined; Value?: Uint8Array | null | undefined } | undefined
  >()
})

test('null is a zero value', () => {
  expect(decodeJson(register, 'null')).toEqual({})
  expect(decodeJson(txn, 'null')).toEqual([])
  expect(decodeJson(stringMap(), 'null')).toEqual({})
  expect(decodeJson(base64(), 'null')).toBeNull()
  expect(decodeJson(list(uint64()), '[null,1]')).toEqual([0, 1])
})

describe('names', () => {
  const schema = struct(
    { Node: string(), node: string(), ServiceTags: stringList(), Kind: string() },
    { unknown: 'reject' },
  )

  test('match exactly or else in any case', () => {
    expect(decodeJson(schema, '{"node":"a","Node":"b"}')).toEqual({ node: 'a', Node: 'b' })
    expect(decodeJson(schema, '{"NODE":"a","servicetags":["t"]}')).toEqual({ Node: 'a', ServiceTags: ['t'] })
    expect(decodeJson(schema, '{"\u212aind":"k","\u017fervicetag\u017f":[]}')).toEqual({ Kind: 'k', ServiceTags: [] })
  })

  test('the last of several wins, null does not count', () => {
    expect(decodeJson(definition, '{"Port":80,"port":81,"PORT":null}')).toEqual({ Port: 81 })
  })

  test.each(['service_tags', '__proto__', 'constructor', 'toString', ''])('%j is unknown', name => {
    expect(refusal(schema, JSON.stringify({ a: 1 }).replace('a', name))).toEqual(
      new DecodeError(`json: unknown field "${name}"`),
    )
  })

  test('unknown ones are ignored or refused, in the order of the document', () => {
    expect(decodeJson(struct({ A: int() }), '{"Bogus":{"A":2},"A":1}')).toEqual({ A: 1 })
    expect(refusal(register, '{"Node":"x","Bogus":1,"Address":3}')).toEqual(
      new DecodeError('json: unknown field "Bogus"'),
    )
    expect(refusal(register, '{"Address":3,"Bogus":1}')).toEqual(
      new DecodeError('json: cannot unmarshal number into Go struct field RegisterRequest.Address of type string'),
    )
    expect(refusal(register, '{"Service":{"a\\"\\u0001":1},"Bogus":1}')).toEqual(
      new DecodeError('json: unknown field "a\\"\\x01"'),
    )
  })
})

describe('aliases', () => {
  test.each([
    ['{"enable_tag_override":true}', { EnableTagOverride: true }],
    ['{"Enable_Tag_Override":true}', { EnableTagOverride: true }],
    ['{"EnableTagOverride":true,"enable_tag_override":false}', { EnableTagOverride: true }],
    ['{"enable_tag_override":true,"EnableTagOverride":false}', { EnableTagOverride: true }],
    ['{"TaggedAddresses":{"lan":1},"tagged_addresses":{"wan":2}}', { TaggedAddresses: { lan: 1 } }],
    ['{"TaggedAddresses":{},"tagged_addresses":{"wan":2}}', { TaggedAddresses: { wan: 2 } }],
  ])('%s: only where the field is zero', (text, value) => {
    expect(decodeJson(definition, text)).toEqual(value)
  })
})

describe('errors of type, as a real agent words them', () => {
  test.each([
    ['[]', 'array into Go value of type structs.RegisterRequest'],
    ['"x"', 'string into Go value of type structs.RegisterRequest'],
    ['1', 'number into Go value of type structs.RegisterRequest'],
    ['true', 'bool into Go value of type structs.RegisterRequest'],
    ['{"Node":1}', 'number into Go struct field RegisterRequest.Node of type string'],
    ['{"NodeMeta":[]}', 'array into Go struct field RegisterRequest.NodeMeta of type map[string]string'],
    ['{"Service":[]}', 'array into Go struct field RegisterRequest.Service of type structs.NodeService'],
    ['{"Service":{"Port":"80"}}', 'string into Go struct field NodeService.Service.Port of type int'],
    ['{"Service":{"Port":1.5}}', 'number 1.5 into Go struct field NodeService.Service.Port of type int'],
    ['{"Service":{"Port":1e3}}', 'number 1e3 into Go struct field NodeService.Service.Port of type int'],
    ['{"Service":{"Port":80.0}}', 'number 80.0 into Go struct field NodeService.Service.Port of type int'],
    ['{"Service":{"Tags":"x"}}', 'string into Go struct field NodeService.Service.Tags of type []string'],
    ['{"Service":{"Tags":[1]}}', 'number into Go struct field NodeService.Service.Tags of type string'],
    ['{"Service":{"Meta":{"a":1}}}', 'number into Go struct field NodeService.Service.Meta of type string'],
    [
      '{"Service":{"EnableTagOverride":1}}',
      'number into Go struct field NodeService.Service.EnableTagOverride of type bool',
    ],
    [
      '{"Service":{"Weights":{"Passing":"1"}}}',
      'string into Go struct field Weights.Service.Weights.Passing of type int',
    ],
    [
      '{"Service":{"TaggedAddresses":{"lan":{"Port":"x"}}}}',
      'string into Go struct field ServiceAddress.Service.TaggedAddresses.Port of type int',
    ],
    ['{"Checks":{}}', 'object into Go struct field RegisterRequest.Checks of type structs.HealthChecks'],
    ['{"Checks":[{"Node":1}]}', 'number into Go struct field HealthCheck.Checks.Node of type string'],
  ])('catalog: %s', (text, message) => {
    expect(refusal(register, text)).toEqual(new DecodeError(`json: cannot unmarshal ${message}`))
  })

  test.each([
    ['{"Port":"80"}', 'string into Go struct field .Port of type int'],
    ['{"Port":1,"port":"a"}', 'string into Go struct field .Port of type int'],
    ['{"Kind":5}', 'number into Go struct field .Kind of type structs.ServiceKind'],
    ['{"enable_tag_override":"yes"}', 'string into Go struct field .enable_tag_override of type bool'],
    ['{"Weights":{"Passing":"1"}}', 'string into Go struct field Weights.Weights.Passing of type int'],
    ['{"Check":{"Header":{"a":"b"}}}', 'string into Go struct field .Check of type []string'],
    ['{"Checks":{}}', 'object into Go struct field .Checks of type structs.CheckTypes'],
    ['[]', 'array into Go value of type struct {}'],
  ])('agent: %s', (text, message) => {
    expect(refusal(definition, text)).toEqual(new DecodeError(`json: cannot unmarshal ${message}`))
  })

  test.each([
    ['{}', 'object into Go value of type api.TxnOps'],
    ['[1]', 'number into Go value of type api.TxnOp'],
    ['[{"KV":[]}]', 'array into Go struct field TxnOp.KV of type api.KVTxnOp'],
    ['[{"KV":{"Verb":1}}]', 'number into Go struct field KVTxnOp.KV.Verb of type api.KVOp'],
    ['[{"KV":{"Value":7}}]', 'number into Go struct field KVTxnOp.KV.Value of type []uint8'],
    ['[{"KV":{"Flags":-1}}]', 'number -1 into Go struct field KVTxnOp.KV.Flags of type uint64'],
    ['[{"KV":{"Flags":1.0}}]', 'number 1.0 into Go struct field KVTxnOp.KV.Flags of type uint64'],
    [
      '[{"KV":{"Flags":18446744073709551616}}]',
      'number 18446744073709551616 into Go struct field KVTxnOp.KV.Flags of type uint64',
    ],
  ])('txn: %s', (text, message) => {
    expect(refusal(txn, text)).toEqual(new DecodeError(`json: cannot unmarshal ${message}`))
  })

  test('the struct around a type with its own decoder lends its name', () => {
    const health = struct({ Definition: check }, { name: 'structs.HealthCheck' })
    expect(
      refusal(struct({ Check: health }, { name: 'structs.RegisterRequest' }), '{"Check":{"Definition":{"Header":1}}}'),
    ).toEqual(
      new DecodeError(
        'json: cannot unmarshal number into Go struct field HealthCheck.Check.Definition of type map[string][]string',
      ),
    )
  })
})

describe('which error wins', () => {
  test.each([
    ['{"Bogus":1,"Port":"80"}', 'json: unknown field "Bogus"'],
    ['{"Port":"80","Bogus":1}', 'json: cannot unmarshal string into Go struct field .Port of type int'],
    ['{"Bogus":1,"Check":{"TTL":"soon"}}', 'time: invalid duration "soon"'],
    ['{"Check":{"TTL":"soon","Bogus":1}}', 'json: unknown field "Bogus"'],
    ['{"Port":"x","Checks":[{},{"TTL":"1s"},{"Bogus":1},{"Other":1}]}', 'json: unknown field "Bogus"'],
  ])('%s', (text, message) => {
    expect(refusal(definition, text)).toEqual(new DecodeError(message))
  })

  test('one of syntax before all', () => {
    expect(() => decodeJson(register, '{"Bogus":1')).toThrow(new JsonError('unexpected EOF'))
    expect(() => decodeJson(register, '')).toThrow(new JsonError('EOF'))
  })
})

describe('numbers', () => {
  test('uint64 is exact', () => {
    expect(decodeJson(list(uint64()), '[0,9007199254740991,9007199254740993,18446744073709551615]')).toEqual([
      0,
      9007199254740991,
      9007199254740993n,
      18446744073709551615n,
    ])
    expect(decode(uint64(), 5n)).toBe(5)
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), n => {
        expect(BigInt(decodeJson(uint64(), String(n)))).toBe(n)
      }),
    )
  })

  test('int', () => {
    expect(decodeJson(list(int()), '[-5,-0,9223372036854775807]')).toEqual([-5, 0, 2 ** 63])
    expect(refusal(int(), '9223372036854775808')).toEqual(
      new DecodeError('json: cannot unmarshal number 9223372036854775808 into Go value of type int'),
    )
    expect(() => decode(int(), 1.5)).toThrow('json: cannot unmarshal number 1.5 into Go value of type int')
  })

  test('float', () => {
    expect(decodeJson(list(float()), '[1,-2.5,1e3,18446744073709551615]')).toEqual([1, -2.5, 1000, 2 ** 64])
    expect(refusal(float(), '1e999')).toEqual(
      new DecodeError('json: cannot unmarshal number 1e999 into Go value of type float64'),
    )
    expect(refusal(float(), '"1"')).toEqual(
      new DecodeError('json: cannot unmarshal string into Go value of type float64'),
    )
  })
})

describe('duration', () => {
  const lockDelay = struct({ LockDelay: duration(n => (n < 1000 ? n * 1e9 : n)), TTL: duration() }, { custom: true })

  test.each([
    ['{"LockDelay":"30s"}', { LockDelay: 30e9 }],
    ['{"LockDelay":20}', { LockDelay: 20e9 }],
    ['{"LockDelay":5000000000}', { LockDelay: 5e9 }],
    ['{"TTL":1.5}', { TTL: 1 }],
    ['{"LockDelay":null}', {}],
    ['{"LockDelay":true,"TTL":[]}', {}],
  ])('%s', (text, value) => {
    expect(decodeJson(lockDelay, text)).toEqual(value)
  })

  test('errors are those of Go', () => {
    expect(refusal(lockDelay, '{"LockDelay":"15"}')).toEqual(new DecodeError('time: missing unit in duration "15"'))
    expect(refusal(lockDelay, '{"LockDelay":""}')).toEqual(new DecodeError('time: invalid duration ""'))
    expect(refusal(duration(), '"soon"')).toEqual(new DecodeError('time: invalid duration "soon"'))
  })
})

describe('base64', () => {
  test.each([
    ['', ''],
    ['dg==', 'v'],
    ['aGVs\nbG8=\r\n', 'hello'],
    ['A\nA\r\n=\n=', '\0'],
    ['AB==', '\0'],
  ])('%j', (text, bytes) => {
    expect(decode(base64(), text)).toEqual(new Uint8Array(Buffer.from(bytes)))
  })

  test.each([
    ['not base64!', 3],
    ['AA=', 3],
    ['AA', 0],
    ['AAAAA', 4],
    ['A', 0],
    ['=', 0],
    ['A===', 1],
    ['AA=A', 2],
    ['AA==AA==', 4],
    ['AAA=\nA', 5],
    ['AAAAéé==', 4],
    ['A_-=', 1],
  ])('%j is corrupt at byte %d', (text, at) => {
    expect(() => decode(base64(), text)).toThrow(new DecodeError(`illegal base64 data at input byte ${at}`))
  })

  test('reads what Buffer writes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(decode(base64(), Buffer.from(bytes).toString('base64'))).toEqual(bytes)
      }),
    )
  })
})

describe('raw', () => {
  test('is any JSON, with numbers as float64', () => {
    const text = '{"a":[12345678901234567890,1.0,{"b":1e3}],"__proto__":{"c":9007199254740993},"n":null}'
    const value = decodeJson(raw(), text) as Record<string, unknown>
    expect(value['a']).toEqual([12345678901234567000, 1, { b: 1000 }])
    expect(Object.getOwnPropertyDescriptor(value, '__proto__')?.value).toEqual({ c: 9007199254740992 })
    expect(value['n']).toBeNull()
    expect(decodeJson(raw(), '1.50')).toBe(1.5)
  })

  test('leaves the value given as it is', () => {
    const value = Object.freeze({ a: Object.freeze([2n ** 60n]) })
    expect(decode(raw(), value)).toEqual({ a: [2 ** 60] })
    expect(value.a).toEqual([2n ** 60n])
  })

  test('takes depth and refuses numbers beyond float64', () => {
    const deep = '['.repeat(10_000) + '1.0' + ']'.repeat(10_000)
    expect(decodeJson(raw(), deep)).toHaveLength(1)
    expect(refusal(struct({ Config: raw() }, { name: 'structs.Proxy' }), '{"Config":{"f":1e999}}')).toEqual(
      new DecodeError('json: cannot unmarshal number 1e999 into Go struct field Proxy.Config of type float64'),
    )
  })
})

describe('a repeated key', () => {
  const read = (text: string) => decodeJson(register, text)

  test('adds to structures, maps and the items of lists, and replaces the rest', () => {
    const text = `{"Node":"a","NodeMeta":{"a":"1","b":"1"},"Service":{"Service":"s","Tags":["x","y"]},"Node":"b","nodemeta":{"b":"2"},
      "Service":{"Port":1,"Tags":["z"]},"Checks":[{"Node":"m"},{"Node":"n"}],"Checks":[{}]}`
    expect(read(text)).toEqual({
      Node: 'b',
      NodeMeta: { a: '1', b: '2' },
      Service: { Service: 's', Port: 1, Tags: ['z'] },
      Checks: [{ Node: 'm' }],
    })
  })

  test('is read each time, with the first problem reported', () => {
    expect(refusal(register, '{"Node":1,"Node":"a"}')).toEqual(
      new DecodeError('json: cannot unmarshal number into Go struct field RegisterRequest.Node of type string'),
    )
    expect(refusal(register, '{"Node":"a","Foo":1,"Node":2}')).toEqual(new DecodeError('json: unknown field "Foo"'))
    expect(refusal(register, '{"NodeMeta":{"a":1,"a":"x"}}')).toBeDefined()
  })

  test('forgets what was wrong with an earlier duration', () => {
    expect(decodeJson(check, '{"TTL":"x","TTL":"5s","Interval":"y","Interval":null}')).toEqual({ TTL: 5e9 })
    expect(refusal(check, '{"TTL":"5s","TTL":"x"}')).toEqual(new DecodeError('time: invalid duration "x"'))
  })

  test('with null empties lists and maps, and changes nothing else', () => {
    expect(read('{"Node":"a","Node":null,"NodeMeta":{"a":"1"},"NodeMeta":null,"Checks":[{}],"Checks":null}')).toEqual({
      Node: 'a',
    })
  })
})

test('a body is read into defaults, whose lists it changes item by item', () => {
  const schema = struct({ Name: string(), Checks: stringList() })
  const into = { Name: 'n', Checks: ['c'] }
  expect(decodeJson(schema, '{"Checks":[null,"d"]}', into)).toEqual({ Name: 'n', Checks: ['c', 'd'] })
  expect(decodeJson(schema, '{"Name":null,"Checks":null}', into)).toEqual({ Name: 'n' })
  expect(into).toEqual({ Name: 'n', Checks: ['c'] })
})
