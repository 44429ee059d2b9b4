import { describe, expect, test } from 'vitest'
import { answered, askedFor, curlOf, isError } from '../../../ui/lib/journal.ts'

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
    expect(isError({ ID: 1, Kind: 'http', At, Status: 404 })).toBe(true)
    expect(isError({ ID: 1, Kind: 'http', At, Status: 200 })).toBe(false)
    expect(isError({ ID: 2, Kind: 'dns', At, Rcode: 'NXDOMAIN' })).toBe(true)
    expect(isError({ ID: 2, Kind: 'dns', At })).toBe(false)
  })

  test('can be sent again with curl', () => {
    const request = { ID: 1, Kind: 'http', At, Method: 'GET', Path: '/v1/kv/a', Query: { raw: '', dc: 'a b' } } as const
    expect(curlOf(request, 'http://h:1')).toBe("curl 'http://h:1/v1/kv/a?raw&dc=a%20b'")
    expect(curlOf({ ...request, Method: 'PUT', Query: {}, Body: "it's" }, 'http://h:1')).toBe(
      String.raw`curl -X PUT 'http://h:1/v1/kv/a' -d 'it'\''s'`,
    )
  })
})
