import { describe, expect, test } from 'vitest'
import { decodeConfig } from '../../../src/config/decode.ts'
import { ConfigError } from '../../../src/config/errors.ts'
import { parseHcl } from '../../../src/go/hcl/parse.ts'

const messageOf = (config: unknown): string => {
  try {
    decodeConfig(config)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'accepted'
}

describe('names', () => {
  test('ignore case and come out as documented', () => {
    expect(decodeConfig({ DATACENTER: 'dc1', Ports: { HTTP: 1 }, raft_boltdb: { nofreelistsync: true } })).toEqual({
      datacenter: 'dc1',
      ports: { http: 1 },
      raft_boltdb: { NoFreelistSync: true },
    })
  })

  test('need their underscores', () => {
    expect(messageOf({ DataDir: '/d' })).toBe('1 error occurred:\n\t* invalid config key DataDir\n\n')
  })

  test('that are unknown are all reported, with where they stand', () => {
    expect(messageOf({ ports: { htp: 1 }, foo: 1, services: [{ name: 'x', check: { bar: 1 } }] })).toBe(
      '3 errors occurred:\n\t* invalid config key ports.htp\n\t* invalid config key foo\n\t* invalid config key services[0].check.bar\n\n',
    )
  })

  test.each(['__proto__', 'constructor', 'toString'])('such as %s are unknown', name => {
    expect(messageOf(JSON.parse(`{"${name}": 1}`))).toBe(`1 error occurred:\n\t* invalid config key ${name}\n\n`)
  })

  test('of checks have a few older spellings', () => {
    const check = { ServiceID: 'web', ScriptArgs: ['x'], TLSSkipVerify: true, DeregisterCriticalServiceAfter: '1m' }
    expect(decodeConfig({ check })).toEqual({
      check: { service_id: 'web', args: ['x'], tls_skip_verify: true, deregister_critical_service_after: '1m' },
    })
    expect(messageOf({ check: { CheckID: 'x' } })).toContain('invalid config key check.CheckID')
  })
})

describe('values', () => {
  test.each<[unknown, string]>([
    [{ data_dir: 5 }, `* 'data_dir' expected type 'string', got unconvertible type 'float64', value: '5'`],
    [{ server: 'true' }, `* 'server' expected type 'bool', got unconvertible type 'string', value: 'true'`],
    [{ ports: { http: '8500' } }, `* 'ports.http' expected type 'int', got unconvertible type 'string', value: '8500'`],
    [{ ports: 5 }, `* 'ports' expected a map, got 'float64'`],
    [{ ports: [{ http: 1 }, { dns: 2 }] }, `* 'ports' expected a map, got 'slice'`],
    [
      { ports: { http: [1, 2] } },
      `* 'ports.http' expected type 'int', got unconvertible type '[]interface {}', value: '[1 2]'`,
    ],
    [{ recursors: '1.1.1.1' }, `* 'recursors': source data must be an array or slice, got string`],
    [{ recursors: { a: 1 } }, `* 'recursors': source data must be an array or slice, got map`],
    [{ recursors: [5] }, `* 'recursors[0]' expected type 'string', got unconvertible type 'float64', value: '5'`],
    [{ node_meta: { a: 5 } }, `* 'node_meta[a]' expected type 'string', got unconvertible type 'float64', value: '5'`],
    [{ services: { name: 'x' } }, `* 'services': source data must be an array or slice, got map`],
    [{ services: [5] }, `* 'services[0]' expected a map, got 'float64'`],
    [{ check: { header: { a: 'b' } } }, `* 'check.header[a]': source data must be an array or slice, got string`],
    [
      { check: { header: { a: [5] } } },
      `* 'check.header[a][0]' expected type 'string', got unconvertible type 'float64', value: '5'`,
    ],
    [{ limits: { kv_max_value_size: -1 } }, `* cannot parse 'limits.kv_max_value_size', -1.000000 overflows uint`],
    [
      { service: { tagged_addresses: { lan: { port: 'x' } } } },
      `* 'service.tagged_addresses[lan].port' expected type 'int', got unconvertible type 'string', value: 'x'`,
    ],
  ])('of another type are refused: %j', (config, problem) => {
    expect(messageOf(config)).toBe(`1 error(s) decoding:\n\n${problem}`)
  })

  test('of another type are reported sorted, and before unknown names', () => {
    expect(messageOf({ foo: 1, server: 5, ports: { http: 'x', dns: true } })).toBe(
      [
        '3 error(s) decoding:\n',
        `* 'ports.dns' expected type 'int', got unconvertible type 'bool', value: 'true'`,
        `* 'ports.http' expected type 'int', got unconvertible type 'string', value: 'x'`,
        `* 'server' expected type 'bool', got unconvertible type 'float64', value: '5'`,
      ].join('\n'),
    )
  })

  test('that are null count as absent', () => {
    expect(decodeConfig({ segments: null, node_name: null, recursors: [null, '1.1.1.1'], services: [null] })).toEqual({
      recursors: ['', '1.1.1.1'],
      services: [{}],
    })
    expect(decodeConfig(null)).toEqual({})
  })

  test('in a list of one count as themselves', () => {
    expect(
      decodeConfig({ ports: [{ http: 1 }], node_name: ['x'], node_meta: [{ a: ['b'] }], recursors: [['r']] }),
    ).toEqual({
      ports: { http: 1 },
      node_name: 'x',
      node_meta: { a: 'b' },
      recursors: ['r'],
    })
  })

  test('with a fraction lose it', () => {
    expect(decodeConfig({ ports: { http: 8500.7 } })).toEqual({ ports: { http: 8500 } })
  })

  test.each<[unknown, string]>([
    [[], 'array'],
    ['x', 'string'],
    [5, 'number'],
    [true, 'bool'],
  ])('that are no object are refused: %j', (config, kind) => {
    expect(messageOf(config)).toBe(`json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`)
  })
})

describe('values under foreign keys', () => {
  const configOf = (config: unknown): unknown =>
    (decodeConfig({ service: { proxy: { config } } })['service'] as { proxy: { config: unknown } }).proxy.config

  // as Consul shows such a proxy
  test.each<[unknown, unknown]>([
    [{ a: [1] }, { a: 1 }],
    [{ b: [[1]] }, { b: [1] }],
    [{ c: [[[1]]] }, { c: [[1]] }],
    [{ d: [{ x: [1] }] }, { d: { x: 1 } }],
    [{ e: [{ x: [1] }, { x: [2] }] }, { e: [{ x: [1] }, { x: [2] }] }],
    [{ f: [[{ x: [1] }]] }, { f: [{ x: 1 }] }],
    [{ h: { i: [{ j: [5] }] } }, { h: { i: [{ j: [5] }] } }],
    [{ l: [[{ x: [1] }, { x: [2] }]] }, { l: [{ x: 1 }, { x: 2 }] }],
    [
      { m: null, n: [[]], o: [] },
      { m: null, n: [], o: [] },
    ],
  ])('%j', (given, expected) => {
    expect(configOf(given)).toEqual(expected)
  })

  test('from HCL hold no lists that blocks made', () => {
    const hcl =
      'service { proxy { config { p { q = [1] r { s = 1 } r { s = [2] } } e = [{ x = [1] }, { x = 2 }] t = 1.5 } } }'
    const decoded = decodeConfig(parseHcl(Buffer.from(hcl)), 'hcl')
    expect(decoded['service']).toEqual({
      proxy: { config: { p: { q: 1, r: [{ s: 1 }, { s: 2 }] }, e: [{ x: [1] }, { x: 2 }], t: 1.5 } },
    })
  })
})
