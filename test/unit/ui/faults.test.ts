import { describe, expect, test } from 'vitest'
import { FaultEffect, FaultMatch } from '../../../src/control/http/fault-schemas.ts'
import { faultBody, oneLine } from '../../../ui/lib/faults.ts'

const fields =
  (given: Readonly<Record<string, string>>) =>
  (name: string): string =>
    given[name] ?? ''

describe('a fault of HTTP', () => {
  test('is for everything and always unless more is said', () => {
    expect(faultBody('http', 'status', fields({}))).toEqual({ Match: {}, Fault: { Status: 500 } })
  })

  test('has what was filled in', () => {
    const match = { method: 'GET', path: '/v1/kv/a', key: 'a', token: 't', query: 'raw=\ndc=dc1' }
    const answer = { status: '503', body: '{"a":1}', headers: 'Retry-After=1', delay: '2s', truncate: '3', index: '7' }
    expect(faultBody('http', 'status', fields({ ...match, ...answer, times: '3', chance: '25' }))).toEqual({
      Match: { Method: 'GET', Path: '/v1/kv/a', Key: 'a', Token: 't', Query: { raw: '', dc: 'dc1' } },
      Fault: { Status: 503, Body: { a: 1 }, Headers: { 'Retry-After': '1' }, Delay: '2s', Truncate: 3, Index: 7 },
      Times: 3,
      Probability: 0.25,
    })
  })

  test('may change the answer of Consul', () => {
    const change = { wake: 'true', lastContact: '5s', knownLeader: 'false', status: '500' }
    expect(faultBody('http', 'consul', fields(change))).toEqual({
      Match: {},
      Fault: { SpuriousWake: true, LastContact: '5s', KnownLeader: false },
    })
  })

  test.each([
    ['hang', { Hang: true }],
    ['reset', { Reset: true }],
    ['leader', { NoLeader: true }],
  ])('may end by %s', (end, fault) => {
    expect(faultBody('http', end, fields({ delay: '1s' }))).toEqual({ Match: {}, Fault: { Delay: '1s', ...fault } })
  })

  test.each([{ chance: '0' }, { chance: 'often' }, { times: '-1' }, { times: '0' }, { status: 'bad' }, { body: '{' }])(
    'with %j is none',
    given => {
      expect(() => faultBody('http', 'status', fields(given))).toThrow(Error)
    },
  )
})

test('a fault of DNS is for names and types', () => {
  expect(faultBody('dns', 'servfail', fields({ name: 'web.service.consul', type: 'SRV', path: '/x' }))).toEqual({
    Match: { DNS: { Name: 'web.service.consul', Type: 'SRV' } },
    Fault: { DNS: 'servfail' },
  })
  expect(faultBody('dns', 'delay', fields({ delay: '1s' }))).toEqual({
    Match: { DNS: {} },
    Fault: { DNS: { Delay: '1s' } },
  })
  expect(() => faultBody('dns', 'delay', fields({}))).toThrow('Delay is missing.')
})

test('the forms have every member that the control API has', () => {
  const all = { ...filledForm, delay: '1s' }
  const made = ['status', 'hang', 'reset', 'leader', 'consul'].map(end => faultBody('http', end, fields(all)))
  const dns = faultBody('dns', 'drop', fields(all))
  const names = (part: 'Match' | 'Fault'): Set<string> =>
    new Set([...made, dns].flatMap(body => Object.keys(Reflect.get(body, part) as object)))
  expect([...names('Match')].sort()).toEqual(Object.keys(FaultMatch.properties).sort())
  expect([...names('Fault')].sort()).toEqual(Object.keys(FaultEffect.properties).sort())
})

const filledForm = {
  method: 'GET',
  path: '/a',
  key: 'a',
  token: 't',
  query: 'a=b',
  status: '200',
  body: 'x',
  headers: 'a=b',
  truncate: '1',
  index: '1',
  wake: 'true',
  lastContact: '1s',
  knownLeader: 'true',
  name: 'a',
  type: 'A',
}

test('what a fault does is shown in one line', () => {
  expect(oneLine({ Method: 'GET', Path: '/a' })).toBe('Method: GET, Path: /a')
  expect(oneLine({ NoLeader: true })).toBe('NoLeader')
  expect(oneLine({ DNS: { Delay: '1s' } })).toBe('DNS (Delay: 1s)')
  expect(oneLine({})).toBe('')
})
