import { describe, expect, test } from 'vitest'
import { faultBody, type FaultFields, oneLine } from '../../../ui/lib/fault-kinds.ts'
import { answered, askedFor, wentWrong } from '../../../ui/lib/journal.ts'

const fields = (given: Partial<FaultFields>): FaultFields => ({
  kind: 'status',
  value: '500',
  method: '',
  path: '',
  name: '',
  times: '',
  chance: '',
  ...given,
})

describe('a fault', () => {
  test('is for everything and always unless more is said', () => {
    expect(faultBody(fields({}))).toEqual({ Match: {}, Fault: { Status: 500 } })
  })

  test('has what was filled in', () => {
    expect(faultBody(fields({ kind: 'delay', value: '2s', method: 'GET', path: '/v1/kv/a', times: '3' }))).toEqual({
      Match: { Method: 'GET', Path: '/v1/kv/a' },
      Fault: { Delay: '2s' },
      Times: 3,
    })
    expect(faultBody(fields({ chance: '25' }))).toMatchObject({ Probability: 0.25 })
  })

  test('of DNS is for names', () => {
    expect(faultBody(fields({ kind: 'servfail', name: 'web.service.consul', method: 'GET', path: '/x' }))).toEqual({
      Match: { DNS: { Name: 'web.service.consul' } },
      Fault: { DNS: 'servfail' },
    })
  })

  test.each([{ chance: '0' }, { chance: 'often' }, { times: '-1' }, { times: '1.5' }, { kind: 'nope' }])(
    'with %j is none',
    given => {
      expect(() => faultBody(fields(given))).toThrow(Error)
    },
  )

  test('is told in one line', () => {
    expect(oneLine({ Method: 'GET', Path: '/a' })).toBe('Method: GET, Path: /a')
    expect(oneLine({ NoLeader: true })).toBe('NoLeader')
    expect(oneLine({ DNS: { Delay: '1s' } })).toBe('DNS (Delay: 1s)')
    expect(oneLine({})).toBe('')
  })
})

describe('a line of the journal', () => {
  const At = '2026-01-01T00:00:00Z'

  test('tells what was asked for', () => {
    const request = { ID: 1, Kind: 'http', At, Path: '/v1/kv/a' } as const
    expect(askedFor(request)).toBe('/v1/kv/a')
    expect(askedFor({ ...request, Query: { raw: '', dc: 'dc1' } })).toBe('/v1/kv/a?raw&dc=dc1')
    expect(askedFor({ ID: 2, Kind: 'dns', At, Name: 'web.service.consul', Type: 'SRV' })).toBe('web.service.consul SRV')
  })

  test('tells what was answered, and whether that was a no', () => {
    expect(answered({ ID: 1, Kind: 'http', At, Status: null })).toBe('')
    expect(answered({ ID: 1, Kind: 'http', At, Status: 404 })).toBe('404')
    expect(wentWrong({ ID: 1, Kind: 'http', At, Status: 404 })).toBe(true)
    expect(wentWrong({ ID: 1, Kind: 'http', At, Status: 200 })).toBe(false)
    expect(wentWrong({ ID: 2, Kind: 'dns', At, Rcode: 'NXDOMAIN' })).toBe(true)
    expect(wentWrong({ ID: 2, Kind: 'dns', At })).toBe(false)
  })
})
