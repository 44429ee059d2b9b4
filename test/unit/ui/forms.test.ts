import { describe, expect, test } from 'vitest'
import { agentCheck, catalogCheck, type CheckFields, kindOfType } from '../../../ui/lib/check-definition.ts'
import { cliCommand, curlCommand } from '../../../ui/lib/commands.ts'
import { pairsText, parseList, parsePairs, parseWhole } from '../../../ui/lib/pairs.ts'
import { otherMembers } from '../../../ui/lib/service-definition.ts'

describe('metadata', () => {
  test('is written as lines, and read back', () => {
    const meta = { version: '1', 'odd name': 'a=b' }
    expect(parsePairs(pairsText(meta))).toEqual(meta)
    expect(parsePairs('\n a = 1 \n\n')).toEqual({ a: '1' })
    expect(pairsText(null)).toBe('')
  })

  test('without a name is pointed at', () => {
    expect(() => parsePairs('a=1\nbroken')).toThrow('“broken” is no metadata')
  })
})

test('lists are written with commas, and numbers are whole', () => {
  expect(parseList(' a, b ,,c')).toEqual(['a', 'b', 'c'])
  expect([parseWhole('Port', ''), parseWhole('Port', '80')]).toEqual([undefined, 80])
  expect(() => parseWhole('Port', '8x')).toThrow('Port is a whole number, not “8x”.')
})

test('a service keeps the members that have no field of their own, and not those that say nothing', () => {
  const service = {
    ID: 'web-1',
    Service: 'web',
    Tags: [],
    Meta: null,
    Address: '10.0.0.1',
    Port: 80,
    CreateIndex: 1,
    ModifyIndex: 2,
    EnableTagOverride: false,
    Weights: { Passing: 1, Warning: 1 },
    Proxy: { Mode: '', MeshGateway: {}, Expose: {} },
    Connect: { Native: true },
    TaggedAddresses: {
      lan_ipv4: { Address: '10.0.0.1', Port: 80 },
      wan: { Address: '198.51.100.1', Port: 443 },
    },
  }
  expect(otherMembers(service)).toEqual({
    Connect: { Native: true },
    TaggedAddresses: { wan: { Address: '198.51.100.1', Port: 443 } },
  })
  expect(otherMembers({ ...service, Weights: { Passing: 5, Warning: 1 } } as never)).toMatchObject({
    Weights: { Passing: 5 },
  })
})

describe('a check', () => {
  const fields: CheckFields = {
    id: '',
    name: 'up',
    kind: 'http',
    target: 'http://h/',
    interval: '10s',
    timeout: '',
    notes: '',
    status: 'passing',
    output: '',
  }

  test('that an agent runs is of one kind', () => {
    expect(agentCheck(fields)).toEqual({ Name: 'up', HTTP: 'http://h/', Interval: '10s', Status: 'passing' })
    expect(agentCheck({ ...fields, kind: 'ttl', target: '30s', id: 'beat', notes: 'n' })).toEqual({
      ID: 'beat',
      Name: 'up',
      TTL: '30s',
      Notes: 'n',
      Status: 'passing',
    })
    expect(kindOfType('grpc')).toBe('grpc')
    expect(kindOfType('')).toBeUndefined()
  })

  test.each([{ target: '' }, { interval: '' }, { kind: 'nope' }])('with %j is none', given => {
    expect(() => agentCheck({ ...fields, ...given })).toThrow(Error)
  })

  test('of the catalog has a status and an output', () => {
    expect(catalogCheck({ ...fields, output: 'ok' })).toEqual({
      Name: 'up',
      CheckID: 'up',
      Notes: '',
      Status: 'passing',
      Output: 'ok',
    })
  })
})

test('commands name the agent where it is not on the usual port', () => {
  const usual = { origin: 'http://127.0.0.1:8500', port: '8500' }
  const other = { origin: 'http://127.0.0.1:9500', port: '9500' }
  expect(cliCommand('kv get a', usual)).toBe('miniconsul kv get a')
  expect(cliCommand('kv get a', other)).toBe('CONSUL_HTTP_ADDR=http://127.0.0.1:9500 miniconsul kv get a')
  expect(curlCommand('/v1/x', undefined, 'PUT', other)).toBe("curl 'http://127.0.0.1:9500/v1/x'")
  expect(curlCommand('/v1/x', { a: 1 }, 'POST', usual)).toBe(`curl -X POST 'http://127.0.0.1:8500/v1/x' -d '{"a":1}'`)
})
